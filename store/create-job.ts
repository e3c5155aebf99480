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
  /** Who is told of its end, beside the tenant's endpoints. */
  readonly webhook?: JobWebhook | undefined;
}

/** A job's own webhook: one of the tenant's endpoints, or a URL. Its caller has looked whether it may be that. */
export type JobWebhook = { readonly endpointId: string } | { readonly url: string };

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

const CREATE_WITH_WEBHOOK: Statement = {
  name: 'create_job_with_webhook',
  text: `SELECT c.outcome, ${JOB_COLUMNS.replaceAll(/\w+/g, '(c.job).$&')} FROM create_job_with_webhook(
    $1, $2, $3, $4, $5, $6, $7::text[], $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) AS c`,
};

const IS_KNOWN: Statement = {
  name: 'is_known_key',
  text: `SELECT 1 FROM idempotency_keys WHERE tenant_id = $1 AND operation = $2 AND key = $3
    AND (expires_at IS NULL OR expires_at > clock_timestamp())`,
};

interface CreateRecord extends JobRecord {
  readonly outcome: 'created' | 'replayed' | 'key_reused' | 'key_of_deleted';
}

/** Stores a job, its first event and its idempotency key in one transaction: once this resolves, it cannot be lost. */
export async function createJob(database: Database, job: NewJob): Promise<CreateOutcome> {
  const { idempotency, webhook } = job;
  try {
    const values = [
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
    ];
    const [record] =
      webhook === undefined
        ? await database.query<CreateRecord>(CREATE, values)
        : await database.query<CreateRecord>(CREATE_WITH_WEBHOOK, [...values, ...webhookValues(webhook)]);
    return toOutcome(record as CreateRecord);
  } catch (error) {
    if (isLockTimeout(error)) return { kind: 'key_in_flight' };
    throw error;
  }
}

function webhookValues(webhook: JobWebhook): readonly (string | null)[] {
  return 'url' in webhook ? [null, webhook.url] : [webhook.endpointId, null];
}

/** Whether a tenant has used this key before, for whatever body. */
export async function isKnownKey(
  database: Database,
  tenantId: string,
  { operation, key }: Pick<IdempotencyKey, 'operation' | 'key'>,
): Promise<boolean> {
  return (await database.query(IS_KNOWN, [tenantId, operation, key])).length > 0;
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
