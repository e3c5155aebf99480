/** What must hold between channels, operations and messages of `asyncapi.yaml`, and between them and OpenAPI. */
import type { Diagnostic } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { asList, asObject, asString, childPointer, isObject, own, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { resolveReference } from '../references.js';
import { diagnosticAt, type Origin, placeName, type SourceFile } from '../source.js';
import { hasReadableChannels } from './job-rules.js';
import { compareTemplate } from './path-template.js';
import type { Structure, Visit } from './structure.js';

/** Checks that every message is sent somewhere, under the name that its payload says. */
export function checkEvents(
  project: Project,
  { visits, diagnostics, misshapen }: Structure,
): readonly Diagnostic[] {
  const { asyncapi } = project;
  if (!asyncapi) return [];
  return [
    ...(misshapen.has(asyncapi.path) ? [] : unsentMessages(asyncapi)),
    ...operationMessages(asyncapi),
    ...addressParameters(asyncapi),
    ...messageTypes(project, asyncapi),
    // In a document with other mistakes a message may be there, but not be read as one.
    ...(diagnostics.some(({ file }) => file === asyncapi.path)
      ? []
      : unionBranches(project, asyncapi, visits)),
  ];
}

function channelsOf(file: SourceFile): readonly (readonly [string, JsonObject])[] {
  return Object.entries(asObject(asObject(file.value).channels)).map(([name, value]) => [
    name,
    asObject(value),
  ]);
}

function* unsentMessages(file: SourceFile): Iterable<Diagnostic> {
  if (!hasReadableChannels(file)) return;
  const sent = new Set<string>();
  for (const [, channel] of channelsOf(file)) {
    for (const message of Object.values(asObject(channel.messages)))
      sent.add(asString(own(asObject(message), '$ref')) ?? '');
  }
  for (const name of Object.keys(asObject(asObject(asObject(file.value).components).messages))) {
    const pointer = childPointer('/components/messages', name);
    if (sent.has(`#${pointer}`)) continue;
    const message = `the message \`${name}\` is in no channel, so nobody sends it`;
    const hint = `Add \`${name}: { $ref: '#/components/messages/${name}' }\` to the \`messages\` of its channel.`;
    yield diagnosticAt({ file, pointer }, 'event-without-channel', message, { on: 'key', hint });
  }
}

/** An operation's messages are those of its channel, referred to where they stand in the channel. */
function* operationMessages(file: SourceFile): Iterable<Diagnostic> {
  for (const [name, value] of Object.entries(asObject(asObject(file.value).operations))) {
    const operation = asObject(value);
    const channel = asString(asObject(operation.channel).$ref);
    if (channel === undefined) continue;
    for (const [index, message] of asList(operation.messages).entries()) {
      const reference = asString(own(asObject(message), '$ref'));
      // A dangling one is reported as such.
      if (reference === undefined || valueAt(file.value, reference.slice(1)) === undefined) continue;
      if (reference.startsWith(`${channel}/messages/`)) continue;
      const origin = { file, pointer: `${childPointer('/operations', name)}/messages/${index}/$ref` };
      const text = `\`${reference}\` is not a message of the operation's channel`;
      const hint = `Write \`$ref: '${channel}/messages/${reference.split('/').at(-1)}'\`.`;
      yield diagnosticAt(origin, 'event-without-channel', text, { hint });
    }
  }
}

function* addressParameters(file: SourceFile): Iterable<Diagnostic> {
  for (const [name, channel] of channelsOf(file)) {
    const address = asString(channel.address);
    // A mistyped `address` is reported as such.
    if (address === undefined) continue;
    const base = childPointer('/channels', name);
    const { missing, surplus } = compareTemplate(address, Object.keys(asObject(channel.parameters)));
    for (const {
      name: parameter,
      hint = `Add \`${parameter}\` to the channel's \`parameters\`.`,
    } of missing) {
      const message = `no parameter describes \`{${parameter}}\``;
      yield diagnosticAt({ file, pointer: `${base}/address` }, 'path', message, { hint });
    }
    for (const parameter of surplus) {
      const origin = { file, pointer: childPointer(`${base}/parameters`, parameter) };
      yield diagnosticAt(origin, 'path', `the address has no \`{${parameter}}\``, { on: 'key' });
    }
  }
}

/** `name: job.status` and the payload's `type: { const: job.status }` are one fact. */
function* messageTypes(project: Project, file: SourceFile): Iterable<Diagnostic> {
  for (const [key, value] of Object.entries(asObject(asObject(asObject(file.value).components).messages))) {
    const message = asObject(value);
    const name = asString(message.name);
    const origin = { file, pointer: childPointer('/components/messages', key) };
    const type = typeOfPayload(project, origin, own(message, 'payload'));
    if (name === undefined || type === undefined || name === type) continue;
    const text = `the message's \`name\` is \`${name}\`, but the \`type\` in its payload is \`${type}\``;
    yield diagnosticAt({ file, pointer: `${origin.pointer}/name` }, 'message-type', text, {
      hint: `Write \`name: ${type}\`.`,
    });
  }
}

/** Every reserved event in the union that the event stream carries is a message of AsyncAPI. */
function* unionBranches(
  project: Project,
  asyncapi: SourceFile,
  visits: readonly Visit[],
): Iterable<Diagnostic> {
  const types = new Set<string>();
  for (const [key, value] of Object.entries(
    asObject(asObject(asObject(asyncapi.value).components).messages),
  )) {
    const origin = { file: asyncapi, pointer: childPointer('/components/messages', key) };
    const type =
      typeOfPayload(project, origin, own(asObject(value), 'payload')) ?? asString(asObject(value).name);
    if (type !== undefined) types.add(type);
  }
  for (const { kind, node, origin } of visits) {
    if (kind !== 'SchemaObject' || !isObject(node['x-job-events'])) continue;
    for (const [index, branch] of asList(node.oneOf).entries()) {
      const place = { file: origin.file, pointer: `${origin.pointer}/oneOf/${index}` };
      const type = typeOfSchema(project, place, branch);
      if (type === undefined || types.has(type)) continue;
      const message = `no message of ${placeName({ file: asyncapi, pointer: '/components/messages' })} has the type \`${type}\``;
      const hint = 'Add a message with this payload, and put it into the channel of the event stream.';
      yield diagnosticAt(place, 'event-without-channel', message, { hint });
    }
  }
}

function typeOfPayload(
  project: Project,
  message: Origin,
  payload: JsonValue | undefined,
): string | undefined {
  return typeOfSchema(project, { file: message.file, pointer: `${message.pointer}/payload` }, payload);
}

/** The constant of a schema's property `type`. */
export function typeOfSchema(
  project: Project,
  origin: Origin,
  value: JsonValue | undefined,
  depth = 0,
): string | undefined {
  const schema = asObject(value);
  const reference = own(schema, '$ref');
  if (typeof reference === 'string' && depth < 20) {
    const resolution = resolveReference(project, origin.file, reference);
    if (resolution.kind !== 'found') return undefined;
    const { target } = resolution;
    return typeOfSchema(project, target, valueAt(target.file.value, target.pointer), depth + 1);
  }
  return asString(asObject(asObject(schema.properties).type).const);
}
