/** The mixed load of the soak test: each actor does one thing over and over, and deletes the jobs that it made. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../support/client.js';
import { assertGapless, openStream, type StreamOptions, type WireEvent } from '../support/event-stream.js';
import type { Service } from '../support/service.js';
import type { WebhookReceiver } from '../support/webhook-receiver.js';
import { Clients, expectEnd, expectStatus, remove } from './clients.js';
import { talk } from './talk.js';
import { tell } from './tell.js';

/** What was done, by the actors' names; and how many keys are in use now, which outlive their jobs. */
export interface LoadReport {
  readonly rounds: Readonly<Record<string, number>>;
  readonly keys: number;
}

type Act = (clients: Clients, round: string) => Promise<void>;

/** How many do the same at once, and how long each rests between two rounds. */
interface Actor {
  readonly count: number;
  readonly restMs: number;
  readonly act: Act;
}

const ACTORS: Readonly<Record<string, Actor>> = {
  follow: { count: 3, restMs: 400, act: follow },
  cancel: { count: 2, restMs: 400, act: cancel },
  wait: { count: 2, restMs: 400, act: wait },
  repeat: { count: 1, restMs: 1500, act: repeat },
  token: { count: 1, restMs: 800, act: token },
  look: { count: 1, restMs: 300, act: look },
  talk: { count: 2, restMs: 600, act: talk },
  tell: { count: 2, restMs: 600, act: tell },
};

/** Loads the service for so long; what an actor does not get as the contract has it, fails the whole. */
export async function runLoad(
  service: Service,
  receiver: WebhookReceiver,
  milliseconds: number,
): Promise<LoadReport> {
  const end = performance.now() + milliseconds;
  const clients = new Clients(service, receiver);
  const rounds: Record<string, number> = {};
  const loops = Object.entries(ACTORS).flatMap(([name, actor]) =>
    Array.from({ length: actor.count }, async (_, index) => {
      for (let round = 0; performance.now() < end; round++) {
        await actor.act(clients, `${name}-${index}-${round}`);
        rounds[name] = (rounds[name] ?? 0) + 1;
        await sleep(actor.restMs);
      }
    }),
  );
  await Promise.all(loops);
  return { rounds, keys: rounds.repeat ?? 0 };
}

/** Follows a job over two connections: the first is cut, the second resumes with another server. */
async function follow(clients: Clients, round: string): Promise<void> {
  const input = { events: 20, per_second: 40, padding: 200, checkpoint_every: 5 };
  const { job_id } = await clients.next.create({ type: 'load.emit', input, tags: ['followed', round] });
  const events = await readSome(clients.next, job_id, 8);
  events.push(...(await clients.next.events(job_id, { lastEventId: String(events.at(-1)?.id) })));
  assertGapless(events);
  expectEnd(events, 'succeeded');
  await remove(clients, job_id);
}

/** Cancels a job that would run for ever, once it runs. */
async function cancel(clients: Clients): Promise<void> {
  const input = { events: 3, hold: true };
  const { job_id } = await clients.next.create({ type: 'load.emit', input });
  const events = await readSome(clients.next, job_id, 5);
  const answer = await clients.next.post(`/v1/jobs/${job_id}/cancel`);
  expectStatus(answer, 202);
  events.push(...(await clients.next.events(job_id, { lastEventId: String(events.at(-1)?.id) })));
  assertGapless(events);
  expectEnd(events, 'cancelled');
  await remove(clients, job_id);
}

/** Waits for the result in the create itself, then reads the job and its result. */
async function wait(clients: Clients): Promise<void> {
  const created = await clients.next.post('/v1/jobs', {
    body: { type: 'load.empty', input: {} },
    headers: { Prefer: 'wait=10' },
  });
  const { job_id } = created.body as { job_id: string };
  // On a busy machine it may take longer than it waits.
  if (created.status !== 200) await clients.next.events(job_id);
  const job = await clients.next.get(`/v1/jobs/${job_id}`);
  expectStatus(job, 200);
  const again = await clients.next.get(`/v1/jobs/${job_id}`, {
    headers: { 'If-None-Match': String(job.headers.etag) },
  });
  expectStatus(again, 304);
  expectStatus(await clients.next.get(`/v1/jobs/${job_id}/result`), 200);
  await remove(clients, job_id);
}

/** Sends a create twice at once with one key. */
async function repeat(clients: Clients, round: string): Promise<void> {
  const create = () =>
    clients.next.create(
      { type: 'load.emit', input: { events: 2 } },
      { headers: { 'Idempotency-Key': `soak-${round}` } },
    );
  const [one, other] = await Promise.all([create(), create()]);
  if (one.job_id !== other.job_id) throw new Error(`one key made ${one.job_id} and ${other.job_id}`);
  await clients.next.events(one.job_id);
  await remove(clients, one.job_id);
}

/** Reads with a stream token, as a browser does. */
async function token(clients: Clients): Promise<void> {
  const { job_id } = await clients.next.create({ type: 'load.emit', input: { events: 5, per_second: 20 } });
  const made = await clients.next.post(`/v1/jobs/${job_id}/stream-token`);
  expectStatus(made, 201);
  const { url, contract } = clients.next;
  const stream = await openStream(`${url}${(made.body as { url: string }).url}`, { contract });
  const events: WireEvent[] = [];
  for await (const event of stream.events) events.push(event);
  expectEnd(events, 'succeeded');
  await remove(clients, job_id);
}

/** Lists jobs by this and that, page by page. */
async function look(clients: Clients): Promise<void> {
  const filters = [{}, { status: 'running' }, { type: 'load.emit' }, { tag: 'followed' }];
  for (const filter of filters) {
    const first = await clients.next.get('/v1/jobs', { query: { limit: 5, ...filter } });
    expectStatus(first, 200);
    const { next_cursor: cursor } = first.body as { next_cursor: string | null };
    if (cursor === null) continue;
    expectStatus(await clients.next.get('/v1/jobs', { query: { limit: 5, ...filter, cursor } }), 200);
  }
}

/** The first events of a stream; then the connection is cut. */
async function readSome(client: Client, jobId: string, count: number): Promise<WireEvent[]> {
  const leaving = new AbortController();
  const options: StreamOptions = { signal: leaving.signal };
  const stream = await client.stream(jobId, options);
  const events: WireEvent[] = [];
  for await (const event of stream.events) {
    events.push(event);
    if (events.length === count) break;
  }
  leaving.abort();
  return events;
}
