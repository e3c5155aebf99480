/** For tests: what an operation may be asked and may answer, made of its examples and its schemas. */
import { isUnsaidJson } from '../emit/document-server/schema-view.js';
import { isJson, isLines } from '../emit/media-types.js';
import type { Contract, JsonValue, MediaType, Operation, Response } from '../model/contract.js';
import { sampleBody, sampleChecked } from '../sample/request-body.js';
import { sampleValue } from '../sample/sample-value.js';

/** `operationValidators` of a contract. */
export type Validators = Readonly<Record<string, () => Promise<OperationChecks>>>;
type Check = (value: unknown) => boolean;

interface OperationChecks {
  readonly body?: Readonly<Record<string, Check>>;
  readonly responses: Readonly<Record<string, { readonly body?: Readonly<Record<string, Check>> }>>;
}

/** The arguments of a call. */
export interface Parts {
  readonly path: object;
  readonly query: object;
  readonly headers: object;
  readonly cookies: object;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** Makes requests and answers of a contract's operations. */
export class OperationSamples {
  readonly #contract: Contract;
  readonly #validators: Validators;

  constructor(contract: Contract, validators: Validators) {
    this.#contract = contract;
    this.#validators = validators;
  }

  /** Values of all parameters. */
  parameters({ parameters }: Operation, examples: boolean): Omit<Parts, 'body' | 'contentType'> {
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
  async body(operation: Operation): Promise<Pick<Parts, 'body' | 'contentType'> | undefined> {
    const { operationId, method, requestBody } = operation;
    if (requestBody === undefined) return {};
    // `fetch` sends none with these.
    if (method === 'get' || method === 'head') return requestBody.required ? undefined : {};
    const checks = (await this.#validators[operationId]?.())?.body;
    const made = sampleBody(operation, this.#contract.schemas, checks);
    if (made === undefined) return requestBody.required ? undefined : {};
    const { value: body, contentType } = made;
    return { body, ...(requestBody.content.length > 1 && { contentType }) };
  }

  /** The first success of an operation, or whatever else it answers. */
  async answer(operation: Operation): Promise<object | undefined> {
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
        ? this.#answer(media, checks?.[media.contentType])
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
    if (!isEvents && !isLines({ contentType })) return undefined;
    const [kind] = events ?? [];
    const options = { schemas: this.#contract.schemas, direction: 'response' } as const;
    const data = sampleValue(kind?.data ?? itemSchema ?? true, options);
    const item = isEvents ? { data, ...(kind?.event !== undefined && { event: kind.event }) } : data;
    return (async function* () {
      yield item;
    })();
  }

  /** What the document gives as an example, if it is right; else what its schema takes. */
  #answer({ schema = true, examples = [] }: MediaType, check?: Check): JsonValue | undefined {
    const given = examples.find((value) => check === undefined || check(value));
    return given ?? sampleChecked(schema, this.#contract.schemas, 'response', check);
  }
}

function statusOf({ status }: Response): number {
  if (/^\d+$/.test(status)) return Number(status);
  return status === 'default' ? 200 : Number(status.charAt(0)) * 100;
}
