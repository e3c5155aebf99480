/** Secrets of endpoints and tenants, sealed. The one before the present one signs along for a while. */
import type { Database, Statement } from '../database.js';

/** The id under which a tenant's default secret goes. */
export const DEFAULT_SECRET_ID = 'default';

/** For so long after a rotation the secret before it signs along. */
const OVERLAP_SECONDS = 24 * 3600;

const ROTATE: Statement = {
  name: 'rotate_webhook_secret',
  text: `UPDATE webhook_endpoints SET previous_secret = secret, secret = $3,
      previous_secret_expires_at = now_ms() + make_interval(secs => $4)
    WHERE tenant_id = $1 AND id = $2 RETURNING previous_secret_expires_at AS expires_at`,
};

const ROTATE_DEFAULT: Statement = {
  name: 'rotate_webhook_default',
  text: `INSERT INTO webhook_tenant_secrets AS s (tenant_id, secret) VALUES ($1, $2)
    ON CONFLICT (tenant_id) DO UPDATE SET previous_secret = s.secret, secret = $2,
      previous_secret_expires_at = now_ms() + make_interval(secs => $3)
    RETURNING previous_secret_expires_at AS expires_at`,
};

const HAS_DEFAULT: Statement = {
  name: 'has_webhook_default',
  text: 'SELECT 1 FROM webhook_tenant_secrets WHERE tenant_id = $1',
};

/** What a rotation made. */
export interface RotatedSecret {
  /** Until when the secret before it signs along; undefined if there was none. */
  readonly previousExpiresAt: Date | undefined;
}

/** Gives a tenant's endpoint, or with the id `default` the tenant, a new secret; undefined if there is no such endpoint. */
export async function rotateWebhookSecret(
  database: Database,
  rotation: { readonly tenantId: string; readonly ownerId: string; readonly sealedSecret: string },
): Promise<RotatedSecret | undefined> {
  const { tenantId, ownerId, sealedSecret } = rotation;
  const [record] =
    ownerId === DEFAULT_SECRET_ID
      ? await database.query<RotationRecord>(ROTATE_DEFAULT, [tenantId, sealedSecret, OVERLAP_SECONDS])
      : await database.query<RotationRecord>(ROTATE, [tenantId, ownerId, sealedSecret, OVERLAP_SECONDS]);
  return record && { previousExpiresAt: record.expires_at ?? undefined };
}

interface RotationRecord {
  readonly expires_at: Date | null;
}

/** Whether the tenant has a secret for jobs that name a URL. */
export async function hasDefaultWebhookSecret(database: Database, tenantId: string): Promise<boolean> {
  return (await database.query(HAS_DEFAULT, [tenantId])).length > 0;
}
