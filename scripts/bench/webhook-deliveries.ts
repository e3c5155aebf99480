import { setTimeout as sleep } from 'node:timers/promises';
import { createEndpoint, newSecretKey } from '../../tests/support/webhooks.js';
import { type BareTemporal, startBareTemporal } from './bare-temporal.js';
import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { type Helper, startHelper } from './helper.js';
import { startBenchService } from './load-service.js';
import type { JobClient } from './processes/job-client.js';
import { REST_MS, type Target } from './processes/jobs-over-http.js';
import type { Arrival, WebhookReceiver } from './processes/webhook-receiver.js';
import { alternate, repeat } from './rounds.js';
import { percentile } from './statistics.js';

/** Requests, or starts, at once. */
const WIDTH = 20;
const ENDPOINTS = 10;
/** The last workflows have a task left after their delivery. */
const AFTER_MS = 1500;
/** How many webhooks a second reach their receiver, and how soon after the end of a job its own does. */
export const webhookDeliveries: Figure = {
  name: 'webhook-deliveries',
  title: 'webhooks',
  baseline:
    'bare Temporal, as many workflows of one activity, started 20 at once; the activity posts the same body to the same receiver with `fetch`, unsigned, over connections that are kept.',
  method:
    'The receiver is plain node:http, which answers 204. Deliveries: so many pings of ten endpoints in turn (at one, no more than eight attempts are made at once), asked for 20 at once, from the first arrival to the last. Delay: jobs that do nothing, one after the other with a pause, from the time in the payload, at which the job ended, to the arrival.',
  durability:
    'a delivery is committed with the end of its job. Three more commits follow: it is claimed, its workflow is noted, and, before the workflow ends, the attempt is recorded. The baseline has what Temporal writes, and nothing else.',
  note: 'A delivery takes 20 ms of Temporal’s processor time (19 in the baseline), 13 of the worker’s (12), 3 of the server’s (the baseline’s client: 1.5) and 1.5 of PostgreSQL’s: both cores are busy with Temporal. Of 30 ms from the end of a job, 8 pass until Temporal has the workflow (commit, notification, claim, start), 5 until the worker has its first task, 12 in that task (the sandbox of a new workflow), 3 until the attempt begins, and 2 until the receiver has it.',
  run,
};

/** One endpoint is told how jobs end; nothing here expires. */
const PINGS_ONLY = { events: ['job.expired'] };

interface Setup {
  readonly target: Target;
  readonly endpointIds: readonly string[];
  readonly receiver: Helper<WebhookReceiver>;
  readonly client: Helper<JobClient>;
}

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const count = amount(context, 150, 15);
  const receiver = startHelper<WebhookReceiver>(context, 'webhook-receiver');
  const url = await receiver.ask('listen', null);
  const { service, target } = await startBenchService(context, {
    env: { SPECWIRE_SECRET_KEYS: newSecretKey('bench'), SPECWIRE_WEBHOOK_ALLOW_LOOPBACK: 'true' },
  });
  const endpointIds: string[] = [];
  for (let index = 0; index < ENDPOINTS; index += 1) {
    const { id } = await createEndpoint(service.client, url, index === 0 ? {} : PINGS_ONLY);
    endpointIds.push(id);
  }
  const client = startHelper<JobClient>(context, 'job-client');
  const setup: Setup = { target, endpointIds, receiver, client };
  const temporal = await startBareTemporal(context);
  const [ping] = await deliver(setup, 10);
  const post = { url, body: ping?.body ?? '' };
  await deliverBare(setup, temporal, post, 10);
  const { ours, baseline } = await alternate(
    context,
    async () => perSecond(await deliver(setup, count)),
    async () => perSecond(await deliverBare(setup, temporal, post, count)),
  );
  await endJobs(setup, 3);
  const delays = await repeat(context, () => endJobs(setup, amount(context, 60, 5)));
  const delay = (fraction: number): Measurement => ({
    label: `end of the job → receiver, p${fraction * 100}`,
    unit: 'ms',
    ours: delays.map((values) => percentile(values, fraction)),
    aims: [],
  });
  return [{ label: 'deliveries/s', unit: '/s', ours, baseline, aims: [] }, delay(0.5), delay(0.99)];
}

/** Has so many pings sent, asked for as fast as they are accepted. */
async function deliver({ client, receiver, ...ping }: Setup, count: number): Promise<readonly Arrival[]> {
  await client.ask('pingMany', { ...ping, count, width: WIDTH });
  return await collect(receiver, count);
}

interface Post {
  readonly url: string;
  readonly body: string;
}

async function deliverBare(
  { receiver }: Setup,
  { client }: BareTemporal,
  post: Post,
  count: number,
): Promise<readonly Arrival[]> {
  await client.ask('startMany', { count, width: WIDTH, post });
  return await collect(receiver, count);
}

async function collect(receiver: Helper<WebhookReceiver>, count: number): Promise<readonly Arrival[]> {
  const arrivals = await receiver.ask('collect', { count });
  await sleep(AFTER_MS);
  return arrivals;
}

function perSecond(arrivals: readonly Arrival[]): number {
  const times = arrivals.map(({ at }) => at);
  return ((times.length - 1) * 1000) / (Math.max(...times) - Math.min(...times));
}

/** One job after the other: from its end to the arrival of its webhook. */
async function endJobs({ target, client, receiver }: Setup, count: number): Promise<readonly number[]> {
  const delays: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await client.ask('createMany', { target, count: 1, width: 1 });
    for (const { at, body } of await receiver.ask('collect', { count: 1 }))
      delays.push(at - Date.parse((JSON.parse(body) as { timestamp: string }).timestamp));
    await sleep(REST_MS);
  }
  return delays;
}
