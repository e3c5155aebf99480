/** The laws of an attempt, on a real PostgreSQL. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SchemaError, Validator } from '../../generated/contract/validation.js';
import { defineJob, type Emission, JobError, type JobHandler } from '../../generated/worker/job.js';
import {
  endJob,
  findJob,
  GroupCommitter,
  openNotifications,
  postgresEventLog,
  requestCancel,
  startAttempt,
} from '../../store/index.js';
import { startTestDatabase, type TestDatabase } from '../../store/testing/database.js';
import { addJob, jobError, readLog } from '../../store/testing/jobs.js';
import { Attempt, type AttemptDeps, type AttemptEnd } from './attempt.js';
import { RunningJobs } from './running-jobs.js';

interface CountTypes {
  readonly input: { readonly prompt: string };
  readonly result: unknown;
  readonly events: { readonly tick: { readonly count: number } };
  readonly inputs: never;
  readonly checkpoint: { readonly done: number };
}

type CountHandler = JobHandler<CountTypes>;

/** Takes objects whose field is a number, and tells otherwise as a generated validator would. */
function numberIn(field: string): Validator<unknown> {
  const errors: SchemaError[] = [
    { instancePath: `/${field}`, schemaPath: '#', keyword: 'type', params: {}, message: 'must be number' },
  ];
  const validate = (value: unknown): value is unknown =>
    typeof (value as Record<string, unknown> | undefined)?.[field] === 'number';
  return Object.assign(validate, { errors });
}

const anything = Object.assign((value: unknown): value is unknown => value !== undefined, { errors: [] });

const count = defineJob<CountTypes>(
  {
    name: 'count',
    version: '1.0.0',
    description: '',
    timeoutSeconds: 300,
    queueTimeoutSeconds: 600,
    concurrency: 1,
    maxAttempts: 3,
    sync: false,
    bodyLimitBytes: 1000,
    resultTtlSeconds: 1000,
    events: ['tick'],
    inputs: [],
    examples: [],
  },
  { input: anything, result: numberIn('total'), checkpoint: anything, events: { tick: numberIn('count') } },
);

let db: TestDatabase;
let deps: AttemptDeps;
let notifications: ReturnType<typeof openNotifications>;

beforeAll(async () => {
  db = await startTestDatabase();
  notifications = openNotifications(db.database, ['specwire_cancel']);
  const running = new RunningJobs();
  notifications.subscribe({ onCancel: (jobIds) => running.cancel(jobIds), onResync: () => {} });
  deps = {
    database: db.database,
    committer: new GroupCommitter({ log: postgresEventLog(db.database, notifications) }),
    running,
    log: pino({ level: 'silent' }),
    graceMs: 100,
  };
  await notifications.ready;
}, 60_000);

afterAll(async () => {
  await notifications.close();
  await db.stop();
});

interface RunOptions {
  readonly jobId?: string;
  readonly attempt?: number;
  readonly isLast?: boolean;
  readonly timeoutSeconds?: number;
}

/** Starts an attempt; the job is there before the handler runs. */
async function begin(handler: CountHandler, options: RunOptions = {}) {
  const { timeoutSeconds = 300, attempt = 1 } = options;
  const jobId = options.jobId ?? (await addJob(db.database, { timeoutSeconds }));
  const start = await startAttempt(db.database, { jobId, attempt });
  if (start.kind !== 'started') throw new Error(start.reason);
  const isLast = options.isLast ?? false;
  const ending = new Attempt(deps, { definition: count(handler), start, traceId: undefined, isLast }).run();
  return { jobId, ending };
}

async function run(handler: CountHandler, options?: RunOptions): Promise<{ jobId: string; end: AttemptEnd }> {
  const { jobId, ending } = await begin(handler, options);
  return { jobId, end: await ending };
}

/** A job's log as short words. */
async function story(jobId: string): Promise<string[]> {
  const log = await readLog(db.database, jobId);
  expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index + 1));
  return log.map(({ type, data }) => {
    if (type === 'job.status') return String(data.status);
    return type === 'tick' ? `tick ${data.count}` : type;
  });
}

test('what the handler yields is stored in order, then its result', async () => {
  const { jobId, end } = await run(async function* ({ event, progress, log }) {
    yield event.tick({ count: 1 });
    yield progress({ fraction: 0.5 });
    yield log({ level: 'info', message: 'half' });
    yield event.tick({ count: 2 });
    return { total: 2 };
  });
  expect(end).toEqual({ kind: 'ended', status: 'succeeded' });
  expect(await story(jobId)).toEqual([
    'queued',
    'running',
    'tick 1',
    'job.progress',
    'job.log',
    'tick 2',
    'succeeded',
  ]);
});

const violations: readonly [string, Emission | undefined, unknown][] = [
  ['an event that does not match', { kind: 'event', type: 'tick', data: { count: 'one' } }, { total: 1 }],
  ['an event that is not declared', { kind: 'event', type: 'tock', data: {} }, { total: 1 }],
  ['progress beyond 1', { kind: 'progress', data: { fraction: 7 } }, { total: 1 }],
  ['a result that does not match', undefined, { total: 'one' }],
];

test.each(violations)('%s is internal, and not tried again', async (_name, emission, result) => {
  const { jobId, end } = await run(async function* () {
    // The compiler lets none of these through.
    if (emission) yield emission as never;
    return result;
  });
  expect(end).toEqual({ kind: 'ended', status: 'failed' });
  expect((await findJob(db.database, jobId))?.error).toMatchObject({ code: 'internal', retryable: false });
});

const failures: readonly [string, Error, boolean, unknown][] = [
  ['of the input', new JobError('input_rejected', 'Too long.'), false, { code: 'input_rejected' }],
  [
    'that may pass, in the last attempt',
    new JobError('model_error', 'Broken.'),
    true,
    { code: 'model_error' },
  ],
  ['of unknown kind, in the last attempt', new Error('secret'), true, { code: 'internal', retryable: false }],
];

test.each(failures)('a failure %s ends the job', async (_name, error, isLast, want) => {
  const failing: CountHandler = async function* ({ event }) {
    yield event.tick({ count: 1 });
    throw error;
  };
  const { jobId, end } = await run(failing, { isLast });
  expect(end).toEqual({ kind: 'ended', status: 'failed' });
  const job = await findJob(db.database, jobId);
  expect(job?.error).toMatchObject(want as object);
  expect(JSON.stringify(job?.error)).not.toContain('secret');
});

test('a retry goes on from the checkpoint, and an older attempt writes nothing more', async () => {
  let resume = () => {};
  const frozen = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const first = await begin(async function* ({ event, checkpoint }) {
    yield event.tick({ count: 1 });
    yield checkpoint.save({ done: 1 });
    yield event.tick({ count: 2 });
    await frozen;
    yield event.tick({ count: 3 });
    return { total: 3 };
  });
  const { jobId } = first;
  await expect.poll(() => story(jobId)).toContain('tick 2');
  const second = await run(
    async function* ({ event, checkpoint }) {
      const done = checkpoint.value?.done ?? 0;
      yield event.tick({ count: done + 1 });
      resume();
      await first.ending;
      return { total: done + 1 };
    },
    { jobId, attempt: 2 },
  );
  expect(second.end).toEqual({ kind: 'ended', status: 'succeeded' });
  expect(await first.ending).toEqual({ kind: 'superseded' });
  expect(await story(jobId)).toEqual([
    'queued',
    'running',
    'tick 1',
    'tick 2',
    'job.retrying',
    'tick 2',
    'succeeded',
  ]);
  expect((await readLog(db.database, jobId))[4]?.data).toMatchObject({ attempt: 2, resume_seq: 3 });
});

test('a failure that another attempt may mend is told by job.retrying', async () => {
  const { jobId, end } = await run(async function* ({ event }) {
    yield event.tick({ count: 1 });
    throw new JobError('upstream_unavailable', 'The server was busy.');
  });
  expect(end).toEqual({ kind: 'again', code: 'upstream_unavailable', isShutdown: false });
  await startAttempt(db.database, { jobId, attempt: 2 });
  const last = (await readLog(db.database, jobId)).at(-1);
  expect(last?.data).toMatchObject({ attempt: 2, resume_seq: 0, error: { code: 'upstream_unavailable' } });
});

const ERROR = jobError('cancelled');

const deaf: CountHandler = async function* ({ event }) {
  yield event.tick({ count: 1 });
  await sleep(10_000, undefined, { ref: false });
  return { total: 1 };
};

const listening: CountHandler = async function* ({ event, signal }) {
  for (let counted = 1; ; counted++) {
    yield event.tick({ count: counted });
    await sleep(10, undefined, { signal });
  }
};

const hasty: CountHandler = async function* ({ event, signal }) {
  yield event.tick({ count: 1 });
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  yield event.tick({ count: 99 });
  return { total: 0.5 };
};

test.each([
  ['that heeds its signal', listening],
  ['that returns half a result', hasty],
  ['that does not heed its signal', deaf],
])('cancel reaches a handler %s', async (_name, handler) => {
  const { jobId, ending } = await begin(handler);
  await expect.poll(() => story(jobId)).toContain('tick 1');
  const at = performance.now();
  await requestCancel(db.database, { tenantId: 'acme', jobId, error: ERROR });
  expect(await ending).toEqual({ kind: 'ended', status: 'cancelled' });
  expect(performance.now() - at).toBeLessThan(1000);
  const words = await story(jobId);
  expect(words).toContain('cancelling');
  expect(words.at(-1)).toBe('cancelled');
  expect(words).not.toContain('tick 99');
});

test('the deadline ends the job, and runs the clean-up of the handler', async () => {
  let isClean = false;
  const cleaning: CountHandler = async function* (context) {
    try {
      return yield* listening(context);
    } finally {
      isClean = true;
    }
  };
  const { jobId, end } = await run(cleaning, { timeoutSeconds: 1 });
  expect(end).toEqual({ kind: 'ended', status: 'timed_out' });
  expect((await findJob(db.database, jobId))?.error?.code).toBe('deadline_exceeded');
  expect(isClean).toBe(true);
});

test('a job that was ended from outside stops its handler', async () => {
  const { jobId, ending } = await begin(listening);
  await endJob(db.database, { jobId, status: 'failed', error: jobError('worker_lost') });
  expect(await ending).toEqual({ kind: 'superseded' });
  expect((await findJob(db.database, jobId))?.error?.code).toBe('worker_lost');
});

test('a job that is being cancelled is ended without its handler', async () => {
  const { jobId, ending } = await begin(deaf);
  deps.running.cancel([jobId]);
  const other = await addJob(db.database);
  await startAttempt(db.database, { jobId: other, attempt: 1 });
  await requestCancel(db.database, { tenantId: 'acme', jobId: other, error: ERROR });
  const { end } = await run(
    // biome-ignore lint/correctness/useYield: it must not even run.
    async function* () {
      throw new Error('ran');
    },
    { jobId: other, attempt: 2 },
  );
  expect(end).toEqual({ kind: 'ended', status: 'cancelled' });
  // Cancelled in Temporal alone: the job goes over `cancelling` all the same.
  expect(await ending).toEqual({ kind: 'ended', status: 'cancelled' });
  expect(await story(jobId)).toEqual(expect.arrayContaining(['cancelling', 'cancelled']));
});
