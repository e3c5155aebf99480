/**
 * AsyncAPI 2 and 3, one file or many, as channels, messages and operations seen from the application.
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 * @see https://www.asyncapi.com/docs/migration/migrating-to-v3
 */
import type {
  Channel,
  ChannelOperation,
  ChannelParameter,
  JsonObject,
  JsonValue,
  Message,
} from '../../model/contract.js';
import { pascalCase } from '../../model/names.js';
import { asObject, asString, isArray, isObject, own } from '../json.js';
import { below, type Origin } from '../source.js';
import { nameChannelOperations, type PlacedOperation } from './channel-operation-names.js';
import { type Lowering, MOST_STEPS } from './lowering.js';
import { MessageLowering } from './message-lowering.js';

/** What an AsyncAPI document says, in the order of the document. */
export interface LoweredChannels {
  readonly title: string;
  readonly version: string;
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly operations: readonly ChannelOperation[];
}

/** A value, and where it stands once its references are followed. */
interface Placed {
  readonly value: JsonObject;
  readonly origin: Origin;
}

/** Lowers one document. */
export class AsyncapiLowering {
  readonly #lowering: Lowering;
  readonly #messages: MessageLowering;
  readonly #channels: Channel[] = [];
  readonly #operations: PlacedOperation[] = [];
  /** Names of channels by the place of each. */
  readonly #places = new Map<string, string>();

  constructor(lowering: Lowering) {
    this.#lowering = lowering;
    this.#messages = new MessageLowering(lowering, (value, origin) => this.#follow(value, origin));
  }

  /** The whole. */
  document(): LoweredChannels {
    const { main, names, dialect } = this.#lowering;
    const root = asObject(main.value);
    const origin = { file: main, pointer: '' };
    const schemas = below(below(origin, 'components'), 'schemas');
    for (const name of Object.keys(asObject(asObject(root.components).schemas)))
      names.declare(below(schemas, name));
    this.#messages.defaultContentType = asString(root.defaultContentType);
    for (const [name, value] of Object.entries(asObject(root.channels))) {
      const placed = this.#follow(value, below(below(origin, 'channels'), name));
      if (placed === undefined) continue;
      this.#places.set(placeKey(placed.origin), name);
      if (dialect === 'asyncapi-2') this.#oldChannel(name, placed);
      else this.#channel(name, placed);
    }
    if (dialect === 'asyncapi-3') {
      for (const [name, value] of Object.entries(asObject(root.operations)))
        this.#operation(name, value, below(below(origin, 'operations'), name));
    }
    names.lowerAll((place) => this.#messages.schemaAt(place));
    const info = asObject(root.info);
    return {
      title: String(info.title ?? ''),
      version: String(info.version ?? ''),
      channels: this.#channels,
      messages: this.#messages.all(),
      operations: nameChannelOperations(this.#operations, this.#lowering),
    };
  }

  #channel(name: string, { value, origin }: Placed): void {
    const messages = Object.entries(asObject(value.messages)).flatMap(([key, message]) => {
      const at = below(below(origin, 'messages'), key);
      return this.#messages.lower(message, at, { key, owner: name }) ?? [];
    });
    this.#channels.push({
      name,
      address: asString(value.address) ?? null,
      ...texts(value),
      messages,
      parameters: this.#parameters(value.parameters, below(origin, 'parameters')),
    });
  }

  /** Before version 3 the address is the channel's name, and its operations stand in it, as its clients see them. */
  #oldChannel(address: string, { value, origin }: Placed): void {
    const name = address;
    const messages = new Set<string>();
    for (const [word, action] of [
      ['publish', 'receive'],
      ['subscribe', 'send'],
    ] as const) {
      const operation = own(value, word);
      if (!isObject(operation)) continue;
      const at = below(origin, word);
      const fallback = `${word} ${address}`;
      const carried = this.#oldMessages(operation, at, asString(operation.operationId) ?? fallback);
      for (const message of carried) messages.add(message);
      this.#operations.push({
        operation: {
          name: asString(operation.operationId) ?? `${word}${pascalCase(address)}`,
          action,
          channel: name,
          messages: carried,
          ...texts(operation),
        },
        origin: at,
      });
    }
    const parameters = this.#parameters(value.parameters, below(origin, 'parameters'));
    this.#channels.push({ name, address, ...texts(value), messages: [...messages], parameters });
  }

  #oldMessages(operation: JsonObject, origin: Origin, owner: string): readonly string[] {
    const { message } = operation;
    if (message === undefined) return [];
    const at = below(origin, 'message');
    const followed = this.#follow(message, at);
    const choices = followed?.value.oneOf;
    if (followed === undefined || !isArray(choices))
      return this.#messages.lower(message, at, { owner }) ?? [];
    return choices.flatMap((one, index) => {
      const place = below(below(followed.origin, 'oneOf'), index);
      return this.#messages.lower(one, place, { owner: `${owner} ${index + 1}` }) ?? [];
    });
  }

  #parameters(value: JsonValue | undefined, origin: Origin): readonly ChannelParameter[] {
    return Object.entries(asObject(value)).flatMap(([name, one]) => {
      const placed = this.#follow(one, below(origin, name));
      if (placed === undefined) return [];
      const { description } = placed.value;
      const schema = asObject(placed.value.schema);
      const list = placed.value.enum ?? schema.enum;
      const values = isArray(list) ? list.filter((entry) => typeof entry === 'string') : undefined;
      return [
        {
          name,
          ...(typeof description === 'string' && { description }),
          ...(values !== undefined && values.length > 0 && { values }),
        },
      ];
    });
  }

  #operation(name: string, written: JsonValue, at: Origin): void {
    const placed = this.#follow(written, at);
    if (placed === undefined) return;
    const { value, origin } = placed;
    const channel = this.#channelOf(value.channel, below(origin, 'channel'));
    const { action } = value;
    if (channel === undefined || (action !== 'send' && action !== 'receive')) {
      const message = 'an operation has `action: send` or `receive`, and a `channel` of this document';
      this.#lowering.tell(origin, { code: 'structure', severity: 'error', message, on: 'key' });
      return;
    }
    const reply = this.#follow(value.reply ?? null, below(origin, 'reply'));
    const replyChannel =
      reply === undefined ? undefined : this.#channelOf(reply.value.channel, below(reply.origin, 'channel'));
    this.#operations.push({
      operation: {
        name,
        action,
        channel,
        messages: this.#messagesOf(value, origin, channel),
        ...texts(value),
        ...(reply && {
          reply: {
            ...(replyChannel !== undefined && { channel: replyChannel }),
            messages: this.#messagesOf(reply.value, reply.origin, replyChannel),
          },
        }),
      },
      origin: at,
    });
  }

  #channelOf(value: JsonValue | undefined, origin: Origin): string | undefined {
    if (value === undefined) return undefined;
    const placed = this.#follow(value, origin);
    return placed === undefined ? undefined : this.#places.get(placeKey(placed.origin));
  }

  /** The messages that an operation names, or all those of its channel. */
  #messagesOf({ messages }: JsonObject, origin: Origin, channel: string | undefined): readonly string[] {
    if (!isArray(messages)) return this.#channels.find(({ name }) => name === channel)?.messages ?? [];
    return messages.flatMap((one, index) => {
      const at = below(below(origin, 'messages'), index);
      return this.#messages.lower(one, at, { owner: channel ?? '' }) ?? [];
    });
  }

  /** The object that a value is, or leads to; undefined, and told, if there is none. */
  #follow(value: JsonValue, origin: Origin): Placed | undefined {
    let placed: { readonly value: JsonValue; readonly origin: Origin } = { value, origin };
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const reference = isObject(placed.value) ? own(placed.value, '$ref') : undefined;
      if (typeof reference !== 'string') break;
      const found = this.#lowering.follow(placed.origin, reference);
      if (found === undefined) return undefined;
      placed = { value: found.value, origin: found.target };
    }
    return isObject(placed.value) ? { value: placed.value, origin: placed.origin } : undefined;
  }
}

function placeKey({ file, pointer }: Origin): string {
  return `${file.path}#${pointer}`;
}

function texts(object: JsonObject): { readonly summary?: string; readonly description?: string } {
  const summary = asString(object.summary);
  const description = asString(object.description);
  return { ...(summary !== undefined && { summary }), ...(description !== undefined && { description }) };
}
