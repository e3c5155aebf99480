/** Who receives the webhooks of a campaign: badly at first, as the plan has it for each job, and then well. */
import type { ServerResponse } from 'node:http';
import type { Client } from '../support/client.js';
import { answering, type Received, WebhookReceiver } from '../support/webhook-receiver.js';
import { createEndpoint, webhookEnv } from '../support/webhooks.js';
import type { PlannedJob, Reception } from './plan.js';

/** What came, and to whom. */
export interface WebhookRecord {
  readonly targets: readonly WebhookTarget[];
  readonly requests: readonly WebhookRequest[];
}

/** A place where webhooks arrive. */
export interface WebhookTarget {
  readonly path: string;
  /** Undefined where jobs name the URL themselves. */
  readonly endpointId: string | undefined;
  readonly secret: string;
  /** The types that it wants of all jobs; undefined for all types. */
  readonly events: readonly string[] | undefined;
}

/** A request, as it came. */
export interface WebhookRequest extends Received {
  /** Whether it was answered with 204. */
  readonly isReceived: boolean;
}

const TIMEOUT_SECONDS = 2;
const SLOW_MS = 1000;

/** Retries outlast the worst receptions, and what freezes make of some more. */
const RETRY_SECONDS = '0.3 0.6 1 1 1 2 2 2 2 2 2 2 2 2 2';

/** Settings of a service whose webhooks a CampaignReceiver is to get. */
export function receiverEnv(): Record<string, string> {
  return webhookEnv({
    SPECWIRE_WEBHOOK_RETRY_SECONDS: RETRY_SECONDS,
    SPECWIRE_WEBHOOK_TIMEOUT_SECONDS: `${TIMEOUT_SECONDS}`,
  });
}

/** What jobs tell of their webhook, by what is planned. */
export type OwnWebhooks = Readonly<Record<NonNullable<PlannedJob['webhook']>, object>>;

/** The receiver, in the process of the test. */
export class CampaignReceiver {
  readonly ownWebhooks: OwnWebhooks;
  readonly #receiver: WebhookReceiver;
  readonly #targets: readonly WebhookTarget[];
  readonly #received: Set<Received>;

  private constructor(
    receiver: WebhookReceiver,
    targets: readonly WebhookTarget[],
    ownWebhooks: OwnWebhooks,
    received: Set<Received>,
  ) {
    this.#receiver = receiver;
    this.#targets = targets;
    this.ownWebhooks = ownWebhooks;
    this.#received = received;
  }

  /** Listens, and has its endpoints made: one for everything, and one that jobs may name. */
  static async start(jobs: readonly PlannedJob[], client: Client): Promise<CampaignReceiver> {
    const receiver = await WebhookReceiver.start();
    const all = await createEndpoint(client, receiver.url('/all'));
    const events = ['job.expired'];
    const named = await createEndpoint(client, receiver.url('/named'), { events });
    const { body } = await client.post('/v1/webhook-endpoints/default/rotate-secret');
    const targets = [
      { path: '/all', endpointId: all.id, secret: all.secret, events: undefined },
      { path: '/named', endpointId: named.id, secret: named.secret, events },
      { path: '/own', endpointId: undefined, secret: String(body.secret), events: [] },
    ];
    const received = new Set<Received>();
    const receptions = new Map(jobs.map((job) => [job.name, job.receptions]));
    for (const { path } of targets) behave(receiver, path, receptions, received);
    const ownWebhooks = { url: { url: receiver.url('/own') }, endpoint: { endpoint_id: named.id } };
    return new CampaignReceiver(receiver, targets, ownWebhooks, received);
  }

  /** All that came until now. */
  record(): WebhookRecord {
    const requests = this.#receiver.received.map((one) => ({ ...one, isReceived: this.#received.has(one) }));
    return { targets: this.#targets, requests };
  }

  stop(): Promise<void> {
    return this.#receiver.stop();
  }
}

/** Answers at a path: the first requests about a job as planned. */
function behave(
  receiver: WebhookReceiver,
  path: string,
  receptions: ReadonlyMap<string, readonly Reception[]>,
  received: Set<Received>,
): void {
  const counts = new Map<string, number>();
  receiver.on(path, (response, request, count, one) => {
    const name = jobName(one.body);
    const before = counts.get(name) ?? 0;
    counts.set(name, before + 1);
    const reception = receptions.get(name)?.[before];
    if (reception === undefined || reception === 'slow') received.add(one);
    answer(response, reception)(response, request, count, one);
  });
}

function answer(response: ServerResponse, reception: Reception | undefined) {
  switch (reception) {
    case undefined:
      return answering(204);
    case 'error':
      return answering(500, {}, 'Out of order.');
    case 'busy':
      return answering(429, { 'retry-after': '1' });
    case 'reset':
      return () => response.socket?.resetAndDestroy();
    case 'hang':
      return () => undefined;
    case 'slow':
      return () => setTimeout(() => response.writeHead(204).end(), SLOW_MS);
    default:
      return reception satisfies never;
  }
}

/** Of the metadata, unverified: the checker looks at that. */
function jobName(body: string): string {
  try {
    const { data } = JSON.parse(body) as { data?: { metadata?: { name?: unknown } } };
    return String(data?.metadata?.name);
  } catch {
    return '';
  }
}
