/** Reads `specs/jobs/*.yaml` into job types and their events. */
import type { Bundler } from '../load/bundle.js';
import {
  asList,
  asObject,
  asString,
  childPointer,
  isArray,
  isObject,
  pascalCase,
  valueAt,
} from '../load/json.js';
import type { Project } from '../load/project.js';
import { resolveReference } from '../load/references.js';
import type { Origin, SourceFile } from '../load/source.js';
import type { JobType, JsonObject, JsonSchema, JsonValue } from './contract.js';

/** What holds where `x-job` is silent. */
const DEFAULTS = {
  queueTimeoutSeconds: 600,
  concurrency: 4,
  maxAttempts: 3,
  bodyLimitBytes: 1_048_576,
  resultTtlSeconds: 604_800,
};

/** An event as its job file declares it. */
export interface DeclaredEvent {
  readonly name: string;
  /** `TextGenerateToken`. */
  readonly messageName: string;
  readonly title?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly data: JsonSchema;
  /** Named examples of the data. */
  readonly examples: readonly JsonObject[];
  readonly origin: Origin;
}

/** An input as its job file declares it: the same, `data` with the input's name as its `type`. */
export type DeclaredInput = DeclaredEvent;

/** A job type with its events and inputs in full. */
export interface DeclaredJobType extends Omit<JobType, 'events' | 'inputs'> {
  readonly events: readonly DeclaredEvent[];
  readonly inputs: readonly DeclaredInput[];
  readonly file: SourceFile;
}

/** The prefix of a job file's schema names, by the file's path. */
export function schemaPrefixes(project: Project): ReadonlyMap<string, string> {
  return new Map(project.jobs.map((file) => [file.path, pascalCase(jobTypeName(file))]));
}

/** `info.title`, or the file's name where that is missing. */
function jobTypeName(file: SourceFile): string {
  const title = asString(asObject(asObject(file.value).info).title);
  return title ?? file.path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
}

/** Reads all job types, by name. */
export function readJobTypes(project: Project, bundler: Bundler): readonly DeclaredJobType[] {
  const names = new Set<string>();
  const types: DeclaredJobType[] = [];
  for (const file of project.jobs) {
    const name = jobTypeName(file);
    // Two files whose names are one in code are reported by the checks; the first one stands for both.
    if (names.has(pascalCase(name))) continue;
    names.add(pascalCase(name));
    types.push(readJobType(project, bundler, file, name));
  }
  return types.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readJobType(project: Project, bundler: Bundler, file: SourceFile, name: string): DeclaredJobType {
  const root = asObject(file.value);
  const info = asObject(root.info);
  const job = asObject(root['x-job']);
  const pascalName = pascalCase(name);
  const schema = (key: string, suffix: string): JsonSchema =>
    job[key] === undefined
      ? true
      : bundler.named({ file, pointer: `/x-job/${key}` }, `${pascalName}${suffix}`);
  // Schemas that nothing refers to are part of the contract as well: they were written to be named.
  for (const key of Object.keys(asObject(asObject(root.components).schemas))) {
    bundler.named({ file, pointer: childPointer('/components/schemas', key) });
  }
  return {
    name,
    pascalName,
    version: asString(info.version) ?? '0.0.0',
    description: asString(info.description) ?? '',
    source: file.path,
    file,
    input: schema('input', 'Input'),
    result: schema('result', 'Result'),
    ...(job.checkpoint !== undefined && { checkpoint: schema('checkpoint', 'Checkpoint') }),
    events: readMessages(project, file, 'events', (name, payload) => {
      const messageName = `${pascalName}${pascalCase(name)}`;
      const data = payload === undefined ? { type: 'object' } : bundler.named(payload, `${messageName}Data`);
      return { messageName, data };
    }),
    inputs: readMessages(project, file, 'inputs', (name, payload) => {
      const messageName = `${pascalName}${pascalCase(name)}Input`;
      const change = (schema: JsonObject) => withType(schema, name);
      const data =
        payload === undefined ? change({}) : bundler.variant(payload, `${messageName}Data`, change);
      return { messageName, data };
    }),
    timeoutSeconds: numberOr(job.timeout, 1),
    queueTimeoutSeconds: numberOr(job.queueTimeout, DEFAULTS.queueTimeoutSeconds),
    concurrency: numberOr(job.concurrency, DEFAULTS.concurrency),
    maxAttempts: numberOr(asObject(job.retry).maxAttempts, DEFAULTS.maxAttempts),
    sync: job.sync === true,
    bodyLimitBytes: numberOr(job.bodyLimit, DEFAULTS.bodyLimitBytes),
    resultTtlSeconds: numberOr(job.resultTtl, DEFAULTS.resultTtlSeconds),
    examples: isArray(job.examples) ? job.examples.filter(isObject) : [],
  };
}

function numberOr(value: JsonValue | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

/** An input's data: its own fields, and its name by which a reader tells it from others. */
function withType(schema: JsonObject, name: string): JsonObject {
  const { properties, required, examples, ...rest } = schema;
  const type = { type: 'string', const: name, description: `Always \`${name}\`.`, examples: [name] };
  return {
    type: 'object',
    ...rest,
    required: ['type', ...asList(required)],
    properties: { type, ...asObject(properties) },
    ...(isArray(examples) && {
      examples: examples.map((example) => ({ type: name, ...asObject(example) })),
    }),
  };
}

/** Where the messages of a job file's channel stand, by their names, references between them resolved. */
function messageOrigins(project: Project, file: SourceFile, isOwn: (channel: string) => boolean) {
  const found = new Map<string, Origin>();
  for (const [channel, value] of Object.entries(asObject(asObject(file.value).channels))) {
    if (!isOwn(channel)) continue;
    const messages = childPointer(childPointer('/channels', channel), 'messages');
    for (const key of Object.keys(asObject(asObject(value).messages))) {
      let origin: Origin = { file, pointer: childPointer(messages, key) };
      const reference = asString(asObject(valueAt(file.value, origin.pointer)).$ref);
      if (reference !== undefined) {
        const resolution = resolveReference(project, file, reference);
        if (resolution.kind !== 'found') continue;
        origin = resolution.target;
      }
      const name = asString(asObject(valueAt(origin.file.value, origin.pointer)).name) ?? key;
      if (!found.has(name)) found.set(name, origin);
    }
  }
  return found;
}

/** Names a message and its data, whose schema stands at `payload`, if anywhere. */
type NameMessage = (name: string, payload: Origin | undefined) => Pick<DeclaredEvent, 'messageName' | 'data'>;

function readMessages(
  project: Project,
  file: SourceFile,
  kind: 'events' | 'inputs',
  nameMessage: NameMessage,
): readonly DeclaredEvent[] {
  // A mistyped channel is reported as such; its messages are taken for events.
  const isOwn = (channel: string) => (channel === 'inputs') === (kind === 'inputs');
  return [...messageOrigins(project, file, isOwn)].map(([name, origin]) => {
    const message = asObject(valueAt(origin.file.value, origin.pointer));
    const text = (key: 'title' | 'summary' | 'description') => {
      const value = asString(message[key]);
      return value === undefined ? {} : { [key]: value };
    };
    const payload = { file: origin.file, pointer: `${origin.pointer}/payload` };
    return {
      name,
      ...nameMessage(name, message.payload === undefined ? undefined : payload),
      ...text('title'),
      ...text('summary'),
      ...text('description'),
      examples: isArray(message.examples) ? message.examples.filter(isObject) : [],
      origin,
    };
  });
}
