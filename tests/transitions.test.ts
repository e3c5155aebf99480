/**
 * The state machine through the API: what each operation may do to a job in each of the eight states. There is no
 * worker: a job is put into its state as the store's own tests do it, by steps that the table of the contract has.
 * (`store/lifecycle.test.ts` holds SQL to the whole table, the forbidden half included.)
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JOB_STATUSES, type JobStatus } from '../store/index.js';
import { type Line, startLine } from './support/line.js';

let line: Line;

beforeAll(async () => {
  line = await startLine({ workers: 0 });
});

afterAll(() => line.stop());

const STEPS: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  queued: [],
  running: ['running'],
  cancelling: ['running', 'cancelling'],
  succeeded: ['running', 'succeeded'],
  failed: ['running', 'failed'],
  cancelled: ['cancelled'],
  timed_out: ['running', 'timed_out'],
  expired: ['expired'],
};

const ERROR = {
  type: '/problems/internal',
  title: 'Internal error',
  detail: 'It was put into this state.',
  code: 'internal',
  retryable: false,
};

function errorOf(status: JobStatus): string | null {
  return ['failed', 'cancelled', 'timed_out', 'expired'].includes(status) ? JSON.stringify(ERROR) : null;
}

async function createIn(status: JobStatus): Promise<string> {
  const { job_id: jobId } = await line.client.create({ type: 'text.count_tokens', input: { text: 'a' } });
  for (const step of STEPS[status]) {
    if (step === 'succeeded')
      await line.query(`UPDATE job_payloads SET result = '{"tokens":1,"model":"none"}' WHERE job_id = $1`, [
        jobId,
      ]);
    await line.query('UPDATE jobs SET status = $2, error = $3 WHERE id = $1', [jobId, step, errorOf(step)]);
  }
  return jobId;
}

async function logOf(jobId: string): Promise<readonly string[]> {
  const rows = await line.query('SELECT body FROM events WHERE job_id = $1 ORDER BY seq', [jobId]);
  return rows.map((row) => String(row.body));
}

/** The status and code of the answer, and the job's state afterwards. */
type Wanted = readonly [answer: string, after: JobStatus | 'gone'];

const CANCEL: Readonly<Record<JobStatus, Wanted>> = {
  queued: ['200', 'cancelled'],
  running: ['202', 'cancelling'],
  cancelling: ['202', 'cancelling'],
  succeeded: ['409 job_already_terminal', 'succeeded'],
  failed: ['409 job_already_terminal', 'failed'],
  cancelled: ['200', 'cancelled'],
  timed_out: ['409 job_already_terminal', 'timed_out'],
  expired: ['409 job_already_terminal', 'expired'],
};

const DELETE: Readonly<Record<JobStatus, Wanted>> = {
  queued: ['409 job_not_terminal', 'queued'],
  running: ['409 job_not_terminal', 'running'],
  cancelling: ['409 job_not_terminal', 'cancelling'],
  succeeded: ['204', 'gone'],
  failed: ['204', 'gone'],
  cancelled: ['204', 'gone'],
  timed_out: ['204', 'gone'],
  expired: ['204', 'gone'],
};

const RESULT: Readonly<Record<JobStatus, Wanted>> = {
  queued: ['409 result_not_ready', 'queued'],
  running: ['409 result_not_ready', 'running'],
  cancelling: ['409 result_not_ready', 'cancelling'],
  succeeded: ['200', 'succeeded'],
  failed: ['409 job_not_succeeded', 'failed'],
  cancelled: ['409 job_not_succeeded', 'cancelled'],
  timed_out: ['409 job_not_succeeded', 'timed_out'],
  expired: ['409 job_not_succeeded', 'expired'],
};

/** What only reads answers alike in every state. */
function always(answer: string): Readonly<Record<JobStatus, Wanted>> {
  const entries = JOB_STATUSES.map((status) => [status, [answer, status]]);
  return Object.fromEntries(entries) as Record<JobStatus, Wanted>;
}

describe.each([
  ['POST', '/cancel', CANCEL],
  ['DELETE', '', DELETE],
  ['GET', '/result', RESULT],
  ['GET', '', always('200')],
  ['POST', '/stream-token', always('201')],
])('%s /v1/jobs/{job_id}%s', (method, path, table) => {
  test.each(JOB_STATUSES)('of a job that is %s', async (from) => {
    const jobId = await createIn(from);
    const before = await logOf(jobId);
    const [wanted, after] = table[from];
    const answer = await line.client.request(method, `/v1/jobs/${jobId}${path}`);
    const code = (answer.body as { readonly code?: string }).code;
    expect([answer.status, ...(answer.status >= 400 ? [code] : [])].join(' ')).toBe(wanted);
    const log = await logOf(jobId);
    const now = await line.client.get(`/v1/jobs/${jobId}`);
    if (after === 'gone') {
      expect(log).toEqual([]);
      expect(now.status).toBe(404);
      return;
    }
    expect(now.body.status).toBe(after);
    // A step is one event; what is refused, or only reads, leaves no trace.
    expect(log.slice(0, before.length)).toEqual(before);
    const added = log.slice(before.length).map((body) => JSON.parse(body).data.status);
    expect(added).toEqual(after === from ? [] : [after]);
  });
});

test('a reader of each state sees the steps that led to it, and an end only of a terminal one', async () => {
  for (const status of JOB_STATUSES) {
    const jobId = await createIn(status);
    const isTerminal = !['queued', 'running', 'cancelling'].includes(status);
    const leave = new AbortController();
    const stream = await line.client.stream(jobId, { signal: leave.signal });
    const seen: unknown[] = [];
    for (const _ of ['queued', ...STEPS[status]]) {
      const { value } = await stream.events.next();
      seen.push(value?.body.data.status);
    }
    expect(seen).toEqual(['queued', ...STEPS[status]]);
    const next = stream.events.next().then(
      ({ done }) => done,
      () => 'left',
    );
    const pause = new Promise((resolve) => setTimeout(() => resolve(false), isTerminal ? 5000 : 100));
    expect(await Promise.race([next, pause]), status).toBe(isTerminal);
    leave.abort();
    if (!isTerminal) continue;
    const again = await line.client.stream(jobId, { lastEventId: String(seen.length) });
    expect(again.response.status).toBe(204);
  }
});

test('no request body and no query sets a state', async () => {
  const jobId = await createIn('running');
  for (const status of JOB_STATUSES) {
    const refused = await line.client.post('/v1/jobs', {
      body: { type: 'text.count_tokens', input: { text: 'a' }, status },
    });
    expect(refused.status).toBe(400);
    for (const method of ['PUT', 'PATCH']) {
      const answer = await line.client.request(method, `/v1/jobs/${jobId}`, { body: { status } });
      expect(answer.status).toBe(405);
    }
    expect((await line.client.job(jobId)).status).toBe('running');
  }
});
