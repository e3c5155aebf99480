/** For tests: what an operation may be asked and may answer, made of its examples and its schemas. */
import { givenParameters } from '../emit/client/request-printer.js';
import { isUnsaidJson } from '../emit/document-server/schema-view.js';
import { isJson, isLines } from '../emit/media-types.js';
import { isOfTheBody } from '../mock/answers.js';
import type { Contract, MediaType, Operation, Parameter, Response } from '../model/contract.js';
import { wholeQueryOf } from '../model/operations.js';
import { sampleChecked } from '../sample/checked-value.js';
import { sampleBody } from '../sample/request-body.js';
import { sampleValue } from '../sample/sample-value.js';
import { asReceived, type ParameterParts, type Parts } from './call-parts.js';

/** `operationValidators` of a contract. */
export type Validators = Readonly<Record<string, () => Promise<OperationChecks>>>;
type Check = (value: unknown) => boolean;

interface OperationChecks {
  readonly parameters?: Check;
  readonly body?: Readonly<Record<string, Check>>;
  readonly responses: Readonly<Record<string, { readonly body?: Readonly<Record<string, Check>> }>>;
}

/** What a handler answers. */
export interface Answer {
  readonly status: number;
  readonly headers: object;
  readonly contentType?: string;
  readonly body?: unknown;
  /** The one item of a stream. */
  readonly item?: unknown;
}

/** What could be made, or why nothing could. */
export type Made<T> =
  | {
      readonly isMade: true;
      readonly value: T;
      /** The document's own examples were no use. */
      readonly isExampleWrong: boolean;
    }
  | { readonly isMade: false; readonly reason: string };

function made<T>(value: T, isExampleWrong = false): Made<T> {
  return { isMade: true, value, isExampleWrong };
}

function unmade(reason: string): Made<never> {
  return { isMade: false, reason };
}

/** Makes requests and answers of a contract's operations. */
export class OperationSamples {
  readonly #contract: Contract;
  readonly #validators: Validators;

  constructor(contract: Contract, validators: Validators) {
    this.#contract = contract;
    this.#validators = validators;
  }

  /** Values of all parameters, which their validator takes. */
  async parameters(operation: Operation): Promise<Made<ParameterParts>> {
    const check = (await this.#validators[operation.operationId]?.())?.parameters ?? (() => true);
    const [first, ...others] = [{}, { examples: false }, { optionalDepth: 8 }].map((options) =>
      this.#parameters(operation, options),
    );
    const isRight = (values: ParameterParts | undefined) => values !== undefined && check(asReceived(values));
    const value = [first, ...others].find(isRight);
    return value === undefined ? unmade('no parameters could be made') : made(value, value !== first);
  }

  #parameters(operation: Operation, options: object): ParameterParts {
    const given = givenParameters(operation);
    const sample = ({ schema, contentType = '' }: Parameter) =>
      sampleValue(/^text/.test(contentType) ? { type: 'string' } : schema, {
        schemas: this.#contract.schemas,
        direction: 'request',
        ...options,
      });
    const of = (place: string) =>
      Object.fromEntries(
        given
          .filter((one) => one.in === place)
          .map((one) => [one.name, sample(one)] as const)
          .filter(([, value]) => value !== undefined && value !== null),
      );
    const whole = wholeQueryOf({ parameters: given });
    const query = whole === undefined ? of('query') : sample(whole);
    return { path: of('path'), query, headers: of('header'), cookies: of('cookie') };
  }

  /** A body that its validator takes. */
  async body(operation: Operation): Promise<Made<Pick<Parts, 'body' | 'contentType'>>> {
    const { operationId, method, requestBody } = operation;
    if (requestBody === undefined) return made({});
    if (method === 'get' || method === 'head')
      return requestBody.required ? unmade(`fetch sends no body with ${method}`) : made({});
    const checks = (await this.#validators[operationId]?.())?.body;
    const sample = sampleBody(operation, this.#contract.schemas, checks);
    if (sample === undefined) return requestBody.required ? unmade('no body could be made') : made({});
    const { value: body, contentType, isExampleWrong } = sample;
    return made({ body, ...(requestBody.content.length > 1 && { contentType }) }, isExampleWrong);
  }

  /** The first success of an operation, or whatever else it answers. */
  async answer(operation: Operation): Promise<Made<Answer>> {
    const { responses, operationId } = operation;
    const response = responses.find(({ status }) => /^2/.test(status)) ?? responses.at(-1);
    if (response === undefined) return unmade('the operation has no response');
    const checks = (await this.#validators[operationId]?.())?.responses[response.status]?.body;
    const media = response.content.find(isJson) ?? response.content[0];
    const status = statusOf(response);
    const head = { status, headers: this.#headers(response) };
    if (media === undefined || status === 204) return made(head);
    const isAny = media.contentType.includes('*');
    const isUnsaid = isUnsaidJson(media.contentType, media.schema, this.#contract.schemas);
    const any = isUnsaid
      ? 'application/json'
      : media.contentType.replace(/^\*\/\*$/, 'application/*').replace('*', 'x-bytes');
    const contentType = isAny ? any : media.contentType;
    if (!isJson(media) && !isUnsaid) {
      const stream = this.#stream(media);
      return made(
        stream === undefined ? { ...head, contentType, body: 'text' } : { ...head, contentType, ...stream },
      );
    }
    const options = { schemas: this.#contract.schemas, direction: 'response' } as const;
    const sample = sampleChecked(media, options, checks?.[media.contentType]);
    if (sample === undefined) return unmade('no answer could be made');
    return made({ ...head, contentType, body: sample.value }, sample.isExampleWrong);
  }

  #headers({ headers }: Response): object {
    const { schemas } = this.#contract;
    const entries = headers.flatMap(({ name, schema }) => {
      if (isOfTheBody(name)) return [];
      const value = sampleValue(schema, { schemas, direction: 'response', examples: false });
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries);
  }

  /** A stream of one item. */
  #stream({ contentType, itemSchema, events }: MediaType): Pick<Answer, 'body' | 'item'> | undefined {
    const isEvents = contentType.startsWith('text/event-stream');
    if (!isEvents && !isLines({ contentType })) return undefined;
    const [kind] = events ?? [];
    const options = { schemas: this.#contract.schemas, direction: 'response' } as const;
    const data = sampleValue(kind?.data ?? itemSchema ?? true, options);
    const item = isEvents ? { data, ...(kind?.event !== undefined && { event: kind.event }) } : data;
    const body = (async function* () {
      yield item;
    })();
    return { body, item: data };
  }
}

function statusOf({ status }: Response): number {
  if (/^\d+$/.test(status)) return Number(status);
  return status === 'default' ? 200 : Number(status.charAt(0)) * 100;
}
