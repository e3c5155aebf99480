import type { Database, Statement } from './database.js';

/** What a purge removed: events of expired logs, results, whole jobs, and small things. */
export interface PurgeReport {
  readonly events: number;
  readonly results: number;
  readonly jobs: number;
  readonly leftovers: number;
}

/** How to purge. */
export interface PurgeOptions {
  /** Rows a transaction removes at most. */
  readonly batch?: number;
  /** Transactions of each kind at most; the rest is left to the next purge. */
  readonly rounds?: number;
  /** Whole jobs go so long after their end, but never before their result's time is over. Undefined: never. */
  readonly jobTtlSeconds?: number | undefined;
}

const EVENTS: Statement = { name: 'purge_events', text: 'SELECT purge_events($1) AS removed' };
const RESULTS: Statement = { name: 'purge_results', text: 'SELECT purge_results($1) AS removed' };
const LEFTOVERS: Statement = { name: 'purge_leftovers', text: 'SELECT purge_leftovers($1) AS removed' };
const JOBS: Statement = { name: 'purge_jobs', text: 'SELECT purge_jobs($2, $1) AS removed' };

/** Removes what has had its time, in small transactions. Several processes may do it at once. */
export async function purge(database: Database, options: PurgeOptions = {}): Promise<PurgeReport> {
  const { batch = 1000, rounds = 20, jobTtlSeconds } = options;
  const run = async (statement: Statement, values: unknown[] = []) => {
    let total = 0;
    for (let round = 0; round < rounds; round += 1) {
      const [record] = await database.query<{ removed: number }>(statement, [batch, ...values]);
      const removed = record?.removed ?? 0;
      total += removed;
      if (removed < batch) break;
    }
    return total;
  };
  return {
    events: await run(EVENTS),
    results: await run(RESULTS),
    jobs: jobTtlSeconds === undefined ? 0 : await run(JOBS, [jobTtlSeconds]),
    leftovers: await run(LEFTOVERS),
  };
}
