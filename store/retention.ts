import type { Database, Statement } from './database.js';

/** What a purge removed: events of expired logs, results, and small things. */
export interface PurgeReport {
  readonly events: number;
  readonly results: number;
  readonly leftovers: number;
  /** Nothing is left that has had its time. */
  readonly isDone: boolean;
}

/** How to purge. */
export interface PurgeOptions {
  /** Rows that a transaction removes at most. */
  readonly batch?: number;
  /** After so many milliseconds the rest is left to the next purge. */
  readonly maxMs?: number;
}

const DUE: Statement = { name: 'purge_due', text: 'SELECT events, results FROM purge_due($1)' };
const LEFTOVERS: Statement = { name: 'purge_leftovers', text: 'SELECT purge_leftovers($1) AS removed' };

/** Removes what has had its time, in small transactions. Several processes may do it at once. */
export async function purge(database: Database, options: PurgeOptions = {}): Promise<PurgeReport> {
  const { batch = 1000, maxMs = 5000 } = options;
  const endsAt = performance.now() + maxMs;
  let [events, results, leftovers] = [0, 0, 0];
  /** Repeats a batch until there is less to remove than it may, or the time is over. */
  const repeat = async (remove: () => Promise<number>): Promise<boolean> => {
    while ((await remove()) >= batch) if (performance.now() >= endsAt) return false;
    return true;
  };
  const isDueDone = await repeat(async () => {
    const [due] = await database.query<{ events: number; results: number }>(DUE, [batch]);
    events += due?.events ?? 0;
    results += due?.results ?? 0;
    return (due?.events ?? 0) + (due?.results ?? 0);
  });
  const areLeftoversDone = await repeat(async () => {
    const [left] = await database.query<{ removed: number }>(LEFTOVERS, [batch]);
    leftovers += left?.removed ?? 0;
    return left?.removed ?? 0;
  });
  return { events, results, leftovers, isDone: isDueDone && areLeftoversDone };
}
