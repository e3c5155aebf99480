/** What holds whatever happens: any interleaving of writers on several connections, answers lost on the way. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppendOp } from './append-op.js';
import { startAttempt } from './attempts.js';
import type { Database } from './database.js';
import { type AppendOutcome, type EventLog, postgresEventLog } from './event-log.js';
import { GroupCommitter } from './group-commit.js';
import { isTerminal } from './job-status.js';
import { endJob, findJob, requestCancel } from './jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, type Envelope, jobError, readLog } from './testing/jobs.js';

let test: TestDatabase;
let pools: readonly Database[];

beforeAll(async () => {
  test = await startTestDatabase();
  pools = [test.open({ max: 3 }), test.open({ max: 3 }), test.open({ max: 3 })];
}, 60_000);
afterAll(() => test.stop());

const JOBS = 3;
const WRITERS = 3;

type Step =
  | { readonly kind: 'start'; readonly job: number }
  /** By the writer's own `lag`-th latest attempt: a zombie, if somebody has started a newer one. */
  | {
      readonly kind: 'append';
      readonly job: number;
      readonly lag: number;
      readonly ops: readonly AppendOp['kind'][];
    }
  | { readonly kind: 'cancel'; readonly job: number }
  | { readonly kind: 'end'; readonly job: number };

const job = fc.nat(JOBS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('start' as const), job }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      job,
      lag: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) },
      ),
      ops: fc.array(
        fc.oneof(
          {
            weight: 20,
            arbitrary: fc.constantFrom('event', 'progress', 'log', 'checkpoint', 'attempt_failed'),
          },
          { weight: 1, arbitrary: fc.constant('finish' as const) },
        ) as fc.Arbitrary<AppendOp['kind']>,
        { minLength: 1, maxLength: 8 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), job }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), job }) },
);

/** A log whose answers get lost now and then, after the work was done or before. */
function unreliable(log: EventLog, random: () => number): EventLog {
  return {
    ...log,
    async append(id, batch) {
      const lost = new Error('Connection terminated unexpectedly');
      if (random() < 0.1) throw lost;
      const outcomes = await log.append(id, batch);
      if (random() < 0.2) throw lost;
      return outcomes;
    },
  };
}

function toOp(kind: AppendOp['kind'], mark: string): AppendOp {
  switch (kind) {
    case 'event':
      return { kind, type: 'token', data: { mark } };
    case 'progress':
    case 'log':
      return { kind, data: { mark } };
    case 'checkpoint':
      return { kind, value: { mark } };
    case 'attempt_failed':
      return { kind, error: jobError() };
    case 'finish':
      return { kind, status: 'succeeded', result: { mark } };
  }
}

/** What a writer was told about an append. */
interface Acknowledged {
  readonly jobId: string;
  readonly attempt: number;
  /** The marks of the ops that have events, in order. */
  readonly marks: readonly string[];
  readonly outcome: AppendOutcome;
}

async function play(
  scripts: readonly (readonly Step[])[],
  seed: number,
): Promise<[string[], Acknowledged[]]> {
  const jobs = await Promise.all(Array.from({ length: JOBS }, () => addJob(test.database)));
  const newest = jobs.map(() => 0);
  const acknowledged: Acknowledged[] = [];
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  await Promise.all(
    scripts.map(async (steps, writer) => {
      const database = pools[writer] as Database;
      const log = unreliable(postgresEventLog(database, { subscribe: () => () => {} }), random);
      const committer = new GroupCommitter({ log });
      const appends: Promise<unknown>[] = [];
      // An attempt belongs to the process that started it.
      const own = jobs.map(() => [0]);
      for (const [index, step] of steps.entries()) {
        const jobId = jobs[step.job] as string;
        if (step.kind === 'start') {
          const attempt = (newest[step.job] ?? 0) + 1;
          newest[step.job] = attempt;
          await startAttempt(database, { jobId, attempt });
          own[step.job]?.unshift(attempt);
        } else if (step.kind === 'cancel') {
          await requestCancel(database, { tenantId: 'acme', jobId, error: jobError('cancelled') });
        } else if (step.kind === 'end') {
          await endJob(database, { jobId, status: 'failed', error: jobError('worker_lost') });
        } else {
          const attempt = own[step.job]?.[step.lag] ?? 0;
          const mark = (op: number) => `${writer}.${index}.${op}`;
          const ops = step.ops.map((kind, op) => toOp(kind, mark(op)));
          const marks = step.ops.flatMap((kind, op) =>
            ['event', 'progress', 'log'].includes(kind) ? [mark(op)] : [],
          );
          const append = committer.append(jobId, attempt, ops);
          appends.push(append.then((outcome) => acknowledged.push({ jobId, attempt, marks, outcome })));
          if (random() < 0.5) await append;
        }
      }
      await Promise.all(appends);
    }),
  );
  return [jobs, acknowledged];
}

function checkLog(log: readonly Envelope[], acknowledged: readonly Acknowledged[]): void {
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  const states = log.filter(({ type }) => type === 'job.status').map(({ data }) => data.status as string);
  expect(states[0]).toBe('queued');
  const ends = log.filter(({ type, data }) => type === 'job.status' && isTerminal(data.status as 'failed'));
  expect(ends.length).toBeLessThanOrEqual(1);
  if (ends[0]) expect(ends[0]).toBe(log.at(-1));
  // Once an attempt has started, nothing of an older one comes.
  const attempts = log.map(({ attempt }) => attempt);
  expect(attempts).toEqual([...attempts].sort((a, b) => a - b));
  const times = log.map(({ timestamp }) => timestamp);
  expect(times).toEqual([...times].sort());
  // What was accepted is there once and in order; what was refused is not there at all.
  for (const { attempt, marks, outcome } of acknowledged) {
    const found = log.filter(({ data }) => marks.includes(data.mark as string)).map(({ data }) => data.mark);
    // Whose answer was lost, and who was superseded before asking again, is told only the latter.
    const mayBeThere = outcome.accepted || (outcome.reason === 'superseded' && found.length > 0);
    expect(found).toEqual(mayBeThere ? marks : []);
    for (const { data, attempt: by } of log)
      if (marks.includes(data.mark as string)) expect(by).toBe(attempt);
  }
}

it('seq has no gaps, zombies write nothing, nothing is lost or written twice', async () => {
  const scripts = fc.array(fc.array(step, { maxLength: 25 }), { minLength: WRITERS, maxLength: WRITERS });
  await fc.assert(
    fc.asyncProperty(scripts, fc.nat(), async (script, seed) => {
      const [jobs, acknowledged] = await play(script, seed);
      for (const jobId of jobs) {
        const row = await findJob(test.database, jobId);
        const log = await readLog(test.database, jobId);
        expect(row?.lastSeq).toBe(log.length);
        checkLog(
          log,
          acknowledged.filter((one) => one.jobId === jobId),
        );
        const latest = log.findLast(({ type }) => type === 'job.status');
        expect(latest?.data.status).toBe(row?.status);
        const progress = log.findLast(({ type }) => type === 'job.progress');
        expect(row?.progress).toEqual(progress?.data);
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

it('goes on where it was when its connections are cut', async () => {
  const [jobId, database] = [await addJob(test.database), test.open({ max: 2 })];
  await startAttempt(database, { jobId, attempt: 1 });
  const committer = new GroupCommitter({ log: postgresEventLog(database, { subscribe: () => () => {} }) });
  let cuts = 0;
  const cutter = setInterval(() => {
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ ' append_(ops|events?)\\('`;
    test.sql(cut).then(
      (killed) => {
        cuts += killed.length;
      },
      () => {},
    );
  }, 40);
  const accepted: Promise<AppendOutcome>[] = [];
  for (let index = 0; index < 1500; index += 1) {
    accepted.push(committer.append(jobId, 1, [{ kind: 'event', type: 'token', data: { index } }]));
    if (index % 10 === 0)
      await Promise.race([accepted.at(-1), new Promise((resolve) => setTimeout(resolve, 4))]);
  }
  expect((await Promise.all(accepted)).every((outcome) => outcome.accepted)).toBe(true);
  clearInterval(cutter);
  expect(cuts).toBeGreaterThan(1);
  const log = (await readLog(test.database, jobId)).filter(({ type }) => type === 'token');
  expect(log.map(({ data }) => data.index)).toEqual(accepted.map((_, index) => index));
}, 60_000);
