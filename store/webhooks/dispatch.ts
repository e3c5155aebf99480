/** Deliveries as the servers see them: to be handed to Temporal, or to be forgotten. */
import type { Database, Statement } from '../database.js';

/** A delivery that waits for its workflow. */
export interface ClaimedDelivery {
  readonly id: string;
  /** It may have a workflow already, which is to be woken. */
  readonly isKnown: boolean;
}

const CLAIM: Statement = {
  name: 'claim_deliveries',
  text: 'SELECT delivery_id AS id, is_known AS "isKnown" FROM claim_deliveries($1, $2)',
};

const MARK: Statement = {
  name: 'mark_deliveries_started',
  text: `UPDATE webhook_deliveries SET workflow_started_at = now_ms(), claimed_until = NULL
    WHERE id = ANY ($1::text[]) AND claimed_until IS NOT NULL`,
};

const RECLAIM: Statement = {
  name: 'reclaim_deliveries',
  text: `UPDATE webhook_deliveries d SET workflow_started_at = NULL FROM (
      SELECT id FROM webhook_deliveries WHERE status = 'pending'
        AND next_attempt_at < clock_timestamp() - make_interval(secs => $1) AND workflow_started_at IS NOT NULL
        AND workflow_started_at < clock_timestamp() - make_interval(secs => $1)
      ORDER BY next_attempt_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
    ) AS c WHERE d.id = c.id RETURNING d.id`,
};

const PURGE: Statement = { name: 'purge_deliveries', text: 'SELECT purge_deliveries($1, $2) AS removed' };

/**
 * Takes about `limit` deliveries that wait for their workflow, in equal parts from all tenants that have any; nobody else
 * gets them for so many seconds.
 */
export async function claimDeliveries(
  database: Database,
  options: { readonly seconds: number; readonly limit: number },
): Promise<readonly ClaimedDelivery[]> {
  return database.query<ClaimedDelivery & { id: string }>(CLAIM, [options.seconds, options.limit]);
}

/** Notes that these deliveries have their workflows, and that those are awake. */
export async function markDeliveriesStarted(database: Database, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await database.query(MARK, [ids]);
}

/**
 * Gives up on workflows that should have made an attempt so many seconds ago: they are started or woken once more.
 * Returns how many.
 */
export async function reclaimOverdueDeliveries(
  database: Database,
  options: { readonly overdueSeconds: number; readonly limit: number },
): Promise<number> {
  return (await database.query(RECLAIM, [options.overdueSeconds, options.limit])).length;
}

/** Removes deliveries that finished so many seconds ago, in small transactions; returns how many. */
export async function purgeDeliveries(
  database: Database,
  options: { readonly olderThanSeconds: number; readonly batch?: number; readonly rounds?: number },
): Promise<number> {
  const { olderThanSeconds, batch = 1000, rounds = 20 } = options;
  let total = 0;
  for (let round = 0; round < rounds; round += 1) {
    const [record] = await database.query<{ removed: number }>(PURGE, [olderThanSeconds, batch]);
    const removed = record?.removed ?? 0;
    total += removed;
    if (removed < batch) break;
  }
  return total;
}
