/** What a mock answers: the document's examples, or values of its schemas. */
import { isEventStream, isJson, isLines } from '../emit/media-types.js';
import type { Contract, JsonValue, MediaType, Operation, Response } from '../model/contract.js';
import type { Answer } from '../runtime/server/express/answer.js';
import { sampleValue } from '../sample/sample-value.js';

/** How streams go. */
export interface Pace {
  /** Between two events or items, in milliseconds. */
  readonly milliseconds: number;
  /** So many, and the stream ends. */
  readonly events: number;
}

/** What a client asks for. */
export interface Wish {
  /** `Prefer: code=404`: the status to answer with. */
  readonly status?: number | undefined;
  /** `Last-Event-ID`: events after this one. */
  readonly lastEventId?: string | undefined;
  /** Of these content types, the one that the client takes best; undefined if none. */
  readonly choose: (contentTypes: readonly string[]) => string | undefined;
}

/** Makes answers of a contract's operations. */
export class Answers {
  readonly #schemas: Contract['schemas'];
  readonly #pace: Pace;

  constructor({ schemas }: Contract, pace: Pace) {
    this.#schemas = schemas;
    this.#pace = pace;
  }

  /** The answer that is wished for, or the first success; undefined if the operation has none such. */
  of({ responses }: Operation, wish: Wish): Answer | undefined {
    const response = wish.status === undefined ? firstSuccess(responses) : responseOf(responses, wish.status);
    if (response === undefined) return undefined;
    const status = wish.status ?? statusOf(response);
    const head = { status, headers: this.#headers(response) };
    const types = response.content.map(({ contentType }) => contentType);
    const chosen = types.length === 0 ? undefined : wish.choose(types);
    const media = response.content.find(({ contentType }) => contentType === chosen) ?? response.content[0];
    if (media === undefined || status === 204 || status === 304) return head;
    const contentType = media.contentType.includes('*') ? 'application/octet-stream' : media.contentType;
    return { ...head, contentType, body: this.#body(media, wish.lastEventId) };
  }

  /** A body of what the service itself sends, as JSON; undefined if it is none. */
  sent({ requestBody }: Operation): JsonValue | undefined {
    const media = requestBody?.content.find(isJson);
    return media && (media.examples?.[0] ?? this.#sample(media.schema));
  }

  #headers({ headers }: Response): Readonly<Record<string, JsonValue>> {
    const entries = headers.flatMap(({ name, schema }) => {
      const value = isOfTheBody(name) ? undefined : this.#sample(schema);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries);
  }

  #body(media: MediaType, lastEventId?: string): unknown {
    const { contentType, schema, examples = [] } = media;
    if (isEventStream(media)) return this.#events(media, Number(lastEventId));
    if (isLines(media)) return this.#items(media);
    const value = examples[0] ?? this.#sample(schema);
    if (isJson(media)) return value;
    if (/^text\/|xml|yaml|csv/.test(contentType)) return typeof value === 'string' ? value : 'text';
    return Buffer.from(typeof value === 'string' ? value : 'bytes');
  }

  /** Each kind of event in turn, numbered, so that a client can go on after one. */
  async *#events({ events = [], itemSchema = true }: MediaType, last: number): AsyncGenerator<object> {
    const first = last > 0 ? Math.floor(last) : 0;
    for (let number = first; number < this.#pace.events; number += 1) {
      if (number > first) await pause(this.#pace.milliseconds);
      const kind = events[number % Math.max(1, events.length)];
      const data = this.#sample(kind?.data ?? itemSchema);
      yield { id: String(number + 1), data, ...(kind?.event !== undefined && { event: kind.event }) };
    }
  }

  async *#items({ itemSchema = true }: MediaType): AsyncGenerator<unknown> {
    for (let number = 0; number < this.#pace.events; number += 1) {
      if (number > 0) await pause(this.#pace.milliseconds);
      yield this.#sample(itemSchema);
    }
  }

  #sample(schema: MediaType['schema']): JsonValue | undefined {
    return sampleValue(schema ?? true, { schemas: this.#schemas, direction: 'response' });
  }
}

/** Whether a header says how the body is sent: the server itself writes it. Those of the connection are in no contract. */
export function isOfTheBody(header: string): boolean {
  return /^(content-(length|encoding|range|md5)|trailer|upgrade)$/i.test(header);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function firstSuccess(responses: readonly Response[]): Response | undefined {
  return (
    responses.find(({ status }) => /^2/.test(status)) ?? responses.find(({ status }) => status !== '101')
  );
}

/** The most exact one for a status: `404`, `4XX`, `default`. */
function responseOf(responses: readonly Response[], status: number): Response | undefined {
  const names = [String(status), `${Math.floor(status / 100)}XX`, 'default'];
  return names.flatMap(
    (name) => responses.find((one) => one.status.toUpperCase() === name.toUpperCase()) ?? [],
  )[0];
}

function statusOf({ status }: Response): number {
  if (/^\d+$/.test(status)) return Number(status);
  return status === 'default' ? 200 : Number(status.charAt(0)) * 100;
}
