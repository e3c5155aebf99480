/** The one `Contract` of a document that stands by itself: no job types, no project. */
import type { LoweredDocument } from '../load/documents/load-documents.js';
import { fileNameOf } from '../load/documents/locations.js';
import { asObject, asString } from '../load/json.js';
import type { Contract, JsonSchema, MediaType, Operation, OutgoingRequest } from './contract.js';
import { camelCase } from './names.js';
import { readOperations, readOutgoing, readSecuritySchemes } from './operations.js';
import { withFittingPath } from './path-parameters.js';
import { rivals } from './request-key.js';
import { readServers, readServerTemplate } from './servers.js';
import { readStream, type SchemaTable } from './stream-events.js';

/** Builds the contract of a lowered document. */
export function documentContract({ openapi, channels, schemas, sources }: LoweredDocument): Contract {
  const table: SchemaTable = { schemas: { ...schemas } };
  const read = (operation: Operation) => withStreams(operation, table);
  const operations = groupMethods(withoutRivals(readOperations(openapi).map(withFittingPath)).map(read));
  const outgoing = readOutgoing(openapi).map(
    (one): OutgoingRequest => ({ ...one, operation: read(one.operation) }),
  );
  const info = asObject(openapi.info);
  const serverTemplate = readServerTemplate(openapi);
  const components = { ...asObject(openapi.components), schemas: table.schemas as Record<string, never> };
  const document = { ...openapi, components };
  return {
    title: asString(info.title) ?? '',
    version: asString(info.version) ?? '',
    // The same wherever the document stands and the command runs.
    sources: sources.slice(0, 1).map(fileNameOf),
    operations,
    schemas: table.schemas as { readonly [name: string]: JsonSchema },
    channels: channels?.channels ?? [],
    channelOperations: channels?.operations ?? [],
    messages: channels?.messages ?? [],
    webhooks: [],
    outgoing,
    servers: readServers(openapi),
    ...(serverTemplate && { serverTemplate }),
    securitySchemes: readSecuritySchemes(openapi),
    jobTypes: [],
    problems: [],
    jobErrors: [],
    documents: { openapi: document },
  };
}

/** Names the operation that a server has in place of one whose requests it cannot tell from those of the other. */
function withoutRivals(operations: readonly Operation[]): readonly Operation[] {
  const served = new Map(rivals(operations).map((rival) => [rival.operation, rival.served.operationId]));
  return operations.map((operation) => {
    const servedAs = served.get(operation);
    return servedAs === undefined ? operation : { ...operation, servedAs };
  });
}

function withStreams(operation: Operation, table: SchemaTable): Operation {
  const read = (media: MediaType) => readStream(media, operation.operationId, table);
  const { requestBody } = operation;
  return {
    ...operation,
    ...(requestBody && { requestBody: { ...requestBody, content: requestBody.content.map(read) } }),
    responses: operation.responses.map((one) => ({ ...one, content: one.content.map(read) })),
  };
}

/** Groups by tag; methods without the group's name before them: `repos/list-for-org` is `repos.listForOrg`. */
function groupMethods(operations: readonly Operation[]): readonly Operation[] {
  const spelling = new Map<string, string>();
  for (const name of operations.map(({ sdkGroup }) => camelCase(sdkGroup) || 'default').sort()) {
    if (!spelling.has(name.toLowerCase())) spelling.set(name.toLowerCase(), name);
  }
  const grouped = operations.map((operation) => {
    const written = camelCase(operation.sdkGroup) || 'default';
    const group = spelling.get(written.toLowerCase()) ?? written;
    return {
      operation,
      group,
      short: shortName(operation.sdkMethod, group),
      whole: camelCase(operation.sdkMethod),
    };
  });
  // A short name is taken only where nothing else in its group could have it, whatever stands first.
  const uses = new Map<string, number>();
  for (const { group, short, whole } of grouped) {
    for (const name of new Set([short ?? whole, whole]))
      uses.set(`${group}.${name}`, (uses.get(`${group}.${name}`) ?? 0) + 1);
  }
  return grouped.map(({ operation, group, short, whole }) => {
    const isFree = short !== undefined && uses.get(`${group}.${short}`) === 1;
    return { ...operation, sdkGroup: group, sdkMethod: isFree ? short : whole };
  });
}

function shortName(method: string, group: string): string | undefined {
  const slash = method.search(/[/.]/);
  if (slash < 0 || camelCase(method.slice(0, slash)).toLowerCase() !== group.toLowerCase()) return undefined;
  return camelCase(method.slice(slash + 1)) || undefined;
}
