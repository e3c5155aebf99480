/** The published documents: self-contained, without the compiler's own markers. */
import { asList, asObject, asString, isArray, isObject, valueAt } from '../load/json.js';
import type { Origin, SourceFile } from '../load/source.js';
import type { JsonObject, JsonSchema, JsonValue } from './contract.js';
import type { JobMessage } from './events.js';
import { schemaNameOf } from './schema-references.js';

/** All named schemas, extension points applied. */
export type Schemas = { readonly [name: string]: JsonSchema };

/** OpenAPI 3.1 with the schemas that it uses. */
export function openapiDocument(copy: JsonObject, schemas: Schemas, always: ReadonlySet<string>): JsonObject {
  return withSchemas(copy, reachable(copy, schemas, always));
}

/**
 * The same as OpenAPI 3.2, which has a word for the items of a stream. An item of `text/event-stream` is an object of
 * the frame's fields, `data` being JSON in a string.
 * @see https://spec.openapis.org/oas/v3.2.0.html#special-considerations-for-text-event-stream-content
 */
export function openapi32Document(document: JsonObject): JsonObject {
  return { ...asObject(mapObjects(document, streamItems)), openapi: '3.2.0' };
}

function streamItems(object: JsonObject): JsonObject {
  const { 'x-itemSchema': item, schema, ...rest } = object;
  if (item === undefined) return object;
  const description = asString(asObject(schema).description);
  const itemSchema: JsonObject = {
    type: 'object',
    ...(description !== undefined && { description }),
    required: ['data'],
    properties: {
      id: {
        type: 'string',
        description: 'Where to resume after this event: the `Last-Event-ID` of the next request.',
      },
      event: { type: 'string', description: "The event's type, the same as in `data`." },
      data: { type: 'string', contentMediaType: 'application/json', contentSchema: item },
      retry: {
        type: 'integer',
        minimum: 0,
        description: 'How many milliseconds to wait before a new connection.',
      },
    },
  };
  return { itemSchema, ...rest };
}

/** AsyncAPI 3 with the schemas that it uses, and the job types' messages in the channels that ask for them. */
export function asyncapiDocument(
  copy: JsonObject,
  schemas: Schemas,
  always: ReadonlySet<string>,
  messages: JobMessages,
  origins: WeakMap<object, Origin>,
): JsonObject {
  const joined = joinMessages(copy, messages, origins);
  // AsyncAPI's `discriminator` is a property's name; the `const` of each branch says the same.
  const strip = (object: JsonObject): JsonObject => {
    if (!isObject(object.discriminator) || !isArray(object.oneOf)) return object;
    const { discriminator: _, ...rest } = object;
    return rest;
  };
  return asObject(mapObjects(withSchemas(joined, reachable(joined, schemas, always)), strip));
}

/** What job types add to the channels that ask for it. */
export interface JobMessages {
  readonly events: readonly JobMessage[];
  readonly inputs: readonly JobMessage[];
}

function joinMessages(copy: JsonObject, messages: JobMessages, origins: WeakMap<object, Origin>): JsonObject {
  const channels: Record<string, JsonValue> = {};
  const joined = new Map<string, JobMessages>();
  for (const [name, channel] of Object.entries(asObject(copy.channels))) {
    const { 'x-job-events': takesEvents, 'x-job-inputs': takesInputs, ...rest } = asObject(channel);
    const own = messagesFor(messages, takesEvents === true, takesInputs !== undefined);
    const isJoined = takesEvents === true || takesInputs !== undefined;
    channels[name] = isJoined
      ? { ...rest, messages: channelMessages(rest, [...own.events, ...own.inputs]) }
      : rest;
    if (isJoined) joined.set(name, own);
  }
  if (joined.size === 0) return { ...copy, ...(copy.channels !== undefined && { channels }) };
  const operations = Object.entries(asObject(copy.operations)).flatMap(([name, operation]) => {
    const own = joinOperation(asObject(operation), joined);
    return own === undefined ? [] : [[name, own] as const];
  });
  const components = asObject(copy.components);
  const correlationId = commonCorrelationId(messagesOf(copy, joined.keys()));
  const added = new Set([...joined.values()].flatMap(({ events, inputs }) => [...events, ...inputs]));
  const own = [...messages.events, ...messages.inputs]
    .filter((message) => added.has(message))
    .map((message): [string, JsonValue] => {
      const object = messageObject(message, message.role === 'event' ? correlationId : undefined);
      origins.set(object, message.origin);
      return [message.name, object];
    });
  return {
    ...copy,
    channels,
    ...(copy.operations !== undefined && { operations: Object.fromEntries(operations) }),
    components: { ...components, messages: { ...asObject(components.messages), ...Object.fromEntries(own) } },
  };
}

/** A channel that takes inputs is for the jobs that read them: it carries the events of no other type. */
function messagesFor(
  { events, inputs }: JobMessages,
  takesEvents: boolean,
  takesInputs: boolean,
): JobMessages {
  const interactive = new Set(inputs.map(({ jobType }) => jobType));
  const isCarried = ({ jobType }: JobMessage) => takesEvents && (!takesInputs || interactive.has(jobType));
  return { events: events.filter(isCarried), inputs: takesInputs ? inputs : [] };
}

function channelMessages(channel: JsonObject, messages: readonly JobMessage[]): JsonObject {
  const own = messages.map(({ name }): [string, JsonValue] => [
    name,
    { $ref: `#/components/messages/${name}` },
  ]);
  return { ...asObject(channel.messages), ...Object.fromEntries(own) };
}

/** With what job types add to it; undefined if it is for inputs, and there are none. */
function joinOperation(
  operation: JsonObject,
  joined: ReadonlyMap<string, JobMessages>,
): JsonObject | undefined {
  const { 'x-job-inputs': takesInputs, ...rest } = operation;
  const channel = /^#\/channels\/(.+)$/.exec(asString(asObject(operation.channel).$ref) ?? '')?.[1];
  const added = channel === undefined ? undefined : joined.get(channel);
  if (takesInputs === true && (added?.inputs.length ?? 0) === 0) return undefined;
  if (added === undefined || (operation.action !== 'send' && takesInputs !== true)) return rest;
  const messages = takesInputs === true ? added.inputs : added.events;
  const own = messages.map(({ name }) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
  return { ...rest, messages: [...asList(rest.messages), ...own] };
}

/** The messages that the document itself declares for some of its channels. */
function messagesOf(document: JsonObject, channels: Iterable<string>): readonly JsonObject[] {
  const declared = [...channels].map((name) =>
    asObject(asObject(asObject(document.channels)[name]).messages),
  );
  return declared.flatMap(Object.values).map((message) => {
    const reference = asString(asObject(message).$ref);
    return asObject(reference === undefined ? message : valueAt(document, reference.slice(1)));
  });
}

/** What all events beside them are correlated by also correlates those of the job types; frames name no job. */
function commonCorrelationId(messages: readonly JsonObject[]): JsonValue | undefined {
  const ids = messages.map((message) => message.correlationId).filter((id) => id !== undefined);
  return ids.every((id) => JSON.stringify(id) === JSON.stringify(ids[0])) ? ids[0] : undefined;
}

function messageObject(message: JobMessage, correlationId: JsonValue | undefined): JsonObject {
  return {
    name: message.eventType,
    ...(message.title !== undefined && { title: message.title }),
    ...(message.summary !== undefined && { summary: message.summary }),
    ...(message.description !== undefined && { description: message.description }),
    contentType: 'application/json',
    ...(correlationId !== undefined && { correlationId }),
    payload: message.payload,
    ...(message.namedExamples.length > 0 && { examples: message.namedExamples }),
  };
}

function withSchemas(document: JsonObject, schemas: Schemas): JsonObject {
  return { ...document, components: { ...asObject(document.components), schemas } };
}

/** The schemas that a document refers to, over any number of steps, in the order of `schemas`. */
function reachable(document: JsonObject, schemas: Schemas, always: ReadonlySet<string>): Schemas {
  const seen = new Set<string>();
  const visit = (value: JsonValue | undefined): void => {
    if (typeof value === 'string') {
      const name = schemaNameOf(value);
      if (name !== undefined) take(name);
    } else if (isArray(value)) value.forEach(visit);
    else if (isObject(value)) Object.values(value).forEach(visit);
  };
  const take = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    visit(schemas[name]);
  };
  visit(document);
  for (const name of always) take(name);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => seen.has(name)));
}

/** Changes objects at any depth. What has no change in it stays the same object: its place in the sources is known. */
function mapObjects(value: JsonValue, change: (object: JsonObject) => JsonObject): JsonValue {
  if (isArray(value)) {
    const items = value.map((child) => mapObjects(child, change));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isObject(value)) return value;
  const changed = change(value);
  const entries = Object.entries(changed).map(([key, child]) => [key, mapObjects(child, change)] as const);
  const same = changed === value && entries.every(([key, child]) => child === value[key]);
  return same ? value : Object.fromEntries(entries);
}

/** Names of the schemas that a document itself declares: published whether used or not. */
export function declaredSchemas(file: SourceFile): ReadonlySet<string> {
  return new Set(Object.keys(asObject(asObject(asObject(file.value).components).schemas)));
}
