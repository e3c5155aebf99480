import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRow } from './job-row.js';
import type { JobStatus } from './job-status.js';
import { getJob } from './jobs.js';
import { type JobFilter, listJobs, parseCursor } from './list-jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, addJobIn } from './testing/jobs.js';

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

  const place = (cursor: string | undefined) =>
    cursor === undefined ? undefined : (parseCursor(cursor) ?? undefined);

  it('gives each job that the filter wants once, newest first, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 100 }), async (filter, limit) => {
        const listed: JobRow[] = [];
        let cursor: string | undefined;
        do {
          const after = place(cursor);
          const page = await listJobs(test.database, 'acme', filter, { limit, after });
          expect(page.rows.length).toBeLessThanOrEqual(limit);
          if (page.nextCursor !== undefined) expect(page.rows).toHaveLength(limit);
          listed.push(...page.rows);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        const wanted = all.filter((row) => matches(row, filter));
        expect(listed.map(({ jobId }) => jobId)).toEqual(wanted.map(({ jobId }) => jobId));
        expect(listed).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
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

  it('reads a page from an index, in order, whatever the filter', async () => {
    await addJobIn(test.database, 'failed');
    const queries: readonly [sql: string, index: string][] = [
      [`FROM jobs j WHERE j.tenant_id = 'acme' ORDER BY j.created_at DESC, j.id DESC`, 'jobs_by_time'],
      [
        `FROM jobs j WHERE j.tenant_id = 'acme' AND j.status = 'failed' ORDER BY j.created_at DESC, j.id DESC`,
        'jobs_by_status',
      ],
      [
        `FROM jobs j WHERE j.tenant_id = 'acme' AND j.type = 'x' ORDER BY j.created_at DESC, j.id DESC`,
        'jobs_by_type',
      ],
      [
        `FROM job_tags t JOIN jobs j ON j.id = t.job_id WHERE t.tenant_id = 'acme' AND t.tag = 'x'
         ORDER BY t.created_at DESC, t.job_id DESC`,
        'job_tags_pkey',
      ],
    ];
    const client = await test.database.pool.connect();
    // As for a table that is not tiny.
    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
    for (const [sql, index] of queries) {
      const { rows } = await client.query(`EXPLAIN SELECT j.* ${sql} LIMIT 21`);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain(`Backward using ${index}`);
      expect(plan).not.toContain('Sort');
    }
    client.release(true);
  });
});
