/** Builds the one `Contract` out of a project's specs. */

import type { Diagnostic } from '../diagnostics.js';
import { Bundler } from '../load/bundle.js';
import { asObject, asString, isArray, isObject, valueAt } from '../load/json.js';
import type { Project } from '../load/project.js';
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
import { expandSchema } from './expand.js';
import { type DeclaredJobType, readJobTypes, schemaPrefixes } from './job-types.js';
import { readOperations } from './operations.js';

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
  const schemas: Record<string, JsonSchema> = {};
  for (const named of bundler.schemas()) {
    for (const [name, schema] of expandSchema(named, jobTypes, events.branches, bundler))
      schemas[name] = schema;
  }
  const openapi = openapiDocument(
    openapiCopy,
    schemas,
    project.openapi ? declaredSchemas(project.openapi) : new Set(),
  );
  const asyncapi =
    asyncapiCopy &&
    project.asyncapi &&
    asyncapiDocument(
      asyncapiCopy,
      schemas,
      declaredSchemas(project.asyncapi),
      events.messages,
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
    messages: asyncapi ? readMessages(asyncapi, events.messages) : events.messages.map(plainMessage),
    jobTypes: jobTypes.map(plainJobType),
    problems: readProblems(schemas.ProblemCode),
    jobErrors: readProblems(schemas.JobErrorCode),
    documents: { openapi, openapi32: openapi32Document(openapi), ...(asyncapi && { asyncapi }) },
  };
  return { contract, diagnostics: bundler.diagnostics, bundler };
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
    };
  });
}

/** Every message of every channel once, the reserved ones before those of the job types. */
function readMessages(document: JsonObject, own: readonly JobMessage[]): readonly Message[] {
  const messages = new Map<string, Message>();
  for (const channel of Object.values(asObject(document.channels))) {
    for (const [name, value] of Object.entries(asObject(asObject(channel).messages))) {
      const declared = own.find((message) => message.name === name);
      messages.set(name, declared ? plainMessage(declared) : readMessage(document, name, value));
    }
  }
  return [...messages.values()];
}

function readMessage(document: JsonObject, name: string, value: JsonValue): Message {
  const reference = asString(asObject(value).$ref);
  const message = asObject(reference === undefined ? value : valueAt(document, reference.slice(1)));
  const summary = asString(message.summary);
  const description = asString(message.description);
  const examples = isArray(message.examples) ? message.examples : [];
  return {
    name,
    eventType: asString(message.name) ?? name,
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
  const events = jobType.events.map(({ name, description, data, messageName }) => ({
    name,
    ...(description !== undefined && { description }),
    data,
    message: messageName,
  }));
  return { ...jobType, events };
}

/** Error codes are the branches of a `oneOf` of constants, each with its words. */
function readProblems(schema: JsonSchema | undefined): readonly ProblemKind[] {
  const branches = isObject(schema) && isArray(schema.oneOf) ? schema.oneOf : [];
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
