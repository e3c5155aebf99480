/** Whom the actors of the soak's load ask, and what they expect of the answers. */
import type { Client } from '../support/client.js';
import type { WireEvent } from '../support/event-stream.js';
import type { Service } from '../support/service.js';
import type { WebhookReceiver } from '../support/webhook-receiver.js';

/** A client of each server, in turn. */
export class Clients {
  /** Who hears of jobs. */
  readonly receiver: WebhookReceiver;
  readonly #clients: readonly Client[];
  #next = 0;

  constructor({ servers, client }: Service, receiver: WebhookReceiver) {
    this.receiver = receiver;
    this.#clients = servers.map(({ url }) => client.at(url));
  }

  get next(): Client {
    this.#next += 1;
    return this.#clients[this.#next % this.#clients.length] as Client;
  }
}

/** Deletes a job that has ended. */
export async function remove(clients: Clients, jobId: string): Promise<void> {
  expectStatus(await clients.next.delete(`/v1/jobs/${jobId}`), 204);
}

/** Throws unless the last event says so. */
export function expectEnd(events: readonly WireEvent[], status: string): void {
  const last = events.at(-1)?.body;
  if (last?.data.status !== status) throw new Error(`ends with ${JSON.stringify(last)}, not ${status}`);
}

/** Throws with the body of an answer of another status. */
export function expectStatus(
  answer: { readonly status: number; readonly body: unknown },
  status: number,
): void {
  if (answer.status === status) return;
  throw new Error(`answered ${answer.status}, not ${status}: ${JSON.stringify(answer.body)}`);
}
