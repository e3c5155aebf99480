/** The checker of the log is itself checked: it lets a good log pass, and names what is wrong with a bad one. */
import { expect, test } from 'vitest';
import { checkLog, findFaults, type LoggedEvent, type LoggedJob } from '../support/log-checker.js';

type Entry = readonly [type: string, attempt: number, data: Record<string, unknown>];

function logOf(entries: readonly Entry[]): readonly LoggedEvent[] {
  return entries.map(([type, attempt, data], index) => ({
    seq: index + 1,
    type,
    body: JSON.stringify({ type, job_id: 'job_1', seq: index + 1, attempt, data }),
  }));
}

const queued: Entry = ['job.status', 0, { status: 'queued', version: 1 }];
const running: Entry = ['job.status', 1, { status: 'running', version: 2 }];
const tick = (attempt: number): Entry => ['tick', attempt, {}];
const retrying: Entry = ['job.retrying', 2, { attempt: 2, resume_seq: 3 }];
const succeeded: Entry = ['job.status', 2, { status: 'succeeded', version: 4 }];
const whole = [queued, running, tick(1), tick(1), retrying, tick(2), succeeded];

function jobOf(entries: readonly Entry[], other: Partial<LoggedJob> = {}): LoggedJob {
  const events = logOf(entries);
  const row = { id: 'job_1', status: 'succeeded', attempt: 2, version: 4, error: null, keys: 1 };
  const state = { is_finished: true, has_result: true, first_seq: 1, last_seq: events.length };
  return { ...row, ...state, events, ...other };
}

const error = { code: 'cancelled' };
const cancelled = { status: 'cancelled', version: 4, error };
const ended = { status: 'cancelled', has_result: false, error: JSON.stringify(error) };

test.each<[name: string, job: LoggedJob]>([
  ['a job with a retry', jobOf(whole)],
  ['a job whose log has expired', jobOf([], { first_seq: 8, last_seq: 7 })],
  [
    'a job that a second attempt found cancelling',
    jobOf(
      [
        queued,
        running,
        ['job.status', 1, { status: 'cancelling', version: 3 }],
        ['job.status', 2, cancelled],
      ],
      ended,
    ),
  ],
])('lets pass: %s', (_, job) => {
  expect(findFaults(job)).toEqual([]);
});

test.each<[name: string, job: LoggedJob, fault: string]>([
  ['a gap', { ...jobOf(whole), events: logOf(whole).toSpliced(3, 1) }, 'seq 5 stands where 4 should'],
  ['a lost end', jobOf(whole, { last_seq: 9 }), 'the log ends with seq 7, last_seq is 9'],
  [
    'an event under another number',
    { ...jobOf(whole), events: logOf(whole).with(3, { ...logOf(whole)[2], seq: 4 } as LoggedEvent) },
    'seq 4 is a tick, but its body is seq 3, a tick of job_1',
  ],
  ['an event after the end', jobOf([...whole, tick(2)]), 'seq 8 (tick) follows succeeded'],
  [
    'a second end',
    jobOf([...whole, ['job.status', 2, { status: 'succeeded', version: 5 }]], { version: 5 }),
    'seq 8 (succeeded) follows succeeded',
  ],
  [
    'a second start',
    jobOf([queued, running, ['job.status', 2, { status: 'running', version: 3 }], succeeded]),
    'seq 3: running may not follow running',
  ],
  ['no end', jobOf(whole.slice(0, -1)), 'never ended: its last job.status is running'],
  ['a status without its event', jobOf(whole, { status: 'failed' }), 'its last job.status says succeeded'],
  [
    'a version without its event',
    jobOf(whole, { version: 5 }),
    'its version is 5, its last job.status says 4',
  ],
  ['a success without a result', jobOf(whole, { has_result: false }), 'has no result'],
  ['two keys', jobOf(whole, { keys: 2 }), 'has 2 idempotency keys'],
  ["a zombie's event", jobOf(whole.with(5, tick(1))), 'seq 6 (tick) is of attempt 1, while attempt 2 runs'],
  [
    'an attempt that did not announce itself',
    jobOf(whole.with(3, tick(2))),
    'seq 4 (tick) is of attempt 2, while attempt 1 runs',
  ],
  [
    'a retry that resumes behind itself',
    jobOf(whole.with(4, ['job.retrying', 2, { attempt: 2, resume_seq: 9 }])),
    'seq 5: resumes after 9, after 0 before',
  ],
])('names %s', (_, job, fault) => {
  expect(findFaults(job).map((line) => line.replace(/^job_1 \(.*?\): /, ''))).toContain(fault);
});

test('throws with all faults of all jobs, and counts what is right', async () => {
  const rows = (...jobs: readonly LoggedJob[]) => {
    let answers: unknown[] = [jobs, []];
    return async () => {
      const [next, ...rest] = answers;
      answers = rest;
      return next as Record<string, unknown>[];
    };
  };
  expect(await checkLog(rows(jobOf(whole), jobOf(whole)))).toEqual({
    jobs: 2,
    events: 14,
    statuses: { succeeded: 2 },
  });
  await expect(checkLog(rows(jobOf(whole), jobOf(whole.slice(0, -1))))).rejects.toThrow(
    'job_1 (succeeded, attempt 2): never ended: its last job.status is running',
  );
});
