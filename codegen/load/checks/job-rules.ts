/** What must hold for job files, one by one and together. */
import { type Diagnostic, didYouMean } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { isAuthorName } from '../author-names.js';
import { asObject, asString, childPointer, isArray, isObject, own, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { resolveReference } from '../references.js';
import { diagnosticAt, type Origin, placeName, type SourceFile } from '../source.js';
import { SCHEMA_TYPES } from './schema-grammar.js';

const NAME_HINT = 'Use small letters, digits and `_`, with dots between the parts: `text.generate`.';

/** Families of events that the platform keeps for itself. */
const RESERVED = ['job', 'stream', 'error', 'ack', 'pong'];

/** Names that the generated client gives a meaning of its own, among the events of a stream. */
const TAKEN = ['unknown', 'open'];

/** The channels that a job file may have: what the job tells, and what it is told. */
const CHANNELS = ['events', 'inputs'];

/** Checks events, channels and schemas of job files: of those that have the structure to be read. */
export function checkJobs(project: Project, jobs: readonly SourceFile[]): readonly Diagnostic[] {
  return jobs.flatMap((file) => [
    ...channels(file),
    ...events(file),
    ...objectSchemas(project, file),
    ...inputSchemas(project, file),
  ]);
}

/** Checks the names of job types. Where one is wrong, it is not known which job types there are. */
export function checkJobNames({ jobs }: Project): readonly Diagnostic[] {
  const holders = new Map<string, Origin>();
  const prefixes = new Map<string, string>();
  return jobs.flatMap((file) => {
    const title = asString(asObject(asObject(file.value).info).title);
    if (title === undefined) return [];
    const origin = { file, pointer: '/info/title' };
    const holder = holders.get(title);
    if (holder) {
      const message = `the job type \`${title}\` is declared already, at ${placeName(holder)}`;
      return [
        diagnosticAt(origin, 'duplicate-job-type', message, { hint: 'Give one of the two another name.' }),
      ];
    }
    holders.set(title, origin);
    if (!isAuthorName(title)) {
      return [
        diagnosticAt(origin, 'job-name', `\`${title}\` cannot be the name of a job type`, {
          hint: NAME_HINT,
        }),
      ];
    }
    const prefix = title.replace(/[._]/g, '');
    const rival = prefixes.get(prefix);
    prefixes.set(prefix, title);
    if (rival !== undefined) {
      const message = `\`${title}\` and \`${rival}\` get the same names in code`;
      return [diagnosticAt(origin, 'name-collision', message, { hint: 'Rename one of the two.' })];
    }
    const base = file.path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
    if (base === title) return [];
    const message = `the file is \`${base}\`, but the job type is \`${title}\``;
    const hint = `Rename the file to \`${title}.yaml\`, or write \`title: ${base}\`.`;
    return [diagnosticAt(origin, 'job-file-name', message, { hint })];
  });
}

function* channels(file: SourceFile): Iterable<Diagnostic> {
  for (const name of Object.keys(asObject(asObject(file.value).channels))) {
    if (CHANNELS.includes(name)) continue;
    const message = `a job type has no channel \`${name}\``;
    const near = didYouMean(name, CHANNELS) ?? CHANNELS[0];
    const options = { on: 'key', hint: `Its ${near} go to the channel \`${near}\`.` } as const;
    yield diagnosticAt({ file, pointer: childPointer('/channels', name) }, 'job-channel', message, options);
  }
}

function* events(file: SourceFile): Iterable<Diagnostic> {
  const root = asObject(file.value);
  const sent = new Set<string>();
  for (const [channel, value] of Object.entries(asObject(root.channels))) {
    const messages = asObject(asObject(value).messages);
    for (const [key, message] of Object.entries(messages)) {
      const origin = {
        file,
        pointer: childPointer(childPointer(`${childPointer('/channels', channel)}`, 'messages'), key),
      };
      const reference = asString(own(asObject(message), '$ref'));
      if (reference?.startsWith('#')) sent.add(reference.slice(1));
      const target = reference?.startsWith('#') ? valueAt(file.value, reference.slice(1)) : message;
      yield* eventName(key, asObject(target), origin);
    }
  }
  if (!hasReadableChannels(file)) return;
  for (const name of Object.keys(asObject(asObject(root.components).messages))) {
    const pointer = childPointer('/components/messages', name);
    if (sent.has(pointer)) continue;
    const message = `the message \`${name}\` is in no channel, so no job can send it`;
    const hint = `Add \`${name}: { $ref: '#/components/messages/${name}' }\` to \`channels.events.messages\`.`;
    yield diagnosticAt({ file, pointer }, 'event-without-channel', message, { on: 'key', hint });
  }
}

function* eventName(key: string, message: JsonObject, origin: Origin): Iterable<Diagnostic> {
  const family = key.split('.')[0] ?? '';
  if (RESERVED.includes(family)) {
    const message = `events named \`${family}${key.includes('.') ? '.*' : ''}\` are reserved for the platform`;
    const rest = key.slice(family.length + 1);
    const hint = `Name what happens in your own words${rest === '' ? '' : `: \`${rest}\``}.`;
    yield diagnosticAt(origin, 'reserved-event', message, { on: 'key', hint });
  } else if (TAKEN.includes(key)) {
    const message = `\`${key}\` means something else in the generated client`;
    yield diagnosticAt(origin, 'reserved-event', message, { on: 'key', hint: 'Choose another name.' });
  } else if (!isAuthorName(key)) {
    yield diagnosticAt(origin, 'job-name', `\`${key}\` cannot be the name of an event`, {
      on: 'key',
      hint: NAME_HINT,
    });
  }
  const name = asString(message.name);
  if (name !== undefined && name !== key) {
    const hint = `Write \`name: ${key}\`, or leave \`name\` out.`;
    const text = `the event is \`${key}\` in its channel, but its \`name\` is \`${name}\``;
    const inline = valueAt(origin.file.value, `${origin.pointer}/name`) !== undefined;
    yield diagnosticAt(
      inline ? { ...origin, pointer: `${origin.pointer}/name` } : origin,
      'message-type',
      text,
      { hint },
    );
  }
}

/** Input, result and event data are objects, so that fields can be added to them later. */
function* objectSchemas(project: Project, file: SourceFile): Iterable<Diagnostic> {
  const root = asObject(file.value);
  const job = asObject(root['x-job']);
  const places: { value: JsonValue | undefined; pointer: string; what: string }[] = [
    { value: job.input, pointer: '/x-job/input', what: 'the input' },
    { value: job.result, pointer: '/x-job/result', what: 'the result' },
  ];
  for (const [channel, value] of Object.entries(asObject(root.channels))) {
    for (const [key, message] of Object.entries(asObject(asObject(value).messages))) {
      const reference = asString(own(asObject(message), '$ref'));
      const base = reference?.startsWith('#')
        ? reference.slice(1)
        : childPointer(`${childPointer('/channels', channel)}/messages`, key);
      const target = asObject(valueAt(file.value, base));
      if (Object.keys(target).length === 0) continue;
      places.push({
        value: own(target, 'payload'),
        pointer: `${base}/payload`,
        what: `the data of \`${key}\``,
      });
    }
  }
  for (const { value, pointer, what } of places) {
    if (value === undefined) {
      if (!pointer.endsWith('/payload')) continue;
      const hint = 'Add `payload: { type: object, … }`.';
      const place = { file, pointer: pointer.replace(/\/payload$/, '') };
      yield diagnosticAt(place, 'job-schema', `${what} is not described`, { on: 'key', hint });
      continue;
    }
    const schema = resolveSchema(project, { file, pointer }, value);
    if (schema === undefined || isObjectSchema(schema)) continue;
    const hint = 'Say `type: object`, and put the value into a property of it.';
    yield diagnosticAt({ file, pointer }, 'job-schema', `${what} must be an object`, { on: 'key', hint });
  }
}

/** An input's fields stand beside its `type`, which the bundler adds. */
function* inputSchemas(project: Project, file: SourceFile): Iterable<Diagnostic> {
  if (asObject(asObject(file.value).channels).inputs !== undefined && !takesInputs(project)) {
    const message = '`specs/asyncapi.yaml` has no channel that takes inputs';
    const hint = 'Give one of its channels `x-job-inputs: { $ref: … }`, the frame that they come in.';
    yield diagnosticAt({ file, pointer: '/channels/inputs' }, 'job-channel', message, { on: 'key', hint });
  }
  const inputs = asObject(asObject(asObject(asObject(file.value).channels).inputs).messages);
  for (const [key, message] of Object.entries(inputs)) {
    const reference = asString(own(asObject(message), '$ref'));
    const base = reference?.startsWith('#')
      ? reference.slice(1)
      : `${childPointer('/channels/inputs/messages', key)}`;
    const origin = { file, pointer: `${base}/payload` };
    const value = valueAt(file.value, origin.pointer);
    const schema = value === undefined ? undefined : asObject(resolveSchema(project, origin, value));
    if (schema === undefined) continue;
    const what = `the data of the input \`${key}\``;
    if (own(asObject(schema.properties), 'type') !== undefined) {
      const hint = "`type` is the input's name; call the property otherwise.";
      yield diagnosticAt(origin, 'job-schema', `${what} must not have a property \`type\``, {
        on: 'key',
        hint,
      });
    } else if (COMBINATORS.some((keyword) => schema[keyword] !== undefined)) {
      const hint = 'Say `type: object` and list its `properties`.';
      const message = `${what} must be one plain object`;
      yield diagnosticAt(origin, 'job-schema', message, { on: 'key', hint });
    }
  }
}

/** A document that is not there is reported as such. */
function takesInputs({ asyncapi }: Project): boolean {
  const channels = Object.values(asObject(asObject(asyncapi?.value).channels));
  return asyncapi === undefined || channels.some((one) => asObject(one)['x-job-inputs'] !== undefined);
}

/** What the bundler could not add a property to. */
const COMBINATORS = ['allOf', 'anyOf', 'oneOf'];

/** `type: object`; a type that does not exist is reported as such. */
function isObjectSchema(schema: JsonValue): boolean {
  if (!isObject(schema)) return false;
  if (schema.type === undefined) return isArray(schema.allOf);
  if (schema.type === 'object') return true;
  const types = isArray(schema.type) ? schema.type : [schema.type];
  return types.some((type) => typeof type !== 'string' || !SCHEMA_TYPES.includes(type));
}

/** Whether channels, and the messages in them, are mappings: if not, that is the mistake. */
export function hasReadableChannels(file: SourceFile): boolean {
  const { channels } = asObject(file.value);
  if (channels !== undefined && !isObject(channels)) return false;
  return Object.values(channels ?? {}).every((channel) => {
    const messages = asObject(channel).messages;
    return isObject(channel) && (messages === undefined || isObject(messages));
  });
}

function resolveSchema(project: Project, origin: Origin, value: JsonValue, depth = 0): JsonValue | undefined {
  const reference = isObject(value) ? own(value, '$ref') : undefined;
  if (typeof reference !== 'string' || depth > 20) return value;
  const resolution = resolveReference(project, origin.file, reference);
  if (resolution.kind !== 'found') return undefined;
  const { target } = resolution;
  return resolveSchema(project, target, valueAt(target.file.value, target.pointer) ?? null, depth + 1);
}
