/** Carries a plan out: the clients and the faults, each at its time, and what the clients saw. */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/client.js';
import { type Answer, GoodClient, type GoodClientOptions, type ReaderRecord } from './good-client.js';
import type { Installation } from './installation.js';
import type { CampaignPlan, PlannedFault, PlannedJob, PlannedReader, PlannedSend } from './plan.js';
import type { PlannedSession } from './plan-session.js';
import type { CampaignReceiver, OwnWebhooks, WebhookRecord } from './receiver.js';
import { holdSession, newSessionRecord, type SessionRecord } from './session-client.js';

/** What the clients of a campaign saw. */
export interface CampaignRecord {
  readonly jobs: readonly JobRecord[];
  readonly webhooks: WebhookRecord;
  /** What no client should ever meet. */
  readonly surprises: readonly string[];
}

/** What the clients of one job saw. */
export interface JobRecord {
  readonly planned: PlannedJob;
  /** Of all sends, in the order in which they were answered. */
  readonly creates: Answer[];
  readonly cancels: Answer[];
  readonly readers: ReaderRecord[];
  readonly sessions: SessionRecord[];
  /** What the API says of an accepted job in the end. */
  final: FinalRecord | undefined;
}

interface FinalRecord {
  readonly status: unknown;
  readonly result: unknown;
}

/**
 * Runs the plan; resolves when all clients have what they wanted, webhooks included, and all faults are over, or so long after the plan's own
 * time: the last attempts need some, their heartbeat timeouts and their retries.
 */
export async function runCampaign(
  plan: CampaignPlan,
  installation: Installation,
  receiver: CampaignReceiver,
  patienceMs: number,
): Promise<CampaignRecord> {
  const signal = AbortSignal.timeout(plan.milliseconds + patienceMs);
  // Everything that waits listens to it.
  setMaxListeners(0, signal);
  const surprises: string[] = [];
  const startedAt = performance.now();
  const at = async (milliseconds: number) =>
    sleep(Math.max(0, milliseconds - (performance.now() - startedAt)));
  const reach = { urls: installation.urls, apiKey: installation.service.apiKey, signal };
  const jobs = plan.jobs.map((planned) => new CampaignJob(planned, reach, receiver.ownWebhooks));
  const noteFor = (what: string) => (error: unknown) => {
    surprises.push(`${what}: ${signal.aborted ? 'not done in time' : (error as Error).message}`);
  };
  const suffer = async (fault: PlannedFault) => {
    await at(fault.at);
    await installation.suffer(fault);
  };
  await Promise.all([
    ...jobs.map(async (job) => {
      await at(job.planned.at);
      await job.run(noteFor);
    }),
    ...plan.faults.map((fault) => suffer(fault).catch(noteFor(describeFault(fault)))),
  ]);
  await untilAllEnded(installation, signal).catch(noteFor('not all jobs have ended'));
  await untilAllTold(installation, signal).catch(noteFor('not all webhooks have arrived'));
  // After its time is over there is nothing to be asked any more.
  if (!signal.aborted)
    await Promise.all(jobs.map((job) => job.finish().catch(noteFor(`last look at ${job.planned.name}`))));
  return { jobs, webhooks: receiver.record(), surprises };
}

/** A fault in words. */
export function describeFault({ at, target, index, kind, milliseconds }: PlannedFault): string {
  const name = target === 'worker' || target === 'server' ? `${target} ${index}` : target;
  return `${(at / 1000).toFixed(1)} s: ${kind} ${name} for ${(milliseconds / 1000).toFixed(1)} s`;
}

/** Jobs without a reader, of creates whose answer was lost, end as well. */
function untilAllEnded(installation: Installation, signal: AbortSignal): Promise<void> {
  const sql = 'SELECT count(*)::int AS live FROM jobs WHERE finished_at IS NULL';
  return untilNone('all jobs have ended', sql, installation, signal);
}

function untilAllTold(installation: Installation, signal: AbortSignal): Promise<void> {
  const sql = `SELECT count(*)::int AS live FROM webhook_deliveries WHERE status = 'pending'`;
  return untilNone('all webhooks have arrived, or have been given up', sql, installation, signal);
}

async function untilNone(
  what: string,
  sql: string,
  { service }: Installation,
  signal: AbortSignal,
): Promise<void> {
  const isNone = async () => {
    signal.throwIfAborted();
    const [row] = await service.query(sql);
    return row?.live === 0;
  };
  await until(what, isNone, 3600);
}

type NoteFor = (what: string) => (error: unknown) => void;

/** The clients of one job. */
class CampaignJob implements JobRecord {
  readonly planned: PlannedJob;
  readonly creates: Answer[] = [];
  readonly cancels: Answer[] = [];
  readonly readers: ReaderRecord[] = [];
  readonly sessions: SessionRecord[] = [];
  final: FinalRecord | undefined;
  readonly #client: GoodClient;
  readonly #reach: GoodClientOptions;
  readonly #ownWebhooks: OwnWebhooks;

  constructor(planned: PlannedJob, reach: GoodClientOptions, ownWebhooks: OwnWebhooks) {
    this.planned = planned;
    this.#client = new GoodClient(reach);
    this.#reach = reach;
    this.#ownWebhooks = ownWebhooks;
  }

  async run(noteFor: NoteFor): Promise<void> {
    const { planned } = this;
    const first = this.#create({ after: 0, server: planned.server });
    const repeats = planned.repeats.map((send) => this.#create(send));
    const followers = first.then(async (jobId) => {
      if (jobId === undefined) return;
      await Promise.all([
        this.#cancel(jobId).catch(noteFor(`cancel of ${planned.name}`)),
        ...planned.readers.map((reader, index) =>
          this.#read(jobId, reader).catch(noteFor(`reader ${index} of ${planned.name}`)),
        ),
        ...planned.sessions.map((session, index) =>
          this.#talk(jobId, session).catch(noteFor(`session ${index} of ${planned.name}`)),
        ),
      ]);
    });
    const sends = [followers, ...repeats].map((work) => work.catch(noteFor(`create of ${planned.name}`)));
    await Promise.all(sends);
  }

  /** Asks the API how the job ended, if it was accepted. */
  async finish(): Promise<void> {
    const [first] = this.creates.filter((answer) => answer.kind === 'answer');
    if (first?.body.job_id === undefined) return;
    const path = `/v1/jobs/${first.body.job_id}`;
    const get = { method: 'GET', server: this.planned.server, isRepeatable: true } as const;
    const job = await this.#client.send({ ...get, path });
    const result = await this.#client.send({ ...get, path: `${path}/result` });
    if (job.kind !== 'answer' || result.kind !== 'answer') return;
    this.final = { status: job.body.status, result: result.body.result };
  }

  /** Sends the create; returns the job's id if there was an answer. */
  async #create({ after, server }: PlannedSend): Promise<string | undefined> {
    const { key, waitSeconds, body, webhook } = this.planned;
    await this.#sleep(after);
    const answer = await this.#client.send({
      method: 'POST',
      path: '/v1/jobs',
      server,
      headers: {
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(waitSeconds !== undefined && { prefer: `wait=${waitSeconds}` }),
      },
      body: { ...body, ...(webhook !== undefined && { webhook: this.#ownWebhooks[webhook] }) },
      isRepeatable: key !== undefined,
    });
    this.creates.push(answer);
    return answer.kind === 'answer' ? answer.body.job_id : undefined;
  }

  async #cancel(jobId: string): Promise<void> {
    const { cancel } = this.planned;
    if (cancel === undefined) return;
    await this.#sleep(cancel.after);
    const path = `/v1/jobs/${jobId}/cancel`;
    this.cancels.push(
      await this.#client.send({ method: 'POST', path, server: cancel.server, isRepeatable: true }),
    );
  }

  async #read(jobId: string, { after, server, cuts }: PlannedReader): Promise<void> {
    const record: ReaderRecord = { events: [], connections: 0, isDone: false };
    this.readers.push(record);
    await this.#sleep(after);
    await this.#client.read({ jobId, server, cuts }, record);
  }

  async #talk(jobId: string, planned: PlannedSession): Promise<void> {
    const record = newSessionRecord(planned);
    this.sessions.push(record);
    await this.#sleep(planned.after);
    await holdSession(jobId, record, this.#reach);
  }

  async #sleep(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#reach.signal });
  }
}
