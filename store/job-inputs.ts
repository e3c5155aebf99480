/** What running jobs are told: stored before it is acknowledged, read in order by the attempt that runs the job. */
import type { Database, Statement } from './database.js';
import { isJobId } from './job-id.js';
import type { JsonText } from './job-row.js';

/** Something to tell a job. */
export interface NewJobInput {
  readonly tenantId: string;
  readonly jobId: string;
  /** The client's own name for it: the same id is stored once. */
  readonly id: string;
  /** Compared as text: equal inputs must be equal texts. */
  readonly body: JsonText;
  /** So many may be unread by the job's last checkpoint. */
  readonly maxUnread: number;
}

/** What became of it. */
export type AddedInput =
  /** It is stored, now or since an earlier call, as the job's input of this number. */
  | { readonly kind: 'stored'; readonly seq: number }
  | {
      readonly kind:
        | 'not_found'
        /** The job has ended. */
        | 'terminal'
        /** Too many are unread. */
        | 'full'
        /** Another input has this id. */
        | 'conflict';
    };

/** An input as a worker reads it. */
export interface StoredJobInput {
  readonly seq: number;
  readonly id: string;
  readonly body: JsonText;
}

const ADD: Statement = {
  name: 'add_job_input',
  text: 'SELECT outcome, input_seq FROM add_job_input($1, $2, $3, $4, $5)',
};

const COVERED: Statement = {
  name: 'covered_job_input',
  text: 'SELECT input_seq FROM job_payloads WHERE job_id = $1',
};

const READ: Statement = {
  name: 'read_job_inputs',
  text: 'SELECT seq, id, body FROM job_inputs WHERE job_id = $1 AND seq > $2 ORDER BY seq LIMIT $3',
};

interface AddRecord {
  readonly outcome: 'stored' | 'repeated' | 'conflict' | 'terminal' | 'full' | 'not_found';
  readonly input_seq: number | null;
}

/** Tells a tenant's job something, and wakes the worker that runs it. May be repeated when its answer was lost. */
export async function addJobInput(database: Database, input: NewJobInput): Promise<AddedInput> {
  const { tenantId, jobId, id, body, maxUnread } = input;
  if (!isJobId(jobId)) return { kind: 'not_found' };
  const [record] = await database.query<AddRecord>(ADD, [tenantId, jobId, id, body, maxUnread]);
  if (record === undefined) throw new TypeError('add_job_input returns a row');
  const { outcome, input_seq: seq } = record;
  if (outcome !== 'stored' && outcome !== 'repeated') return { kind: outcome };
  if (outcome === 'stored') database.notifier.input(jobId);
  return { kind: 'stored', seq: seq ?? 0 };
}

/** The last input that the job's checkpoint covers; 0 without one. */
export async function readCoveredInput(database: Database, jobId: string): Promise<number> {
  const [record] = await database.query<{ input_seq: number }>(COVERED, [jobId]);
  return record?.input_seq ?? 0;
}

/** The next inputs of a job after a number, so many at most. */
export function readJobInputs(
  database: Database,
  jobId: string,
  after: number,
  limit: number,
): Promise<StoredJobInput[]> {
  return database.query<StoredJobInput & Record<string, unknown>>(READ, [jobId, after, limit]);
}
