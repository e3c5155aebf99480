/** For tests: the server and the client that a document gives, one calling the other with what the document describes. */
import { isDeepStrictEqual } from 'node:util';
import type { Contract, Operation } from '../model/contract.js';
import { asJson, difference, differenceOfParts } from './as-sent.js';
import type { Parts } from './call-parts.js';
import { importModule, runningOutput, serveOutput } from './document.js';
import { type Mutation, mutations, pointersOf } from './mutations.js';
import { type Answer, OperationSamples, type Validators } from './operation-samples.js';

/** What became of a round trip. */
export interface RoundTripReport {
  /** Calls that arrived as they were sent, and whose answers came back so. */
  readonly accepted: number;
  /** Wrong requests that were refused, at the right place. */
  readonly refused: number;
  /** Operations in whose place the server has others. */
  readonly unserved: readonly string[];
  /** Operations that were not called, with the reason. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Operations whose examples break their schemas: they were called with what is made of the schemas. */
  readonly wrongExamples: readonly string[];
  /** What should have been otherwise. */
  readonly faults: readonly string[];
}

type Method = (parts?: object) => Promise<unknown>;
type Client = Readonly<Record<string, Readonly<Record<string, Method>>>>;

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A request, as a handler gets it. */
interface Received {
  readonly operationId: string;
  readonly parts: Readonly<Record<string, unknown>>;
}

/** Calls each operation, and then again with mistakes; of a long document, `atMost` operations evenly spread over it. */
export async function roundTrip(
  whole: Contract,
  { atMost = whole.operations.length }: { readonly atMost?: number } = {},
): Promise<RoundTripReport> {
  const contract = { ...whole, operations: spread(whole.operations, atMost) };
  await using output = await runningOutput(contract);
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

function spread<T>(list: readonly T[], atMost: number): readonly T[] {
  const step = Math.max(1, list.length / atMost);
  return Array.from({ length: Math.min(list.length, atMost) }, (_, at) => list[Math.floor(at * step)] as T);
}

class Trip {
  readonly report = {
    accepted: 0,
    refused: 0,
    unserved: [] as string[],
    skipped: {} as Record<string, string>,
    wrongExamples: [] as string[],
    faults: [] as string[],
  };
  readonly #contract: Contract;
  readonly #samples: OperationSamples;
  #received: Received | undefined;
  #sent: Sent | undefined;
  /** What the server had against the request. */
  #refusal = '';

  constructor(contract: Contract, validators: Validators) {
    this.#contract = contract;
    this.#samples = new OperationSamples(contract, validators);
  }

  readonly fetch = async (
    input: string | URL | Request,
    init: RequestInit = {},
  ): Promise<globalThis.Response> => {
    this.#sent = { url: input instanceof Request ? input.url : String(input), init };
    const response = await fetch(input, init);
    if (response.status >= 400) this.#refusal = `${response.status} ${await response.clone().text()}`;
    return response;
  };

  fault(text: string): void {
    this.report.faults.push(text);
  }

  /** Handlers that answer what the document has for a success. */
  handlers(): object {
    const entries = this.#contract.operations.map((operation) => {
      const { operationId } = operation;
      const handle = async (parts: Parts) => {
        this.#received = { operationId, parts: await read(parts) };
        const answer = await this.#samples.answer(operation);
        return answer.isMade ? answer.value : { status: 500 };
      };
      return [operationId, handle] as const;
    });
    return Object.fromEntries(entries);
  }

  async call(operation: Operation, client: Client): Promise<void> {
    const { operationId, servedAs } = operation;
    if (servedAs !== undefined) {
      this.report.unserved.push(operationId);
      return;
    }
    const body = await this.#samples.body(operation);
    const answer = await this.#samples.answer(operation);
    const parameters = await this.#samples.parameters(operation);
    if (!body.isMade || !answer.isMade || !parameters.isMade) {
      const reasons = [body, answer, parameters].flatMap((one) => (one.isMade ? [] : one.reason));
      this.report.skipped[operationId] = reasons.join(', ');
      return;
    }
    const method = client[operation.sdkGroup]?.[operation.sdkMethod];
    if (method === undefined) return this.fault(`${operationId}: the client has no such method`);
    const parts = { ...parameters.value, ...body.value };
    const error = await this.#attempt(
      operation,
      method.bind(client[operation.sdkGroup]),
      parts,
      answer.value,
    );
    if (error !== undefined) return this.fault(`${operationId}: ${error}`);
    if ([body, answer, parameters].some(({ isExampleWrong }) => isExampleWrong))
      this.report.wrongExamples.push(operationId);
    this.report.accepted += 1;
    await this.#mutate(operation);
  }

  /** What went wrong. */
  async #attempt(
    { operationId }: Operation,
    method: Method,
    parts: Parts,
    answer: Answer,
  ): Promise<string | undefined> {
    this.#received = undefined;
    this.#refusal = '';
    const used = Object.entries(parts).filter(
      ([name, value]) => name === 'body' || typeof value !== 'object' || Object.keys(value ?? {}).length > 0,
    );
    let reply: unknown;
    try {
      reply = await first(await method(Object.fromEntries(used)));
    } catch (error) {
      return `${describe(error)} ${this.#refusal}`;
    }
    const received = this.#received as Received | undefined;
    if (received === undefined) return `the handler was not called: ${this.#refusal}`;
    if (received.operationId !== operationId) return `the handler of ${received.operationId} was called`;
    return differenceOfParts({ ...parts }, received.parts) ?? differenceOfAnswers(answer, reply);
  }

  async #mutate(operation: Operation): Promise<void> {
    const sent = this.#sent;
    if (sent === undefined) return;
    for (const mutation of mutations(operation, this.#contract.schemas, sent)) {
      const fault = await this.#refusalOf(mutation, sent);
      if (fault === undefined) this.report.refused += 1;
      else this.fault(`${operation.operationId}: ${mutation.name} at ${mutation.pointer}: ${fault}`);
    }
  }

  /** What is wrong with how a mistake is refused. */
  async #refusalOf({ pointer, url, body }: Mutation, { init }: Sent): Promise<string | undefined> {
    this.#received = undefined;
    const response = await fetch(url, { ...init, ...(body !== undefined && { body }) });
    const text = await response.text();
    const pointers = response.status === 400 ? pointersOf(text) : [];
    const isRefused = pointers.some((one) => one === pointer || one.startsWith(`${pointer}/`));
    return isRefused && this.#received === undefined ? undefined : `${response.status} ${text.slice(0, 300)}`;
  }
}

/** A reply, or the first item of a stream. */
async function first(reply: unknown): Promise<unknown> {
  if (typeof reply !== 'object' || reply === null || !(Symbol.asyncIterator in reply)) return reply;
  // Event streams are connected again when they end.
  for await (const item of reply as AsyncIterable<unknown>) return { item };
  return { item: undefined };
}

/** The request with its stream read, which ends with the answer. */
async function read(parts: Parts): Promise<Readonly<Record<string, unknown>>> {
  const { body } = parts;
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return { ...parts };
  const items: unknown[] = [];
  for await (const item of body as AsyncIterable<unknown>) items.push(item);
  return { ...parts, body: items.every((item) => item instanceof Uint8Array) ? new Blob([]) : items };
}

function differenceOfAnswers({ status, body, item }: Answer, reply: unknown): string | undefined {
  const got = reply as { status?: number; body?: unknown; item?: unknown };
  if (item !== undefined) {
    const data = typeof got.item === 'object' && got.item !== null && 'id' in got.item && 'event' in got.item;
    const arrived = data ? (got.item as { data?: unknown }).data : got.item;
    return isDeepStrictEqual(arrived, item) ? undefined : difference('item', item, arrived);
  }
  if (got.status !== status) return difference('status', status, got.status);
  if (got.body === undefined || got.body instanceof Blob) return undefined;
  const [one, other] = [asJson(body), asJson(got.body)];
  return isDeepStrictEqual(one, other) ? undefined : difference('answer', one, other);
}

function describe(error: unknown): string {
  const { message, faults, cause } = error as { message?: string; faults?: unknown; cause?: unknown };
  const why = cause === undefined ? '' : describe(cause);
  return [message, faults && JSON.stringify(faults), why].filter(Boolean).join(' ');
}
