import type { Database, Statement } from './database.js';
import { isLockTimeout } from './database-errors.js';
import { JOB_COLUMNS, type JobRecord, type JobRow, type JsonText, toJobRow } from './job-row.js';

/** A job to create; everything about it that is the job type's is copied, so that it never changes under the job. */
export interface NewJob {
  /** From `newJobId`. Creating the same id again gives the job that is there. */
  readonly jobId: string;
  readonly tenantId: string;
  readonly type: string;
  /** `info.version` of the job type. */
  readonly typeVersion: string;
  readonly input: JsonText;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly timeoutSeconds: number;
  readonly queueTimeoutSeconds: number;
  readonly resultTtlSeconds: number;
  /** How long the event log is kept after the job's end. */
  readonly eventTtlSeconds: number;
  /** The request that creates it; its errors will name it. */
  readonly requestId?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly idempotency?: IdempotencyKey | undefined;
}

/** A client's key, scoped to the tenant and the operation. */
export interface IdempotencyKey {
  readonly operation: string;
  readonly key: string;
  /** Equal for equal bodies. */
  readonly fingerprint: string;
}

/** What became of a create. */
export type CreateOutcome =
  | { readonly kind: 'created'; readonly job: JobRow }
  /** The key's job, as it is now. */
  | { readonly kind: 'replayed'; readonly job: JobRow }
  /** The key came with another body before; or its job was deleted, which leaves nothing to compare with. */
  | { readonly kind: 'key_reused'; readonly jobDeleted: boolean }
  /** Another request with the key has been under way for 5 seconds. */
  | { readonly kind: 'key_in_flight' };

const CREATE: Statement = {
  name: 'create_job',
  text: `SELECT c.outcome, ${JOB_COLUMNS.replaceAll(/\w+/g, '(c.job).$&')} FROM create_job(
    $1, $2, $3, $4, $5, $6, $7::text[], $8, $9, $10, $11, $12, $13, $14, $15, $16) AS c`,
};

interface CreateRecord extends JobRecord {
  readonly outcome: 'created' | 'replayed' | 'key_reused' | 'key_of_deleted';
}

/** Stores a job, its first event and its idempotency key in one transaction: once this resolves, it cannot be lost. */
export async function createJob(database: Database, job: NewJob): Promise<CreateOutcome> {
  const { idempotency } = job;
  try {
    const [record] = await database.query<CreateRecord>(CREATE, [
      job.jobId,
      job.tenantId,
      job.type,
      job.typeVersion,
      job.input,
      JSON.stringify(job.metadata),
      job.tags,
      job.timeoutSeconds,
      job.queueTimeoutSeconds,
      job.resultTtlSeconds,
      job.eventTtlSeconds,
      job.requestId ?? null,
      job.traceparent ?? null,
      idempotency?.operation ?? null,
      idempotency?.key ?? null,
      idempotency?.fingerprint ?? null,
    ]);
    return toOutcome(record as CreateRecord);
  } catch (error) {
    if (isLockTimeout(error)) return { kind: 'key_in_flight' };
    throw error;
  }
}

function toOutcome(record: CreateRecord): CreateOutcome {
  switch (record.outcome) {
    case 'created':
    case 'replayed':
      return { kind: record.outcome, job: toJobRow(record) };
    case 'key_reused':
    case 'key_of_deleted':
      return { kind: 'key_reused', jobDeleted: record.outcome === 'key_of_deleted' };
    default:
      throw new TypeError(`unknown outcome ${record.outcome satisfies never}`);
  }
}
