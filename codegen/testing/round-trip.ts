/** For tests: the server and the client that a document gives, one calling the other with what the document describes. */
import { isDeepStrictEqual } from 'node:util';
import type { Contract, Operation } from '../model/contract.js';
import { documentOutput, importModule, serveOutput } from './document.js';
import { mutations } from './mutations.js';
import { OperationSamples, type Parts, type Validators } from './operation-samples.js';

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
  readonly #samples: OperationSamples;
  #received: Parts | undefined;
  #sent: Sent | undefined;

  constructor(contract: Contract, validators: Validators) {
    this.#contract = contract;
    this.#samples = new OperationSamples(contract, validators);
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
        return (await this.#samples.answer(operation)) ?? { status: 500 };
      };
      return [operation.operationId, handle] as const;
    });
    return Object.fromEntries(entries);
  }

  async call(operation: Operation, client: Client): Promise<void> {
    const { operationId } = operation;
    const body = await this.#samples.body(operation);
    if (body === undefined || (await this.#samples.answer(operation)) === undefined) {
      this.report.skipped.push(operationId);
      return;
    }
    const method = client[operation.sdkGroup]?.[operation.sdkMethod];
    if (method === undefined) return this.fault(`${operationId}: the client has no such method`);
    const attempt = (examples: boolean) => {
      const parameters = this.#samples.parameters(operation, examples);
      return this.#attempt(client[operation.sdkGroup], method, { ...parameters, ...body });
    };
    // Examples of parameters may be wrong: then what is made of their schemas must do.
    const error = (await attempt(true)) && (await attempt(false));
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
    const isStream = typeof received === 'object' && received !== null && Symbol.asyncIterator in received;
    // In a form, what is empty is not there, and a number may have been text: it is looked at where forms are tested.
    const { contentType = '' } = (this.#received as Parts | undefined) ?? {};
    // Of an empty one there is nothing to read.
    const isForm = contentType.includes('form') || received === undefined;
    const isSame =
      isStream ||
      isForm ||
      parts.body === undefined ||
      isDeepStrictEqual(asJson(received), asJson(parts.body));
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
}

/** As it can be compared: a file is a file. */
function asJson(body: unknown): unknown {
  const text = JSON.stringify(body, (_, value: unknown) => (value instanceof Blob ? 'a file' : value));
  return text === undefined ? undefined : JSON.parse(text);
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
