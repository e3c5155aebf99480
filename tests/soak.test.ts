/**
 * The soak: mixed load for 20 minutes, after which the service occupies no more than it did when it was warm. Without
 * SPECWIRE_TEST_FULL it runs for 12 seconds, which shows that load and sampler work, and that nothing is left of deleted
 * jobs.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runLoad } from './soak/load.js';
import { PURGED_TABLES, printCourses, summarizeSamples, TABLES, takeSamples } from './soak/samples.js';
import { until } from './support/client.js';
import { type Line, loadProject, startLine } from './support/line.js';
import { WebhookReceiver } from './support/webhook-receiver.js';
import { webhookEnv } from './support/webhooks.js';

const IS_FULL = Boolean(process.env.SPECWIRE_TEST_FULL);
const LOAD_MS = IS_FULL ? 20 * 60_000 : 12_000;
const INTERVAL_MS = IS_FULL ? 5000 : 1000;

/** The pings' deliveries are purged while the load lasts, once a minute. */
const RETENTION_SECONDS = 5;

let line: Line;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  const env = webhookEnv({
    SPECWIRE_WEBHOOK_RETRY_SECONDS: '0.2 0.4 1 2 5 10',
    SPECWIRE_WEBHOOK_RETENTION_SECONDS: `${RETENTION_SECONDS}`,
  });
  line = await startLine({ root: loadProject(), servers: 2, workers: 2, env });
});

afterAll(async () => {
  await line?.stop();
  await receiver?.stop();
});

// It reads /proc.
test.skipIf(process.platform !== 'linux')(
  'under mixed load, memory, file handles, connections and tables stay what they are',
  async () => {
    const stopping = new AbortController();
    const sampling = takeSamples(line, INTERVAL_MS, stopping.signal);
    const report = await runLoad(line, receiver, LOAD_MS).finally(() => stopping.abort());
    const courses = summarizeSamples(await sampling);
    console.log(`rounds: ${JSON.stringify(report.rounds)}\n${printCourses(courses)}`);
    for (const { name, most } of courses) expect(most, name).toBeGreaterThan(0);
    if (IS_FULL) {
      const grown = courses.filter(({ late, limit }) => late > limit).map(({ name }) => name);
      expect(grown, printCourses(courses)).toEqual([]);
    }
    for (const table of TABLES) expect(await countRows(table), table).toBe(0);
    // A ping is tried twice.
    const pings = report.rounds.tell ?? 0;
    for (const [index, table] of PURGED_TABLES.entries())
      expect(await countRows(table), table).toBeLessThanOrEqual(pings * (index + 1));
    if (IS_FULL)
      for (const table of PURGED_TABLES)
        await until(`${table} is empty`, async () => (await countRows(table)) === 0, 120);
    const [keys] = await line.query('SELECT count(*)::int AS rows FROM idempotency_keys');
    expect(keys).toEqual({ rows: report.keys });
  },
  LOAD_MS + 300_000,
);

async function countRows(table: string): Promise<number> {
  const [row] = await line.query(`SELECT count(*)::int AS rows FROM ${table}`);
  return Number(row?.rows);
}
