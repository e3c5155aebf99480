/**
 * The soak: mixed load for 20 minutes, after which the service occupies no more than it did when it was warm. Without
 * SPECWIRE_TEST_FULL it runs for 20 seconds, which shows that load and sampler work, and that nothing is left of deleted
 * jobs.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runLoad } from './soak/load.js';
import { printCourses, summarizeSamples, TABLES, takeSamples } from './soak/samples.js';
import { type Line, loadProject, startLine } from './support/line.js';

const IS_FULL = Boolean(process.env.SPECWIRE_TEST_FULL);
const LOAD_MS = IS_FULL ? 20 * 60_000 : 20_000;
const INTERVAL_MS = IS_FULL ? 5000 : 1000;

let line: Line;

beforeAll(async () => {
  line = await startLine({ root: loadProject(), servers: 2, workers: 2 });
});

afterAll(async () => {
  await line?.stop();
});

// It reads /proc.
test.skipIf(process.platform !== 'linux')(
  'under mixed load, memory, file handles, connections and tables stay what they are',
  async () => {
    const stopping = new AbortController();
    const sampling = takeSamples(line, INTERVAL_MS, stopping.signal);
    const report = await runLoad(line, LOAD_MS).finally(() => stopping.abort());
    const courses = summarizeSamples(await sampling);
    console.log(`rounds: ${JSON.stringify(report.rounds)}\n${printCourses(courses)}`);
    for (const { name, most } of courses) expect(most, name).toBeGreaterThan(0);
    if (IS_FULL) {
      const grown = courses.filter(({ late, limit }) => late > limit).map(({ name }) => name);
      expect(grown, printCourses(courses)).toEqual([]);
    }
    for (const table of TABLES) {
      const [row] = await line.query(`SELECT count(*)::int AS rows FROM ${table}`);
      expect(row, table).toEqual({ rows: 0 });
    }
    const [keys] = await line.query('SELECT count(*)::int AS rows FROM idempotency_keys');
    expect(keys).toEqual({ rows: report.keys });
  },
  LOAD_MS + 120_000,
);
