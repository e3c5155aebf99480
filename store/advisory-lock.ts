import type { Database } from './database.js';

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
  let failure: Error | undefined;
  // A connection that breaks while nothing is asked of it tells so by an event, which must have a listener.
  const onError = (error: Error) => {
    failure = error;
  };
  client.on('error', onError);
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [`specwire:${name}`],
    );
    if (!rows[0]?.locked) return false;
    try {
      await work();
    } finally {
      await client
        .query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [`specwire:${name}`])
        .catch(onError);
    }
    return true;
  } finally {
    client.off('error', onError);
    // A broken connection, or one that may still hold the lock, is closed.
    client.release(failure);
  }
}
