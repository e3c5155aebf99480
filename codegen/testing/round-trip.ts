/** For tests: the server and the client that a document gives, one calling the other with what the document describes. */
import { isDeepStrictEqual } from 'node:util';
import { fileFields } from '../emit/document-server/form-files.js';
import { isUnsaidJson } from '../emit/document-server/schema-view.js';
import type {
  Contract,
  JsonObject,
  JsonSchema,
  JsonValue,
  MediaType,
  Operation,
  Response,
} from '../model/contract.js';
import { sampleValue } from '../sample/sample-value.js';
import { documentOutput, importModule, serveOutput } from './document.js';
import { mutations } from './mutations.js';

/** What became of a round trip. */
export interface RoundTripReport {
  /** Calls that arrived as they were sent, and whose answers came back so. */
  readonly accepted: number;
  /** Wrong requests that were refused, at the right place. */
  readonly refused: number;
  /** Operations of which no right request or answer could be made. */
  readonly skipped: readonly string[];
  /** What should have been otherwise. */
  readonly faults: readonly string[];
}

type Validators = Readonly<Record<string, () => Promise<OperationChecks>>>;
type Check = (value: unknown) => boolean;

interface OperationChecks {
  readonly body?: Readonly<Record<string, Check>>;
  readonly responses: Readonly<Record<string, { readonly body?: Readonly<Record<string, Check>> }>>;
}

interface Parts {
  readonly path: object;
  readonly query: object;
  readonly headers: object;
  readonly cookies: object;
  readonly body?: unknown;
  readonly contentType?: string;
}

type Method = (parts?: object) => Promise<unknown>;
type Client = Readonly<Record<string, Readonly<Record<string, Method>>>>;

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** Calls each operation, and then again with mistakes. */
export async function roundTrip(contract: Contract): Promise<RoundTripReport> {
  await using output = await documentOutput(contract);
  const { operationValidators } = await importModule<{ operationValidators: Validators }>(
    output,
    'contract/validators/operations.js',
  );
  const trip = new Trip(contract, operationValidators);
  await using server = await serveOutput(output, trip.handlers(), {
    authenticate: () => ({}),
    validateResponses: true,
    onBrokenAnswer: (broken: object) => trip.fault(`broken answer ${JSON.stringify(broken)}`),
  });
  const { createClient } = await importModule<{ createClient: (options: object) => Client }>(
    output,
    'client/index.ts',
  );
  const client = createClient({
    baseUrl: server.url,
    fetch: trip.fetch,
    maxRetries: 0,
    validate: operationValidators,
  });
  for (const operation of contract.operations) await trip.call(operation, client);
  return trip.report;
}

class Trip {
  readonly report = { accepted: 0, refused: 0, skipped: [] as string[], faults: [] as string[] };
  readonly #contract: Contract;
  readonly #validators: Validators;
  #received: Parts | undefined;
  #sent: Sent | undefined;

  constructor(contract: Contract, validators: Validators) {
    this.#contract = contract;
    this.#validators = validators;
  }

  readonly fetch = (input: string | URL | Request, init: RequestInit = {}): Promise<globalThis.Response> => {
    this.#sent = { url: input instanceof Request ? input.url : String(input), init };
    return fetch(input, init);
  };

  fault(text: string): void {
    this.report.faults.push(text);
  }

  /** Handlers that answer what the document has for a success. */
  handlers(): object {
    const entries = this.#contract.operations.map((operation) => {
      const handle = async (request: Parts) => {
        this.#received = request;
        return (await this.#answer(operation)) ?? { status: 500 };
      };
      return [operation.operationId, handle] as const;
    });
    return Object.fromEntries(entries);
  }

  async call(operation: Operation, client: Client): Promise<void> {
    const { operationId } = operation;
    const body = await this.#body(operation);
    // `fetch` sends no body with GET.
    const isUnsendable = ['get', 'head'].includes(operation.method) && body?.body !== undefined;
    if (isUnsendable || body === undefined || (await this.#answer(operation)) === undefined) {
      this.report.skipped.push(operationId);
      return;
    }
    const method = client[operation.sdkGroup]?.[operation.sdkMethod];
    if (method === undefined) return this.fault(`${operationId}: the client has no such method`);
    // Examples of parameters may be wrong: then what is made of their schemas must do.
    const errors = [
      await this.#attempt(client[operation.sdkGroup], method, {
        ...this.#parameters(operation, true),
        ...body,
      }),
    ];
    if (errors[0] !== undefined)
      errors.push(
        await this.#attempt(client[operation.sdkGroup], method, {
          ...this.#parameters(operation, false),
          ...body,
        }),
      );
    const error = errors.at(-1);
    if (error !== undefined) return this.fault(`${operationId}: ${error}`);
    this.report.accepted += 1;
    await this.#mutate(operation);
  }

  /** What went wrong. */
  async #attempt(group: unknown, method: Method, parts: Parts): Promise<string | undefined> {
    this.#received = undefined;
    const used = Object.entries(parts).filter(
      ([name, value]) => name === 'body' || typeof value !== 'object' || Object.keys(value ?? {}).length > 0,
    );
    try {
      const reply = await method.call(group, Object.fromEntries(used));
      if (typeof reply === 'object' && reply !== null && Symbol.asyncIterator in reply) {
        // Event streams are connected again when they end.
        for await (const _ of reply as AsyncIterable<unknown>) break;
      }
    } catch (error) {
      return describe(error);
    }
    const received = (this.#received as Parts | undefined)?.body;
    const isSame = !isPlain(parts.body) || isDeepStrictEqual(asJson(received), asJson(parts.body));
    return isSame ? undefined : `sent ${JSON.stringify(parts.body)}, arrived ${JSON.stringify(received)}`;
  }

  async #mutate(operation: Operation): Promise<void> {
    const sent = this.#sent;
    if (sent === undefined) return;
    for (const { name, pointer, url, body } of mutations(operation, this.#contract.schemas, sent)) {
      const response = await fetch(url, { ...sent.init, ...(body !== undefined && { body }) });
      const text = await response.text();
      const pointers = response.status === 400 ? pointersOf(text) : [];
      if (pointers.some((one) => one === pointer || one.startsWith(`${pointer}/`))) this.report.refused += 1;
      else
        this.fault(
          `${operation.operationId}: ${name} at ${pointer}: ${response.status} ${text.slice(0, 300)}`,
        );
    }
  }

  #parameters({ parameters }: Operation, examples: boolean): Omit<Parts, 'body' | 'contentType'> {
    const of = (place: string) =>
      Object.fromEntries(
        parameters
          .filter((one) => one.in === place)
          .flatMap(({ name, schema }) => {
            const value = sampleValue(schema, {
              schemas: this.#contract.schemas,
              direction: 'request',
              examples,
            });
            return value === undefined || value === null ? [] : [[name, value]];
          }),
      );
    return { path: of('path'), query: of('query'), headers: of('header'), cookies: of('cookie') };
  }

  /** A body that its validator takes; undefined if none was found. */
  async #body({
    operationId,
    requestBody,
  }: Operation): Promise<Pick<Parts, 'body' | 'contentType'> | undefined> {
    if (requestBody === undefined) return {};
    const checks = (await this.#validators[operationId]?.())?.body;
    const media = requestBody.content.find(isJson) ?? requestBody.content[0];
    if (media === undefined) return {};
    const body = isJson(media)
      ? this.#sample(media, 'request', checks?.[media.contentType])
      : this.#otherBody(media);
    if (body === undefined) return requestBody.required ? undefined : {};
    return { body, ...(requestBody.content.length > 1 && { contentType: media.contentType }) };
  }

  /** A body that is no JSON. */
  #otherBody({ contentType, itemSchema = true, schema = true }: MediaType): unknown {
    if (/form/.test(contentType)) return this.#form(schema);
    if (isLines(contentType))
      return [sampleValue(itemSchema, { schemas: this.#contract.schemas, direction: 'request' })];
    return /^text\/|xml|yaml/.test(contentType) ? 'text' : new Blob(['bytes'], { type: contentType });
  }

  /** The fields of a form; bytes are files. */
  #form(schema: JsonSchema): unknown {
    const { schemas } = this.#contract;
    const value = sampleValue(schema, { schemas, direction: 'request', examples: false });
    if (typeof value !== 'object' || value === null) return undefined;
    const files = new Set(fileNames(schema, schemas));
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => {
        const file = new Blob(['bytes'], { type: 'application/octet-stream' });
        if (!files.has(name)) return [name, field];
        return [name, Array.isArray(field) ? [file] : file];
      }),
    );
  }

  /** The first success of an operation, or whatever else it answers. */
  async #answer(operation: Operation): Promise<object | undefined> {
    const { responses, operationId } = operation;
    const response = responses.find(({ status }) => /^2/.test(status)) ?? responses.at(-1);
    if (response === undefined) return undefined;
    const checks = (await this.#validators[operationId]?.())?.responses[response.status]?.body;
    const media = response.content.find(isJson) ?? response.content[0];
    const status = statusOf(response);
    const head = { status, headers: this.#headers(response) };
    if (media === undefined || status === 204) return head;
    const isAny = media.contentType.includes('*');
    const isUnsaid = isUnsaidJson(media.contentType, media.schema, this.#contract.schemas);
    const any = isUnsaid ? 'application/json' : 'application/octet-stream';
    const contentType = isAny ? any : media.contentType;
    const body =
      isJson(media) || isUnsaid
        ? this.#sample(media, 'response', checks?.[media.contentType])
        : (this.#stream(media) ?? 'text');
    return body === undefined ? undefined : { ...head, contentType, body };
  }

  #headers({ headers }: Response): object {
    const { schemas } = this.#contract;
    const entries = headers.flatMap(({ name, schema }) => {
      const value = sampleValue(schema, { schemas, direction: 'response', examples: false });
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries);
  }

  /** One item of a stream. */
  #stream({ contentType, itemSchema, events }: MediaType): AsyncIterable<unknown> | undefined {
    const isEvents = contentType.startsWith('text/event-stream');
    if (!isEvents && !isLines(contentType)) return undefined;
    const [kind] = events ?? [];
    const options = { schemas: this.#contract.schemas, direction: 'response' } as const;
    const data = sampleValue(kind?.data ?? itemSchema ?? true, options);
    const item = isEvents ? { data, ...(kind?.event !== undefined && { event: kind.event }) } : data;
    return (async function* () {
      yield item;
    })();
  }

  /** What the document gives as an example, if it is right; else what its schema takes. */
  #sample(
    { schema = true, examples = [] }: MediaType,
    direction: 'request' | 'response',
    check?: Check,
  ): JsonValue | undefined {
    const { schemas } = this.#contract;
    const made = [{}, { examples: false }, { optional: false }, { examples: false, optional: false }].map(
      (options) => sampleValue(schema, { schemas, direction, ...options }),
    );
    return [...examples, ...made].find(
      (value) => value !== undefined && (check === undefined || check(value)),
    );
  }
}

function isJson({ contentType }: MediaType): boolean {
  return /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType);
}

function fileNames(schema: JsonSchema, schemas: Contract['schemas']): readonly string[] {
  const media = { contentType: 'multipart/form-data', schema };
  return fileFields(media, schemas).map(({ name }) => name);
}

function isLines(contentType: string): boolean {
  return /json(l|lines|-seq)|ndjson/.test(contentType);
}

function statusOf({ status }: Response): number {
  if (/^\d+$/.test(status)) return Number(status);
  return status === 'default' ? 200 : Number(status.charAt(0)) * 100;
}

/** As it can be compared: a file is a file. */
function asJson(body: unknown): unknown {
  const text = JSON.stringify(body, (_, value: unknown) => (value instanceof Blob ? 'a file' : value));
  return text === undefined ? undefined : JSON.parse(text);
}

function isPlain(body: unknown): body is JsonObject {
  const isOther = body instanceof Blob || Array.isArray(body);
  return typeof body === 'object' && body !== null && !isOther;
}

function describe(error: unknown): string {
  const { message, reply, faults } = error as {
    message?: string;
    reply?: { body?: unknown };
    faults?: unknown;
  };
  return [message, reply && JSON.stringify(reply.body), faults && JSON.stringify(faults)]
    .filter(Boolean)
    .join(' ');
}

function pointersOf(problem: string): readonly string[] {
  try {
    const { errors = [] } = JSON.parse(problem) as { errors?: readonly { readonly pointer: string }[] };
    return errors.map(({ pointer }) => pointer);
  } catch {
    return [];
  }
}
