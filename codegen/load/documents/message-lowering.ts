/** The messages of an AsyncAPI document, each once, under a name that code can have. */
import type { JsonObject, JsonSchema, JsonValue, Message } from '../../model/contract.js';
import { ownTypeName, pascalCase } from '../../model/names.js';
import { asList, asObject, asString, isObject, own, pointerSegments, valueAt } from '../json.js';
import { below, type Origin } from '../source.js';
import type { Lowering } from './lowering.js';
import { SchemaLowering } from './schema-lowering.js';

type Follow = (
  value: JsonValue,
  origin: Origin,
) => { readonly value: JsonObject; readonly origin: Origin } | undefined;

/** What a message may be called after. */
interface Occasion {
  /** Its key in the channel. */
  readonly key?: string;
  /** The channel or the operation that it is met in. */
  readonly owner: string;
}

/** Where a part of a message stands: with it, or in one of its traits. */
type PlaceOf = (key: string) => Origin;

interface Held {
  readonly wish: string;
  readonly origin: Origin;
  message: Omit<Message, 'name'>;
  name: string;
}

/** JSON Schema, as AsyncAPI has it, or as OpenAPI has it. */
const READ_FORMATS = /^application\/(vnd\.aai\.asyncapi|schema|vnd\.oai\.openapi)([+;]|$)/i;

/** The types that `contract/messages.ts` has besides the messages, and the one that its methods give. */
const MODULE_TYPES: ReadonlySet<string> = new Set(['ChannelMessages', 'Receivers', 'Senders', 'Promise']);

/** Lowers messages. */
export class MessageLowering {
  defaultContentType: string | undefined;
  readonly #lowering: Lowering;
  readonly #schemas: SchemaLowering;
  readonly #follow: Follow;
  /** By the place of each. */
  readonly #held = new Map<string, Held>();
  readonly #taken = new Set<string>();

  constructor(lowering: Lowering, follow: Follow) {
    this.#lowering = lowering;
    this.#schemas = new SchemaLowering(lowering);
    this.#follow = follow;
  }

  /** All messages so far. */
  all(): readonly Message[] {
    return [...this.#held.values()].map(({ name, message }) => ({ name, ...message }));
  }

  /** The name of the message at a place, in a list; undefined, and told, if there is none. */
  lower(value: JsonValue, at: Origin, occasion: Occasion): readonly string[] | undefined {
    const placed = this.#follow(value, at);
    if (placed === undefined) return undefined;
    const key = `${placed.origin.file.path}#${placed.origin.pointer}`;
    const known = this.#held.get(key);
    if (known !== undefined) return [known.name];
    const { message, placeOf } = this.#withTraits(placed.value, placed.origin);
    const wish = this.#wish(message, placed.origin, occasion);
    const name = this.#free(wish);
    if (name !== wish) {
      const why = MODULE_TYPES.has(wish)
        ? `\`${wish}\` is a name that generated code has already`
        : `another message is called \`${wish}\` too`;
      const text = `${why}: this one is \`${name}\``;
      this.#lowering.tell(placed.origin, { code: 'name-collision', message: text, on: 'key' });
    }
    const held: Held = {
      wish,
      name,
      origin: placed.origin,
      message: this.#message(message, placeOf, name),
    };
    this.#held.set(key, held);
    return [name];
  }

  /** The schema at a place, in AsyncAPI's dialect or in that of the format that stands beside it. */
  schemaAt(origin: Origin): JsonSchema {
    return this.#schemas.lower(valueAt(origin.file.value, origin.pointer) ?? true, origin);
  }

  #message(message: JsonObject, placeOf: PlaceOf, name: string): Omit<Message, 'name'> {
    const contentType = asString(message.contentType) ?? this.defaultContentType;
    const headers = message.headers;
    const summary = asString(message.summary);
    const description = asString(message.description);
    const examples = asList(message.examples);
    return {
      eventType: asString(message.name) ?? name,
      role: 'event',
      ...(summary !== undefined && { summary }),
      ...(description !== undefined && { description }),
      payload: this.#payload(message, placeOf('payload'), name),
      ...(headers !== undefined && {
        headers: this.#schema(headers, placeOf('headers'), `${name}Headers`),
      }),
      ...(contentType !== undefined && { contentType }),
      examples: examples.flatMap((example) => asObject(example).payload ?? []),
    };
  }

  #payload(message: JsonObject, at: Origin, name: string): JsonSchema {
    const { payload } = message;
    if (payload === undefined) return true;
    // Version 3 puts format and schema into one object; version 2 has the format beside the payload.
    const isWrapped =
      isObject(payload) && typeof payload.schemaFormat === 'string' && payload.schema !== undefined;
    const format = isWrapped ? asString(payload.schemaFormat) : asString(message.schemaFormat);
    if (format !== undefined && !READ_FORMATS.test(format)) {
      this.#lowering.tell(at, {
        code: 'unsupported',
        message: `payloads in \`${format}\` are not read: any value is allowed`,
        hint: 'Describe it in JSON Schema.',
        on: 'key',
      });
      return true;
    }
    if (isWrapped) return this.#schema(payload.schema ?? true, below(at, 'schema'), name);
    return this.#schema(payload, at, name);
  }

  /** A schema by name: what stands inline is called after its message. */
  #schema(value: JsonValue, origin: Origin, name: string): JsonSchema {
    if (!isObject(value)) return this.#schemas.lower(value, origin);
    const isReference = typeof value.$ref === 'string' && Object.keys(value).length === 1;
    if (isReference) return this.#schemas.lower(value, origin);
    return this.#lowering.names.reference(origin, name);
  }

  /** A message has what its traits have, unless it says so itself (AsyncAPI 3, section 4.5). */
  #withTraits(
    message: JsonObject,
    origin: Origin,
  ): { readonly message: JsonObject; readonly placeOf: PlaceOf } {
    const written = asList(message.traits);
    const traits = written.flatMap(
      (one, index) => this.#follow(one, below(below(origin, 'traits'), index)) ?? [],
    );
    const parts = [...traits, { value: message, origin }];
    return {
      message: Object.assign({}, ...parts.map(({ value }) => value)) as JsonObject,
      placeOf: (key) => {
        const part = parts.findLast(({ value }) => own(value, key) !== undefined);
        return below(part?.origin ?? origin, key);
      },
    };
  }

  #wish(message: JsonObject, { pointer }: Origin, { key, owner }: Occasion): string {
    const [first, section, component] = pointerSegments(pointer);
    const isComponent = first === 'components' && section === 'messages';
    const candidates = [
      isComponent ? component : undefined,
      asString(message.messageId),
      asString(message.name),
      key,
      asString(message.title),
      `${owner} message`,
    ];
    const wish = candidates.find((one) => one !== undefined && pascalCase(one) !== '') ?? 'Message';
    const name = ownTypeName(wish);
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  #free(wish: string): string {
    let name = wish;
    for (let number = 2; MODULE_TYPES.has(name) || this.#taken.has(name.toLowerCase()); number += 1)
      name = `${wish}_${number}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}
