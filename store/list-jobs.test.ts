import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRow } from './job-row.js';
import type { JobStatus } from './job-status.js';
import { getJob } from './jobs.js';
import { type JobFilter, listJobs, parseCursor } from './list-jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob } from './testing/jobs.js';

let test: TestDatabase;
/** All jobs of tenant `acme`, newest first. */
let all: readonly JobRow[];

const TYPES = ['text.generate', 'documents.summarize'];
const TAGS = ['nightly', 'team:search', 'ü'];
const FIRST = Date.parse('2026-03-02T09:00:00.000Z');

beforeAll(async () => {
  test = await startTestDatabase();
  const ids: string[] = [];
  for (let index = 0; index < 90; index += 1) {
    const tenantId = index % 9 === 8 ? 'other' : 'acme';
    const tags = TAGS.filter((_, tag) => (index >> tag) % 2 === 1);
    const jobId = await addJob(test.database, { tenantId, type: TYPES[index % 2] as string, tags });
    // Three jobs share each millisecond.
    const at = new Date(FIRST + Math.floor(index / 3));
    await test.sql('UPDATE jobs SET created_at = $2 WHERE id = $1', [jobId, at]);
    await test.sql('UPDATE job_tags SET created_at = $2 WHERE job_id = $1', [jobId, at]);
    if (index % 4 === 0) await test.sql(`UPDATE jobs SET status = 'running' WHERE id = $1`, [jobId]);
    if (tenantId === 'acme') ids.push(jobId);
  }
  const rows = await Promise.all(ids.map((jobId) => getJob(test.database, 'acme', jobId)));
  all = rows
    .filter((row) => row !== undefined)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.jobId < b.jobId ? 1 : -1));
}, 60_000);
afterAll(() => test.stop());

function matches(row: JobRow, filter: JobFilter): boolean {
  return (
    (filter.status === undefined || row.status === filter.status) &&
    (filter.type === undefined || row.type === filter.type) &&
    (filter.tag === undefined || row.tags.includes(filter.tag)) &&
    (filter.createdAfter === undefined || row.createdAt > filter.createdAfter) &&
    (filter.createdBefore === undefined || row.createdAt < filter.createdBefore)
  );
}

describe('listJobs', () => {
  const date = fc.integer({ min: -2, max: 32 }).map((offset) => new Date(FIRST + offset));
  const filters: fc.Arbitrary<JobFilter> = fc.record(
    {
      status: fc.constantFrom<JobStatus>('queued', 'running', 'failed'),
      type: fc.constantFrom(...TYPES, 'unknown'),
      tag: fc.constantFrom(...TAGS, 'unknown'),
      createdAfter: date,
      createdBefore: date,
    },
    { requiredKeys: [] },
  );

  /** So few that pages end before they are full. */
  const scans = fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined });

  const place = (cursor: string | undefined) =>
    cursor === undefined ? undefined : (parseCursor(cursor) ?? undefined);

  it('gives each job that the filter wants once, newest first, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.integer({ min: 1, max: 100 }),
        scans,
        async (filter, limit, mostScanned) => {
          const listed: JobRow[] = [];
          let cursor: string | undefined;
          do {
            const after = place(cursor);
            const page = await listJobs(test.database, 'acme', filter, { limit, after, mostScanned });
            expect(page.rows.length).toBeLessThanOrEqual(limit);
            if (page.nextCursor !== undefined && mostScanned === undefined)
              expect(page.rows).toHaveLength(limit);
            listed.push(...page.rows);
            cursor = page.nextCursor;
          } while (cursor !== undefined);
          const wanted = all.filter((row) => matches(row, filter));
          expect(listed.map(({ jobId }) => jobId)).toEqual(wanted.map(({ jobId }) => jobId));
          expect(listed).toEqual(wanted);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('looks at so many jobs for a page and no more, and goes on from there', async () => {
    const filter = { tag: TAGS[0], status: 'failed' } as const;
    const tagged = all.filter((row) => matches(row, { tag: filter.tag }));
    let cursor: string | undefined;
    let pages = 0;
    do {
      const after = place(cursor);
      const page = await listJobs(test.database, 'acme', filter, { limit: 5, after, mostScanned: 10 });
      expect(page.rows).toEqual([]);
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(Math.floor(tagged.length / 10) + 1);
  });

  it('is not confused by jobs that come while somebody turns the pages', async () => {
    const first = await listJobs(test.database, 'acme', {}, { limit: 30 });
    const jobId = await addJob(test.database);
    const rest = await listJobs(test.database, 'acme', {}, { limit: 100, after: place(first.nextCursor) });
    await test.sql(`DELETE FROM jobs WHERE id = $1`, [jobId]);
    const seen = [...first.rows, ...rest.rows].map((row) => row.jobId);
    expect(seen).toEqual(all.map((row) => row.jobId));
  });

  it('knows a cursor of its own from anything else', async () => {
    const { nextCursor = '' } = await listJobs(test.database, 'acme', {}, { limit: 1 });
    const encode = (text: string) => Buffer.from(text).toString('base64url');
    const bad = [
      '',
      'x',
      '!!!!',
      `${nextCursor}x`,
      `${nextCursor}=`,
      nextCursor.slice(0, -1),
      ` ${nextCursor}`,
      encode('1 job_1'),
      encode(`-1 job_${'0'.repeat(32)}`),
      encode(`${'9'.repeat(16)} job_${'0'.repeat(32)}`),
      encode(`1 job_${'0'.repeat(32)} x`),
      encode(`1e3 job_${'0'.repeat(32)}`),
      encode("' OR true"),
    ];
    for (const cursor of bad) expect(parseCursor(cursor)).toBeNull();
    expect(parseCursor(nextCursor)).not.toBeNull();
  });

  it("shows nothing of another tenant, whoever's cursor it is given", async () => {
    const { nextCursor } = await listJobs(test.database, 'acme', {}, { limit: 1 });
    const page = await listJobs(test.database, 'other', {}, { limit: 100, after: place(nextCursor) });
    expect(page.rows.length).toBeGreaterThan(0);
    expect(new Set(page.rows.map(({ tenantId }) => tenantId))).toEqual(new Set(['other']));
    expect(await listJobs(test.database, 'nobody', {}, { limit: 100 })).toEqual({
      rows: [],
      nextCursor: undefined,
    });
  });

  it('finds nothing for what PostgreSQL cannot even ask', async () => {
    for (const filter of [{ tag: 'a\0' }, { type: '\0' }, { tag: '\ud800' }]) {
      expect((await listJobs(test.database, 'acme', filter, { limit: 10 })).rows).toEqual([]);
    }
  });

  it.each<[JobFilter, string, string]>([
    [{}, `list_jobs_000000('acme', 21)`, 'jobs_by_time'],
    [{ status: 'failed' }, `list_jobs_010000('acme', 'failed', 21)`, 'jobs_by_status'],
    [{ type: 'x' }, `list_jobs_001000('acme', 'x', 21)`, 'jobs_by_type'],
    [{ status: 'failed', type: 'x' }, `list_jobs_011000('acme', 'failed', 'x', 1000, 21)`, 'jobs_by_status'],
    [{ tag: 'x' }, `list_jobs_100000('acme', 'x', 1000, 21)`, 'job_tags_pkey'],
    [{ tag: 'x', type: 'x' }, `list_jobs_101000('acme', 'x', 'x', 1000, 21)`, 'job_tags_pkey'],
  ])('reads a page of %j from an index, in order', async (filter, execution, index) => {
    const database = test.open({ max: 1 });
    // As for a table that is not tiny.
    await database.pool.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
    await listJobs(database, 'acme', filter, { limit: 20 });
    const { rows } = await database.pool.query(`EXPLAIN EXECUTE ${execution}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    // Nothing between it and the limit has to see all of it.
    expect(plan).toMatch(new RegExp(`Limit .*\\n\\s+->  Index (Only )?Scan Backward using ${index} `));
  });
});
