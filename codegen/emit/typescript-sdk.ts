/** sdk/typescript: the typed client. Behaviour is in the runtime files beside it; here are types and one-line methods. */
import type { Contract, GeneratedFile, Operation, Parameter } from '../model/contract.js';
import {
  camelCase,
  docComment,
  header,
  pascalCase,
  propertyName,
  quote,
  refName,
  schemaType,
} from './typescript-text.js';

const SCHEMAS = 'schemas.';

/** Sent by the client on every connection, or set by its own options. */
const OWN_HEADERS = new Set(['x-request-id', 'traceparent', 'accept', 'authorization', 'if-none-match']);

function isStream(operation: Operation): boolean {
  return operation.responses.some((response) =>
    response.content.some((media) => media.contentType === 'text/event-stream'),
  );
}

function ofPlace(operation: Operation, place: Parameter['in']): readonly Parameter[] {
  return operation.parameters.filter(
    (parameter) =>
      parameter.in === place && !(place === 'header' && OWN_HEADERS.has(parameter.name.toLowerCase())),
  );
}

function queryParameters(operation: Operation): readonly Parameter[] {
  // A browser's substitutes for headers; this client sends the headers.
  const isSubstitute = (name: string) =>
    isStream(operation) && ['last_event_id', 'stream_token'].includes(name);
  return ofPlace(operation, 'query').filter((parameter) => !isSubstitute(parameter.name));
}

/** Statuses whose JSON body the method resolves to. */
function resultType(operation: Operation): string {
  const types = operation.responses
    .filter((response) => /^2\d\d$/.test(response.status))
    .map((response) => {
      const json = response.content.find((media) => /[/+]json$/.test(media.contentType));
      if (json !== undefined) return schemaType(json.schema, SCHEMAS);
      return response.content.length > 0 ? 'string' : 'void';
    });
  return [...new Set(types)].join(' | ') || 'void';
}

function optionMembers(operation: Operation): readonly string[] {
  const member = (parameter: Parameter, name: string) =>
    `${docComment(parameter.description ?? '', '  ')}  readonly ${propertyName(name)}?: ${schemaType(parameter.schema, SCHEMAS, 'string')} | undefined;\n`;
  const headers = ofPlace(operation, 'header').map((parameter) =>
    parameter.name === 'Prefer'
      ? `${docComment('Waits up to so many seconds for the result, where the job type allows it.', '  ')}  readonly wait?: number | undefined;\n`
      : member(parameter, camelCase(parameter.name)),
  );
  const query = queryParameters(operation).map((parameter) => member(parameter, parameter.name));
  return [...query, ...headers];
}

/** Operations that take no options of their own share one type. */
function optionsName(operation: Operation): string {
  return optionMembers(operation).length > 0 ? `${pascalCase(operation.operationId)}Options` : 'CallOptions';
}

function optionsType(operation: Operation): string {
  if (optionMembers(operation).length === 0) return '';
  return `${docComment(`Options of ${operation.operationId}.`)}export interface ${optionsName(operation)} extends CallOptions {\n${optionMembers(operation).join('')}}\n`;
}

function pathArguments(operation: Operation): readonly string[] {
  return ofPlace(operation, 'path').map((parameter) => camelCase(parameter.name));
}

/** The path as a template literal over the method's arguments. */
function pathTemplate(operation: Operation): string {
  if (!operation.path.includes('{')) return quote(operation.path);
  const text = operation.path.replaceAll(
    /\{([^}]+)\}/g,
    (_, name: string) => `\${encodeURIComponent(${camelCase(name)})}`,
  );
  return `\`${text}\``;
}

function headerFields(operation: Operation): string {
  const fields = ofPlace(operation, 'header').map((parameter) => {
    const option = `options.${camelCase(parameter.name)}`;
    if (parameter.name === 'Prefer') {
      return '        Prefer: options.wait === undefined ? undefined : `wait=${options.wait}`,\n';
    }
    if (parameter.name === 'Idempotency-Key') {
      return `        'Idempotency-Key': ${option} ?? crypto.randomUUID(),\n`;
    }
    return `        ${propertyName(parameter.name)}: ${option},\n`;
  });
  return fields.length === 0 ? '' : `      headers: {\n${fields.join('')}      },\n`;
}

function queryField(operation: Operation): string {
  const names = queryParameters(operation).map((parameter) => parameter.name);
  if (names.length === 0) return '';
  const fields = names.map(
    (name) => `${propertyName(name)}: options${/^\w+$/.test(name) ? `.${name}` : `[${quote(name)}]`}`,
  );
  return `      query: {\n${fields.map((field) => `        ${field},\n`).join('')}      },\n`;
}

function methodDoc(operation: Operation): string {
  const paragraphs = [
    operation.summary ?? operation.operationId,
    `${operation.method.toUpperCase()} ${operation.path}`,
    ...(operation.deprecated ? ['@deprecated'] : []),
  ];
  return docComment(paragraphs.join('\n\n'), '  ');
}

function sendMethod(operation: Operation, signature: string, result: string): string {
  const body = operation.requestBody === undefined ? '' : '      body,\n';
  const read =
    result === 'void'
      ? '    await response.body?.cancel();\n'
      : result.includes('string')
        ? '    return response.text();\n'
        : `    return (await response.json()) as ${result};\n`;
  return `${methodDoc(operation)}  async ${signature}: Promise<${result}> {
    const response = await this.#transport.send({
      method: ${quote(operation.method.toUpperCase())},
      path: ${pathTemplate(operation)},
${queryField(operation)}${headerFields(operation)}${body}      signal: options.signal,
    });
${read}  }
`;
}

interface JobNames {
  readonly create: string;
  readonly created: string;
}

/** The operation whose body names a job type: its method is typed by that. */
function createsJob(operation: Operation, contract: Contract): JobNames | undefined {
  if (contract.jobTypes.length === 0 || operation.requestBody === undefined) return undefined;
  const body = refName(operation.requestBody.content[0]?.schema);
  const variants = contract.jobTypes.map((job) => `${job.pascalName}${body}`);
  if (body === undefined || !variants.every((name) => contract.schemas[name] !== undefined)) return undefined;
  return { create: body, created: resultType(operation) };
}

/** The name of the result's schema where it has one variant per job type. */
function perJobResult(operation: Operation, contract: Contract): string | undefined {
  const name = /^schemas\.(\w+)$/.exec(resultType(operation))?.[1];
  const first = contract.jobTypes[0];
  return first && name && contract.schemas[`${first.pascalName}${name}`] !== undefined ? name : undefined;
}

function method(operation: Operation, contract: Contract): string {
  const path = pathArguments(operation).map((name) => `${name}: string`);
  const options = `options: ${optionsName(operation)} = {}`;
  if (isStream(operation)) return streamMethod(operation, contract);
  const create = createsJob(operation, contract);
  if (create !== undefined) {
    const signature = `${operation.sdkMethod}<T extends JobTypeName>(body: CreateJobBody<T>, ${options})`;
    return sendMethod(operation, signature, 'CreatedJob<T>');
  }
  const bodyType = schemaType(operation.requestBody?.content[0]?.schema, SCHEMAS);
  const body = operation.requestBody === undefined ? [] : [`body: ${bodyType}`];
  const args = [...path, ...body, options].join(', ');
  const perJob = perJobResult(operation, contract);
  if (perJob !== undefined) {
    const signature = `${operation.sdkMethod}<T extends JobTypeName>(${args})`;
    return sendMethod(operation, signature, `Extract<schemas.${perJob}, { readonly type: T }>`);
  }
  return sendMethod(operation, `${operation.sdkMethod}(${args})`, resultType(operation));
}

function streamMethod(operation: Operation, contract: Contract): string {
  const isOfJobs = contract.jobTypes.length > 0;
  const [id = 'id'] = pathArguments(operation);
  const generic = isOfJobs ? '<T extends JobTypeName = JobTypeName>' : '';
  const event = isOfJobs ? 'JobEvent<T>' : 'StreamEvent';
  const argument = isOfJobs
    ? `job: string | JobReference<T>, `
    : pathArguments(operation)
        .map((name) => `${name}: string, `)
        .join('');
  const first = isOfJobs ? `    const ${id} = typeof job === 'string' ? job : job.job_id;\n` : '';
  return `${methodDoc(operation)}  ${operation.sdkMethod}${generic}(${argument}options: ${optionsName(operation)} = {}): AsyncGenerator<${event}, void, void> {
${first}    return readEventStream<${event}>(this.#transport, {
      path: ${pathTemplate(operation)},
      lastEventId: options.lastEventId,
      signal: options.signal,
      ${isOfJobs ? '...jobEvents<T>()' : '...plainEvents'},
    });
  }
`;
}

function groupClass(group: string, operations: readonly Operation[], contract: Contract): string {
  const methods = operations.map((operation) => method(operation, contract)).join('\n');
  return `${docComment(`The operations of \`${group}\`.`)}export class ${pascalCase(group)}Client {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

${methods}}
`;
}

function groupOperations(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const group = groups.get(operation.sdkGroup) ?? [];
    groups.set(operation.sdkGroup, group);
    group.push(operation);
  }
  return groups;
}

const CALL_OPTIONS = `/** Options of every call. */
export interface CallOptions {
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined;
}
`;

function clientFile(contract: Contract): string {
  const groups = groupOperations(contract.operations);
  const classes = [...groups].map(([group, operations]) => groupClass(group, operations, contract));
  const members = [...groups.keys()].map(
    (group) => `  readonly ${camelCase(group)}: ${pascalCase(group)}Client;\n`,
  );
  const assignments = [...groups.keys()].map(
    (group) => `    this.${camelCase(group)} = new ${pascalCase(group)}Client(transport);\n`,
  );
  const body = [
    CALL_OPTIONS,
    ...contract.operations.map(optionsType).filter((text) => text !== ''),
    ...classes,
    `${docComment(`Client of ${contract.title}.`)}export class SpecwireClient {\n${members.join('')}
  constructor(options: ClientOptions) {
    const transport = new Transport(options);
${assignments.join('')}  }
}
`,
  ].join('\n');
  const events = [
    'CreateJobBody',
    'CreatedJob',
    'JobEvent',
    'jobEvents',
    'JobReference',
    'plainEvents',
    'StreamEvent',
  ].filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const named = events.map((name) => (/^[A-Z]/.test(name) ? `type ${name}` : name));
  const imports = [
    ...(/\bJobTypeName\b/.test(body)
      ? ["import type { JobTypeName } from '../../contract/job-types.js';"]
      : []),
    ...(body.includes(SCHEMAS) ? ["import type * as schemas from '../../contract/schemas.js';"] : []),
    ...(body.includes('readEventStream') ? ["import { readEventStream } from './event-stream.js';"] : []),
    ...(named.length > 0 ? [`import { ${named.join(', ')} } from './events.js';`] : []),
    "import { type ClientOptions, Transport } from './transport.js';",
  ].join('\n');
  return [header('the specs'), `${imports}\n`, body].join('\n');
}

const PLAIN_EVENTS = `/** An event of a stream whose events are not described one by one. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

/** How such a stream is read. */
export const plainEvents = {
  parse: (data: string, type: string): StreamEvent => ({ type, data }),
  isLast: () => false,
  isStored: () => true,
};
`;

function eventsFile(contract: Contract): string {
  if (contract.jobTypes.length === 0) return [header('the specs'), PLAIN_EVENTS].join('\n');
  const reserved = contract.messages.filter((message) => message.jobType === undefined);
  const own = contract.jobTypes.map((job) => {
    const payloads = contract.messages
      .filter((message) => message.jobType === job.name)
      .map((message) => schemaType(message.payload, SCHEMAS));
    return `  readonly ${quote(job.name)}: ${payloads.join(' | ') || 'never'};\n`;
  });
  const creating = contract.operations.map((operation) => createsJob(operation, contract)).find(Boolean);
  const known = [...new Set(contract.messages.map((message) => message.eventType))];
  const create =
    creating === undefined
      ? ''
      : `
/** Body that creates a job of a type. */
export type CreateJobBody<T extends JobTypeName> = Extract<schemas.${creating.create}, { readonly type: T }>;

/** A job as it was created, with its result if that was waited for. */
export type CreatedJob<T extends JobTypeName> = schemas.Job &
  JobReference<T> &
  Partial<Pick<Extract<schemas.JobResult, { readonly type: T }>, 'result'>>;
`;
  return `${header('specs/asyncapi.yaml and specs/jobs')}
import type { JobTypeName } from '../../contract/job-types.js';
import type * as schemas from '../../contract/schemas.js';

/** Events that every job may have. */
export type ReservedEvent =
${reserved
  .map((message) => `  | ${schemaType(message.payload, SCHEMAS)}\n`)
  .join('')
  .trimEnd()};

/** Events of each job type's own. */
export interface JobTypeEvents {
${own.join('')}}

/** An event of a type that this client does not know: the service is newer. Mostly to be ignored. */
export interface UnknownEvent {
  readonly type: 'unknown';
  /** The event as it came. */
  readonly event: { readonly type: string; readonly [field: string]: unknown };
}

/** Whatever a job of the type may say. */
export type JobEvent<T extends JobTypeName> = ReservedEvent | JobTypeEvents[T] | UnknownEvent;

/** A job, known by its id and its type. */
export interface JobReference<T extends JobTypeName> {
  readonly job_id: string;
  readonly type: T;
}
${create}
const KNOWN: ReadonlySet<string> = new Set([
${known.map((type) => `  ${quote(type)},\n`).join('')}]);

const TERMINAL: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled', 'timed_out', 'expired']);

/** How a job's stream is read. */
export function jobEvents<T extends JobTypeName>() {
  return {
    parse: (data: string): JobEvent<T> => {
      const event = JSON.parse(data) as UnknownEvent['event'];
      return (KNOWN.has(event.type) ? event : { type: 'unknown', event }) as JobEvent<T>;
    },
    isLast: (event: JobEvent<T>): boolean =>
      event.type === 'job.status' && TERMINAL.has((event as schemas.JobStatusEvent).data.status),
    isStored: (event: JobEvent<T>): boolean => event.type !== 'stream.reset',
  };
}
`;
}

const INDEX = `export { ApiError } from './api-error.js';
export * from './client.js';
export { NotAStreamError } from './event-stream.js';
export type * from './events.js';
export type { ClientOptions } from './transport.js';
`;

/** Emits the client. */
export function emitTypescriptSdk(contract: Contract): readonly GeneratedFile[] {
  return [
    { path: 'sdk/typescript/client.ts', content: clientFile(contract), ownership: 'generated' },
    { path: 'sdk/typescript/events.ts', content: eventsFile(contract), ownership: 'generated' },
    { path: 'sdk/typescript/index.ts', content: `${header('the specs')}\n${INDEX}`, ownership: 'generated' },
  ];
}
