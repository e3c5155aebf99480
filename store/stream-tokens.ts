import { randomBytes } from 'node:crypto';
import { type ApiKeyLimits, hashSecret } from './api-keys.js';
import type { Database, Statement } from './database.js';
import { isJobId } from './job-id.js';

/** A new token, shown this once; only its hash is stored. */
export interface NewStreamToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** What a token opens: one job's events and socket, on behalf of the key that made it, whose limits count. */
export interface StreamToken extends ApiKeyLimits {
  /** Whether it may also send input and cancel. */
  readonly mayWrite: boolean;
  readonly tenantId: string;
  readonly jobId: string;
  readonly apiKeyId: string;
}

/** A token outlives its job's latest possible end by this long. */
const MARGIN_SECONDS = 15 * 60;

const CREATE: Statement = {
  name: 'create_stream_token',
  text: `INSERT INTO stream_tokens (hash, job_id, tenant_id, api_key_id, may_write, expires_at)
    SELECT $1, id, tenant_id, $4, $6, now_ms() + make_interval(secs => $5) + greatest(interval '0', CASE
      WHEN finished_at IS NOT NULL THEN interval '0'
      WHEN deadline IS NOT NULL THEN deadline - now_ms()
      ELSE queue_deadline + make_interval(secs => timeout_seconds) - now_ms() END)
    FROM jobs WHERE tenant_id = $2 AND id = $3
    RETURNING expires_at`,
};

const FIND: Statement = {
  name: 'find_stream_token',
  text: `SELECT t.tenant_id, t.job_id, t.api_key_id, t.may_write, k.jobs_per_minute, k.reads_per_minute
    FROM stream_tokens t JOIN api_keys k ON k.id = t.api_key_id
    WHERE t.hash = $1 AND t.expires_at > clock_timestamp() AND k.revoked_at IS NULL`,
};

interface TokenRecord {
  readonly tenant_id: string;
  readonly job_id: string;
  readonly api_key_id: string;
  readonly may_write: boolean;
  readonly jobs_per_minute: number | null;
  readonly reads_per_minute: number | null;
}

/** Whom and what a token is for. */
export interface StreamTokenRequest {
  readonly tenantId: string;
  readonly jobId: string;
  readonly apiKeyId: string;
  readonly mayWrite?: boolean;
}

/** Makes a token for a tenant's job; undefined if the tenant has no such job. */
export async function createStreamToken(
  database: Database,
  request: StreamTokenRequest,
): Promise<NewStreamToken | undefined> {
  const { tenantId, jobId, apiKeyId, mayWrite = false } = request;
  if (!isJobId(jobId)) return undefined;
  const token = `st_${randomBytes(24).toString('base64url')}`;
  const [record] = await database.query<{ expires_at: Date }>(CREATE, [
    hashSecret(token),
    tenantId,
    jobId,
    apiKeyId,
    MARGIN_SECONDS,
    mayWrite,
  ]);
  return record && { token, expiresAt: record.expires_at };
}

/** The token that was sent; undefined if it is unknown or expired, or its key was revoked. */
export async function findStreamToken(database: Database, token: string): Promise<StreamToken | undefined> {
  const [record] = await database.query<TokenRecord>(FIND, [hashSecret(token)]);
  return (
    record && {
      tenantId: record.tenant_id,
      jobId: record.job_id,
      apiKeyId: record.api_key_id,
      mayWrite: record.may_write,
      jobsPerMinute: record.jobs_per_minute ?? undefined,
      readsPerMinute: record.reads_per_minute ?? undefined,
    }
  );
}
