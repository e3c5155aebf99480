import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database, Statement } from './database.js';

/** Limits of one key; undefined takes the service's default. */
export interface ApiKeyLimits {
  readonly jobsPerMinute?: number | undefined;
  readonly readsPerMinute?: number | undefined;
}

/** A key that may come in. */
export interface ApiKey extends ApiKeyLimits {
  /** Names the key without giving it away. */
  readonly id: string;
  readonly tenantId: string;
  readonly label: string;
}

interface ApiKeyRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly label: string;
  readonly jobs_per_minute: number | null;
  readonly reads_per_minute: number | null;
}

const FIND: Statement = {
  name: 'find_api_key',
  text: `SELECT id, tenant_id, label, jobs_per_minute, reads_per_minute FROM api_keys
    WHERE hash = $1 AND revoked_at IS NULL`,
};

/** Marks a key that made way for another one, and comes back if it is ensured again; one revoked by a person does not. */
const REPLACED = ' (replaced)';

const ENSURE: Statement = {
  name: 'ensure_api_key',
  text: `WITH tenant AS (INSERT INTO tenants (id) VALUES ($2) ON CONFLICT DO NOTHING)
    INSERT INTO api_keys (id, tenant_id, hash, label, jobs_per_minute, reads_per_minute) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (hash) DO UPDATE SET tenant_id = $2, label = $4, jobs_per_minute = $5, reads_per_minute = $6,
      revoked_at = CASE WHEN api_keys.label <> $4 || '${REPLACED}' THEN api_keys.revoked_at END
    RETURNING id, tenant_id, label, jobs_per_minute, reads_per_minute`,
};

/** Its own row is always written, so that of two servers which start at once with different keys one wins. */
const REPLACE: Statement = {
  name: 'replace_api_keys',
  text: `SELECT replace_api_keys($1, $2, $3, $3 || '${REPLACED}')`,
};

const LIST: Statement = {
  name: 'list_api_keys',
  text: `SELECT id, tenant_id, label, jobs_per_minute, reads_per_minute, created_at, revoked_at FROM api_keys
    ORDER BY created_at, id`,
};

const REVOKE: Statement = {
  name: 'revoke_api_key',
  text: `UPDATE api_keys SET revoked_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL
    RETURNING id`,
};

/** SHA-256: keys are long and random, so nothing slower is needed, and a copy of the table lets nobody in. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Makes a key for a tenant, which is made too if there is none. The key itself is shown this once and never stored. */
export async function createApiKey(
  database: Database,
  options: { readonly tenantId: string; readonly label?: string; readonly limits?: ApiKeyLimits },
): Promise<{ readonly key: string; readonly apiKey: ApiKey }> {
  const key = `sk_${randomBytes(24).toString('base64url')}`;
  const { tenantId, label = '', limits = {} } = options;
  return { key, apiKey: await ensureApiKey(database, { key, tenantId, label, limits }) };
}

/** Makes sure that a given key exists, with this tenant and these limits. A key that was revoked stays revoked. */
export async function ensureApiKey(
  database: Database,
  options: {
    readonly key: string;
    readonly tenantId: string;
    readonly label?: string;
    readonly limits?: ApiKeyLimits;
  },
): Promise<ApiKey> {
  const { key, tenantId, label = '', limits = {} } = options;
  const [record] = await database.query<ApiKeyRecord>(ENSURE, [
    `key_${uuid().replaceAll('-', '')}`,
    tenantId,
    hashSecret(key),
    label,
    limits.jobsPerMinute ?? null,
    limits.readsPerMinute ?? null,
  ]);
  return toApiKey(record as ApiKeyRecord);
}

/**
 * Makes sure that a given key exists and is its tenant's only one with that label: those before it, and the stream tokens
 * made with them, open nothing any more, until they are ensured again.
 */
export async function ensureOnlyApiKey(
  database: Database,
  options: {
    readonly key: string;
    readonly tenantId: string;
    readonly label: string;
    readonly limits?: ApiKeyLimits;
  },
): Promise<ApiKey> {
  const apiKey = await ensureApiKey(database, options);
  await database.query(REPLACE, [options.tenantId, apiKey.id, options.label]);
  return apiKey;
}

/** The key that was sent; undefined if it is unknown or revoked. */
export async function findApiKey(database: Database, key: string): Promise<ApiKey | undefined> {
  const [record] = await database.query<ApiKeyRecord>(FIND, [hashSecret(key)]);
  return record && toApiKey(record);
}

/** Revokes a tenant's key and with it the stream tokens made with it; false if there is none to revoke. */
export async function revokeApiKey(database: Database, tenantId: string, apiKeyId: string): Promise<boolean> {
  return (await database.query(REVOKE, [tenantId, apiKeyId])).length > 0;
}

/** A key as an operator sees it: everything but the key itself. */
export interface ListedApiKey extends ApiKey {
  readonly createdAt: Date;
  readonly revokedAt: Date | undefined;
}

/** All keys of all tenants, revoked ones too, the oldest first. */
export async function listApiKeys(database: Database): Promise<readonly ListedApiKey[]> {
  const records = await database.query<ApiKeyRecord & { created_at: Date; revoked_at: Date | null }>(LIST);
  return records.map((record) => ({
    ...toApiKey(record),
    createdAt: record.created_at,
    revokedAt: record.revoked_at ?? undefined,
  }));
}

function toApiKey(record: ApiKeyRecord): ApiKey {
  return {
    id: record.id,
    tenantId: record.tenant_id,
    label: record.label,
    jobsPerMinute: record.jobs_per_minute ?? undefined,
    readsPerMinute: record.reads_per_minute ?? undefined,
  };
}
