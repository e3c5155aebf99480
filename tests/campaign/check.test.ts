/** The checker bites: a campaign in order passes, and each thing that is not in order is named. */
import { expect, test } from 'vitest';
import { checkJobs } from './check.js';
import type { Answer } from './good-client.js';
import type { JobRecord } from './run.js';
import type { LoggedEvent, StoredJob } from './stored-job.js';

interface Campaign {
  readonly record: JobRecord;
  readonly stored: readonly StoredJob[];
  readonly keyed: ReadonlyMap<string, string>;
}

type EventData = readonly [type: string, data: Record<string, unknown>];

const SUMMARIES = [0, 1].map((index) => ({ id: `doc-${index}`, index, summary: 'Short.' }));
const RESULT = { summaries: SUMMARIES };

const LOG: readonly EventData[] = [
  ['job.status', { status: 'queued' }],
  ['job.status', { status: 'running' }],
  ['document', SUMMARIES[0] ?? {}],
  ['document', SUMMARIES[1] ?? {}],
  ['job.retrying', { attempt: 2, resume_seq: 3 }],
  ['document', SUMMARIES[1] ?? {}],
  ['job.status', { status: 'succeeded' }],
];

function logged(events: readonly EventData[]): LoggedEvent[] {
  return events.map(([type, data], index) => {
    const body = { type, data };
    return { seq: index + 1, raw: JSON.stringify(body), body };
  });
}

function storedJob(changes: Partial<StoredJob> = {}): StoredJob {
  return {
    id: 'job_1',
    type: 'documents.summarize',
    status: 'succeeded',
    attempt: 2,
    version: 3,
    metadata: { name: '0' },
    error: undefined,
    result: JSON.stringify(RESULT),
    deadline: new Date(60_000),
    queueDeadline: new Date(30_000),
    finishedAt: new Date(10_000),
    log: logged(LOG),
    inputs: [],
    ...changes,
  };
}

function answer(status: number, body: Record<string, unknown>, isReplay = false): Answer {
  const headers = new Headers(isReplay ? { 'idempotency-replayed': 'true' } : {});
  return { kind: 'answer', status, headers, body };
}

/** What a reader got, by the numbers of the events. */
function read(ids: readonly number[], isDone = true) {
  const log = logged(LOG);
  const events = ids.map((id) => ({ id: `${id}`, type: '', raw: log[id - 1]?.raw ?? '' }));
  return { events, connections: 1, isDone };
}

function inOrder(changes: Partial<JobRecord> = {}, stored = [storedJob()]): Campaign {
  const record: JobRecord = {
    planned: {
      name: '0',
      body: { type: 'documents.summarize', metadata: { name: '0' }, input: {} as never },
      at: 0,
      server: 0,
      key: 'key',
      repeats: [{ after: 0, server: 1 }],
      waitSeconds: undefined,
      cancel: undefined,
      readers: [],
      webhook: undefined,
      receptions: [],
      sessions: [],
    },
    creates: [answer(202, { job_id: 'job_1' }), answer(202, { job_id: 'job_1' }, true)],
    cancels: [],
    readers: [read([1, 2, 3, 4, 5, 6, 7])],
    sessions: [],
    final: { status: 'succeeded', result: RESULT },
    ...changes,
  };
  return { record, stored, keyed: new Map([['key', 'job_1']]) };
}

const failed = { status: 'failed', result: undefined, error: { code: 'worker_lost' } };
const finalFailed = { final: { status: 'failed', result: undefined } };

const campaigns: readonly (readonly [name: string, campaign: Campaign, want: RegExp | undefined])[] = [
  ['in order', inOrder(), undefined],
  ['the job is gone', inOrder({}, []), /accepted and is not there/],
  ['two jobs', inOrder({}, [storedJob(), storedJob({ id: 'job_2' })]), /made 2 jobs/],
  ['a job of nobody', inOrder({}, [storedJob(), storedJob({ metadata: {} })]), /never asked for/],
  ['an answer with another job', inOrder({ creates: [answer(202, { job_id: 'job_9' })] }), /answered job_9/],
  ['an answer too few', inOrder({ creates: [answer(202, { job_id: 'job_1' })] }), /got 1 answers/],
  [
    'two first answers',
    inOrder({ creates: Array(2).fill(answer(202, { job_id: 'job_1' })) }),
    /as the first/,
  ],
  ['a server error', inOrder({ creates: Array(2).fill(answer(500, { code: 'internal' })) }), /500 internal/],
  ['the key of another job', { ...inOrder(), keyed: new Map([['key', 'job_2']]) }, /its key is job_2's/],
  ['a gap in a stream', inOrder({ readers: [read([1, 2, 4, 5, 6, 7])] }), /event 4 .*where 3 should be/],
  ['a repeat in a stream', inOrder({ readers: [read([1, 2, 2, 3, 4, 5, 6, 7])] }), /event 2 .*where 3/],
  ['a stream that ends early', inOrder({ readers: [read([1, 2, 3])] }), /ended after 3 of 7/],
  ['a stream without an end', inOrder({ readers: [read([1, 2, 3], false)] }), /stopped after 3 of 7/],
  [
    'other bytes in a stream',
    inOrder({ readers: [{ ...read([]), events: [{ id: '1', type: '', raw: '{}' }] }] }),
    /event 1 is \{\}/,
  ],
  ['a status of its own', inOrder({ final: { status: 'failed', result: RESULT } }), /GET says failed/],
  ['a result of its own', inOrder({ final: { status: 'succeeded', result: {} } }), /not the stored result/],
  ['cancelled by nobody', inOrder({}, [storedJob({ status: 'cancelled' })]), /nobody cancelled it/],
  ['a cancel that did nothing', inOrder({ cancels: [answer(202, {})] }), /cancel answered 202/],
  ['lost too early', inOrder(finalFailed, [storedJob(failed)]), /failed with worker_lost in attempt 2 of 5/],
  ['lost in the end', inOrder(finalFailed, [storedJob({ ...failed, attempt: 5 })]), undefined],
  ['still running', inOrder({}, [storedJob({ status: 'running' })]), /has not ended/],
  ['timed out early', inOrder({}, [storedJob({ status: 'timed_out' })]), /before its deadline/],
  [
    'a finished document done again',
    inOrder({ readers: [] }, [storedJob({ log: logged(LOG.with(4, ['job.retrying', { resume_seq: 4 }])) })]),
    /has the documents 0, 1, 1/,
  ],
  [
    'two documents taken back',
    inOrder({ readers: [] }, [storedJob({ log: logged(LOG.with(4, ['job.retrying', { resume_seq: 2 }])) })]),
    /took back 2 documents/,
  ],
  [
    'tokens of an older attempt',
    inOrder({ readers: [], final: undefined }, [
      storedJob({
        type: 'text.generate',
        result: '{"text":"b"}',
        log: logged([
          ['token', { index: 0, text: 'a' }],
          ['job.retrying', { attempt: 2, resume_seq: 1 }],
          ['token', { index: 0, text: 'b' }],
        ]),
      }),
    ]),
    /tokens are missing or repeated/,
  ],
];

test.each(campaigns)('%s', (_name, { record, stored, keyed }, want) => {
  const found = checkJobs([record], stored, keyed);
  if (want === undefined) expect(found).toEqual([]);
  else expect(found.join('\n')).toMatch(want);
});
