/** Builds the one `Contract` out of a project's specs. */

import type { Diagnostic } from '../diagnostics.js';
import { Bundler } from '../load/bundle.js';
import { asList, asObject, asString, isObject, valueAt } from '../load/json.js';
import type { Project } from '../load/project.js';
import { diagnosticAt } from '../load/source.js';
import { isPlatformFile } from '../load/spec-files.js';
import type {
  Channel,
  Contract,
  JobType,
  JsonObject,
  JsonSchema,
  JsonValue,
  Message,
  ProblemKind,
} from './contract.js';
import { asyncapiDocument, declaredSchemas, openapi32Document, openapiDocument } from './documents.js';
import { buildJobEvents, type JobMessage } from './events.js';
import { type EventBranch, expandSchema } from './expand.js';
import { buildJobInputs } from './inputs.js';
import { type DeclaredJobType, readJobTypes, schemaPrefixes } from './job-types.js';
import { readOperations, readOutgoing, readSecuritySchemes } from './operations.js';
import { dropForeignExamples } from './platform-examples.js';
import { readServers } from './servers.js';
import { isWebhookChannel, readWebhooks } from './webhooks.js';

/** A contract, and what its checks need to point into the sources. */
export interface BuiltContract {
  readonly contract: Contract;
  /** Mistakes that only show when documents are put together. */
  readonly diagnostics: readonly Diagnostic[];
  readonly bundler: Bundler;
}

/**
 * Puts the documents together. It is total: what is broken in the specs is left out here, and reported by the checks
 * of `load/`, so that one run shows every mistake.
 */
export function buildContract(project: Project): BuiltContract {
  const bundler = new Bundler(project, schemaPrefixes(project));
  const openapiCopy = project.openapi ? bundler.document(project.openapi) : {};
  const asyncapiCopy = project.asyncapi && bundler.document(project.asyncapi);
  const jobTypes = readJobTypes(project, bundler);
  const events = buildJobEvents(jobTypes, bundler);
  const inputs = buildJobInputs(jobTypes, asyncapiCopy ?? {}, bundler);
  const { schemas, collisions } = expandSchemas(bundler, jobTypes, events.branches);
  const complete = openapiDocument(
    openapiCopy,
    schemas,
    project.openapi ? declaredSchemas(project.openapi) : new Set(),
  );
  const isShared = project.openapi !== undefined && isPlatformFile(project.openapi.path);
  const openapi = isShared ? dropForeignExamples(complete, schemas) : complete;
  const asyncapi =
    asyncapiCopy &&
    project.asyncapi &&
    asyncapiDocument(
      asyncapiCopy,
      schemas,
      declaredSchemas(project.asyncapi),
      { events: events.messages, inputs },
      bundler.origins,
    );
  const info = asObject(openapi.info);
  const contract: Contract = {
    title: asString(info.title) ?? '',
    version: asString(info.version) ?? '',
    sources: [...project.files.keys()],
    operations: readOperations(openapi),
    schemas,
    channels: asyncapi ? readChannels(asyncapi) : [],
    channelOperations: [],
    messages: asyncapi
      ? readMessages(asyncapi, [...events.messages, ...inputs], socketChannels(asyncapiCopy))
      : events.messages.map(plainMessage),
    webhooks: readWebhooks(openapi),
    outgoing: readOutgoing(openapi),
    servers: readServers(openapi),
    securitySchemes: readSecuritySchemes(openapi),
    jobTypes: jobTypes.map(plainJobType),
    problems: readProblems(schemas.ProblemCode),
    jobErrors: readProblems(schemas.JobErrorCode),
    documents: { openapi, openapi32: openapi32Document(openapi), ...(asyncapi && { asyncapi }) },
  };
  return { contract, diagnostics: [...bundler.diagnostics, ...collisions], bundler };
}

/** All named schemas with the job types' variants; a variant must not get the name of a schema that is there already. */
function expandSchemas(
  bundler: Bundler,
  jobTypes: readonly DeclaredJobType[],
  branches: readonly EventBranch[],
): { readonly schemas: Record<string, JsonSchema>; readonly collisions: readonly Diagnostic[] } {
  const schemas: Record<string, JsonSchema> = {};
  const named = bundler.schemas();
  const collisions: Diagnostic[] = [];
  for (const base of named) {
    for (const [name, schema] of expandSchema(base, jobTypes, branches, bundler)) {
      schemas[name] = schema;
      const rival = name === base.name ? undefined : named.find((other) => other.name === name);
      if (!rival) continue;
      const message = `\`${name}\` is the name of what \`${base.name}\` becomes for a job type`;
      const hint = 'Rename this schema.';
      collisions.push(diagnosticAt(rival.origin, 'name-collision', message, { on: 'key', hint }));
    }
  }
  return { schemas, collisions };
}

function readChannels(document: JsonObject): readonly Channel[] {
  return Object.entries(asObject(document.channels)).map(([name, value]) => {
    const channel = asObject(value);
    const description = asString(channel.description);
    return {
      name,
      address: asString(channel.address) ?? null,
      ...(description !== undefined && { description }),
      messages: Object.keys(asObject(channel.messages)),
      parameters: [],
    };
  });
}

/** The channels over which clients talk with jobs, by the marker that the document itself does not show. */
function socketChannels(copy: JsonObject): ReadonlySet<string> {
  const channels = Object.entries(asObject(copy.channels));
  return new Set(
    channels.flatMap(([name, one]) => (asObject(one)['x-job-inputs'] === undefined ? [] : [name])),
  );
}

/** Every message of every channel that clients read or write once, the reserved ones before those of the job types. */
function readMessages(
  document: JsonObject,
  own: readonly JobMessage[],
  sockets: ReadonlySet<string>,
): readonly Message[] {
  const messages = new Map<string, Message>();
  const received = receivedMessages(document);
  const channels = Object.entries(asObject(document.channels)).filter(
    ([, channel]) => !isWebhookChannel(asObject(channel)),
  );
  // A socket carries events too; they are known as such once they have been met on their stream.
  channels.sort(([a], [b]) => Number(sockets.has(a)) - Number(sockets.has(b)));
  for (const [channelName, channel] of channels) {
    for (const [name, value] of Object.entries(asObject(asObject(channel).messages))) {
      if (messages.has(name)) continue;
      const declared = own.find((message) => message.name === name);
      const frame = received.has(name) ? 'client-frame' : 'server-frame';
      const role = sockets.has(channelName) ? frame : 'event';
      messages.set(name, declared ? plainMessage(declared) : readMessage(document, name, value, role));
    }
  }
  return [...messages.values()];
}

/** The messages that some operation receives. */
function receivedMessages(document: JsonObject): ReadonlySet<string> {
  const operations = Object.values(asObject(document.operations)).map(asObject);
  const received = operations.filter(({ action }) => action === 'receive');
  return new Set(
    received.flatMap(({ messages }) =>
      asList(messages).flatMap((one) => asString(asObject(one).$ref)?.split('/').at(-1) ?? []),
    ),
  );
}

function readMessage(document: JsonObject, name: string, value: JsonValue, role: Message['role']): Message {
  const reference = asString(asObject(value).$ref);
  const message = asObject(reference === undefined ? value : valueAt(document, reference.slice(1)));
  const summary = asString(message.summary);
  const description = asString(message.description);
  const examples = asList(message.examples);
  return {
    name,
    eventType: asString(message.name) ?? name,
    role,
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    payload: (message.payload as JsonSchema | undefined) ?? true,
    examples: examples.flatMap((example) => asObject(example).payload ?? []),
  };
}

function plainMessage({ title: _, namedExamples: __, origin: ___, ...message }: JobMessage): Message {
  return message;
}

function plainJobType({ file: _, ...jobType }: DeclaredJobType): JobType {
  const plain = ({ name, description, data, messageName }: DeclaredJobType['events'][number]) => ({
    name,
    ...(description !== undefined && { description }),
    data,
    message: messageName,
  });
  return { ...jobType, events: jobType.events.map(plain), inputs: jobType.inputs.map(plain) };
}

/** Error codes are the branches of a `oneOf` of constants, each with its words. */
function readProblems(schema: JsonSchema | undefined): readonly ProblemKind[] {
  const branches = isObject(schema) ? asList(schema.oneOf) : [];
  return branches.flatMap((value) => {
    const branch = asObject(value);
    const code = asString(branch.const);
    if (code === undefined) return [];
    const status = branch['x-status'];
    return {
      code,
      title: asString(branch.title) ?? code,
      description: asString(branch.description) ?? '',
      retryable: branch['x-retryable'] === true,
      ...(typeof status === 'number' && { status }),
    };
  });
}
