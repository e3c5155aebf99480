/** A receiver of webhooks that behaves as the path says, and keeps all that came. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { webhookValidators } from '../../generated/contract/validators/webhooks.js';
import { until } from './client.js';
import { contract } from './contract.js';

/** A request as it came. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** To the byte. */
  readonly body: string;
  readonly at: number;
}

/** The payload of a webhook. */
export interface WebhookPayload {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How a path answers; `count`: the how manieth request it is there. */
export type Behaviour = (
  response: ServerResponse,
  request: IncomingMessage,
  count: number,
  received: Received,
) => void;

/** A receiver that listens. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#receive(request, response));
  }

  /** Starts one; every path answers 204 until it is told otherwise. */
  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** Where a path is reached. */
  url(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  /** From now on the path answers so; a number is a status. */
  on(path: string, behaviour: Behaviour | number): void {
    const answer = typeof behaviour === 'number' ? answering(behaviour) : behaviour;
    this.#behaviours.set(path, answer);
  }

  /** What came to a path. */
  at(path: string): readonly Received[] {
    return this.received.filter((request) => request.path === path);
  }

  /** Waits until so many requests came to a path. */
  async waitFor(path: string, count = 1, seconds = 30): Promise<readonly Received[]> {
    return until(
      `${count} requests at ${path} (there are ${this.at(path).length})`,
      async () => this.at(path).length >= count && this.at(path),
      seconds,
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const headers = request.headers as Record<string, string>;
    const body = Buffer.concat(chunks).toString('utf8');
    const received = { path, headers, body, at: Date.now() };
    this.received.push(received);
    (this.#behaviours.get(path) ?? answering(204))(response, request, this.at(path).length, received);
  }
}

/** Answers with a status. */
export function answering(status: number, headers: Record<string, string> = {}, body = ''): Behaviour {
  return (response) => {
    response.writeHead(status, headers).end(body);
  };
}

/**
 * Checks the signature with the reference library, and the payload against the contract; returns the payload or throws.
 */
export function verify({ headers, body }: Received, secret: string): WebhookPayload {
  const payload = new Webhook(secret).verify(body, headers) as WebhookPayload;
  const validate = webhookValidators[payload.type];
  if (validate === undefined) throw new Error(`the contract has no webhook of type '${payload.type}'`);
  if (!validate(payload)) throw new Error(`${body}: ${JSON.stringify(validate.errors)}`);
  contract.checkEvent(payload);
  return payload;
}
