import type { Database, Statement } from './database.js';

/** What a purge removed: events of expired logs, results, and small things. */
export interface PurgeReport {
  readonly events: number;
  readonly results: number;
  readonly leftovers: number;
}

/** How to purge. */
export interface PurgeOptions {
  /** Rows that a transaction removes at most. */
  readonly batch?: number;
  /** Transactions of each kind at most; the rest is left to the next purge. */
  readonly rounds?: number;
}

const DUE: Statement = { name: 'purge_due', text: 'SELECT events, results FROM purge_due($1)' };
const LEFTOVERS: Statement = { name: 'purge_leftovers', text: 'SELECT purge_leftovers($1) AS removed' };

/** Removes what has had its time, in small transactions. Several processes may do it at once. */
export async function purge(database: Database, options: PurgeOptions = {}): Promise<PurgeReport> {
  const { batch = 1000, rounds = 20 } = options;
  const report = { events: 0, results: 0, leftovers: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const [due] = await database.query<{ events: number; results: number }>(DUE, [batch]);
    report.events += due?.events ?? 0;
    report.results += due?.results ?? 0;
    if ((due?.events ?? 0) + (due?.results ?? 0) < batch) break;
  }
  for (let round = 0; round < rounds; round += 1) {
    const [leftovers] = await database.query<{ removed: number }>(LEFTOVERS, [batch]);
    report.leftovers += leftovers?.removed ?? 0;
    if ((leftovers?.removed ?? 0) < batch) break;
  }
  return report;
}
