import type { Database } from './database.js';

/** A process that is frozen, or cut off from PostgreSQL, keeps the others from the work for so long. */
const HOLD_SECONDS = 60;

/**
 * Does the work if no other process is doing work of this name now, and says whether it did. The lock is the
 * connection's, so it is freed even by kill -9; the work must bear that a lost connection frees it too early.
 */
export async function withAdvisoryLock(
  database: Database,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const client = await database.pool.connect();
  // A connection that breaks while nothing is asked of it tells so by an event, which must have a listener.
  const onError = () => undefined;
  client.on('error', onError);
  try {
    await client.query(`SET idle_session_timeout = '${HOLD_SECONDS}s'`);
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [`specwire:${name}`],
    );
    if (!rows[0]?.locked) return false;
    await work();
    return true;
  } finally {
    client.off('error', onError);
    // Closed, not given back: with it goes the lock, also one that PostgreSQL gives after we gave up waiting for it.
    client.release(true);
  }
}
