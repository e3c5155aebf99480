/** Holds the webhooks that arrived against the stored jobs and deliveries. Each function lists what is broken. */
import { webhookValidators } from '../../generated/contract/validators/webhooks.js';
import { WebhookVerificationError, webhooks } from '../../generated/sdk/typescript/index.js';
import type { PlannedJob } from './plan.js';
import type { WebhookRecord, WebhookRequest, WebhookTarget } from './receiver.js';
import type { StoredJob } from './stored-job.js';

/** A delivery as it is stored. */
export interface StoredDelivery {
  readonly id: string;
  readonly jobId: string | undefined;
  readonly endpointId: string | undefined;
  readonly status: string;
}

/** What is stored when all is over. */
export interface StoredWebhooks {
  readonly jobs: readonly StoredJob[];
  readonly deliveries: readonly StoredDelivery[];
}

/** A request whose signature is right. */
interface VerifiedWebhook extends WebhookRequest {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Lists all that should not be. `planned`: the jobs by their names. */
export async function checkWebhooks(
  { targets, requests }: WebhookRecord,
  { jobs, deliveries }: StoredWebhooks,
  planned: ReadonlyMap<string, PlannedJob>,
): Promise<string[]> {
  const found: string[] = [];
  const verified: VerifiedWebhook[] = [];
  for (const request of requests) {
    const target = targets.find(({ path }) => path === request.path);
    const read = await verify(request, target);
    if (typeof read === 'string') found.push(`webhook at ${request.path}: ${read}`);
    else verified.push(read);
  }
  const ids = new IdOwners();
  for (const webhook of verified) {
    const job = jobs.find(({ id }) => id === webhook.data.job_id);
    const faults = job === undefined ? ['tells of a job that is not there'] : compare(webhook, job);
    const place = `${webhook.path} of ${webhook.data.job_id}`;
    found.push(...faults.map((fault) => `webhook ${webhook.id} at ${place}: ${fault}`));
    found.push(...ids.note(webhook.id, place));
  }
  for (const job of jobs)
    for (const target of targets) {
      const own = verified.filter(({ path, data }) => path === target.path && data.job_id === job.id);
      const isWanted = wants(target, job, planned.get(job.metadata.name ?? ''));
      const delivery = deliveries.filter(
        (one) => one.jobId === job.id && one.endpointId === target.endpointId,
      );
      const faults = isWanted ? checkTold(own, delivery) : checkUntold(own, delivery);
      found.push(...faults.map((fault) => `${job.status} ${job.id} at ${target.path}: ${fault}`));
    }
  return found;
}

/** Verified as a receiver does, by the time at which it came, and held to the contract; or what is wrong with it. */
async function verify(
  request: WebhookRequest,
  target: WebhookTarget | undefined,
): Promise<VerifiedWebhook | string> {
  if (target === undefined) return 'nobody listens there';
  const { headers, body, at } = request;
  try {
    const event = await webhooks.verify(body, headers, target.secret, { now: () => at });
    if (event.type === 'unknown') return `has the type ${event.event.type}`;
    if (webhookValidators[event.type]?.(event) !== true) return `is not as the contract has it: ${body}`;
    const { type, timestamp, data } = event;
    return { ...request, id: headers['webhook-id'] ?? '', type, timestamp, data: { ...data } };
  } catch (error) {
    if (error instanceof WebhookVerificationError) return `is not to be believed: ${error.message}`;
    throw error;
  }
}

/** It tells how the job ended, and not before. */
function compare({ type, timestamp, data, at }: VerifiedWebhook, job: StoredJob): string[] {
  const finishedAt = job.finishedAt;
  if (finishedAt === undefined) return [`tells that it is ${data.status}, while it is ${job.status}`];
  const error = data.error as { readonly code?: unknown } | undefined;
  const told = {
    type,
    timestamp,
    job: data.type,
    status: data.status,
    version: data.version,
    attempt: data.attempt,
    error: error?.code,
    result_ref: data.result_ref,
    metadata: JSON.stringify(data.metadata),
  };
  const isSucceeded = job.status === 'succeeded';
  const stored: typeof told = {
    type: `job.${job.status}`,
    timestamp: finishedAt.toISOString(),
    job: job.type,
    status: job.status,
    version: job.version,
    attempt: job.attempt,
    error: job.error?.code,
    result_ref: isSucceeded ? `/v1/jobs/${job.id}/result` : undefined,
    metadata: JSON.stringify(job.metadata),
  };
  const names = Object.keys(told) as (keyof typeof told)[];
  const found = names
    .filter((name) => told[name] !== stored[name])
    .map((name) => `its ${name} is ${told[name]}, stored is ${stored[name]}`);
  if (at < finishedAt.getTime()) found.push('came before the job had ended');
  return found;
}

function wants(target: WebhookTarget, job: StoredJob, planned: PlannedJob | undefined): boolean {
  if (target.path === '/own' && planned?.webhook === 'url') return true;
  if (target.path === '/named' && planned?.webhook === 'endpoint') return true;
  return target.events === undefined || target.events.includes(`job.${job.status}`);
}

/** It arrived at least once; whatever else arrived was the same. */
function checkTold(own: readonly VerifiedWebhook[], deliveries: readonly StoredDelivery[]): string[] {
  const [delivery] = deliveries;
  if (delivery === undefined || deliveries.length > 1) return [`has ${deliveries.length} deliveries`];
  const found: string[] = [];
  if (!own.some(({ isReceived }) => isReceived)) found.push(`was not told, in ${own.length} attempts`);
  if (delivery.status !== 'succeeded') found.push(`its delivery is ${delivery.status}`);
  const strange = own.filter(({ id }) => id !== delivery.id).map(({ id }) => id);
  if (strange.length > 0) found.push(`was told under ${strange.join(', ')}, not ${delivery.id}`);
  if (new Set(own.map(({ body }) => body)).size > 1) found.push('was told in different words');
  return found;
}

function checkUntold(own: readonly VerifiedWebhook[], deliveries: readonly StoredDelivery[]): string[] {
  return own.length + deliveries.length > 0
    ? [`nobody wanted its ${own.length} webhooks and ${deliveries.length} deliveries`]
    : [];
}

/** An id stands for one job's end at one place. */
class IdOwners {
  readonly #places = new Map<string, string>();

  note(id: string, place: string): string[] {
    const before = this.#places.get(id) ?? place;
    this.#places.set(id, before);
    return before === place ? [] : [`${id} was sent to ${place}, and to ${before}`];
  }
}
