/** Who may come in: keys, stream tokens, workers, locks. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withAdvisoryLock } from './advisory-lock.js';
import { createApiKey, ensureApiKey, ensureOnlyApiKey, findApiKey, revokeApiKey } from './api-keys.js';
import { newJobId } from './job-id.js';
import { findJob } from './jobs.js';
import { createStreamToken, findStreamToken } from './stream-tokens.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, addJobIn, addRunningJob } from './testing/jobs.js';
import { announceWorker, listWorkers, removeWorker } from './workers.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
}, 60_000);
afterAll(() => test.stop());

describe('API keys', () => {
  it('are found by the key, which is not stored', async () => {
    const { key, apiKey } = await createApiKey(test.database, {
      tenantId: 'acme',
      label: 'CI',
      limits: { jobsPerMinute: 5 },
    });
    expect(apiKey).toMatchObject({
      tenantId: 'acme',
      label: 'CI',
      jobsPerMinute: 5,
      readsPerMinute: undefined,
    });
    expect(await findApiKey(test.database, key)).toEqual(apiKey);
    expect(await findApiKey(test.database, `${key}x`)).toBeUndefined();
    const stored = await test.sql('SELECT * FROM api_keys');
    expect(JSON.stringify(stored)).not.toContain(key);
  });

  it('are the same key when they are ensured again, with the limits of the last time', async () => {
    const options = { key: 'a key of my own', tenantId: 'default' };
    const ensured = await Promise.all(Array.from({ length: 5 }, () => ensureApiKey(test.database, options)));
    expect(new Set(ensured.map(({ id }) => id)).size).toBe(1);
    const limits = { jobsPerMinute: 10_000, readsPerMinute: 10_000 };
    expect(await ensureApiKey(test.database, { ...options, limits })).toEqual({ ...ensured[0], ...limits });
  });

  it('open nothing once they are revoked, nor do their stream tokens, also if they are ensured again', async () => {
    const { key, apiKey } = await createApiKey(test.database, { tenantId: 'acme' });
    const jobId = await addJob(test.database);
    const created = await createStreamToken(test.database, { tenantId: 'acme', jobId, apiKeyId: apiKey.id });
    expect(await findStreamToken(test.database, created?.token ?? '')).toBeDefined();
    expect(await revokeApiKey(test.database, 'other', apiKey.id)).toBe(false);
    expect(await revokeApiKey(test.database, 'acme', apiKey.id)).toBe(true);
    expect(await revokeApiKey(test.database, 'acme', apiKey.id)).toBe(false);
    expect(await findApiKey(test.database, key)).toBeUndefined();
    expect(await findStreamToken(test.database, created?.token ?? '')).toBeUndefined();
    await ensureApiKey(test.database, { key, tenantId: 'acme' });
    expect(await findApiKey(test.database, key)).toBeUndefined();
  });

  it('make way for the next one of their label and tenant, and come back, unless a person revoked them', async () => {
    const ensure = (key: string, tenantId = 'only') =>
      ensureOnlyApiKey(test.database, { key, tenantId, label: 'bootstrap' });
    const opens = async (...keys: string[]) =>
      Promise.all(keys.map(async (key) => (await findApiKey(test.database, key)) !== undefined));
    const { key: unlike } = await createApiKey(test.database, { tenantId: 'only', label: 'CI' });
    await ensure('of another tenant', 'else');
    const { id } = await ensure('first');
    await ensure('second');
    expect(await opens('first', 'second', unlike, 'of another tenant')).toEqual([false, true, true, true]);
    await ensure('first');
    expect(await opens('first', 'second')).toEqual([true, false]);
    await revokeApiKey(test.database, 'only', id);
    await ensure('first');
    await ensure('second');
    await ensure('first');
    expect(await opens('first', 'second')).toEqual([false, false]);
  });

  it('leave one when several are ensured at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const keys = ['one', 'two', 'three', 'four'].map((key) => `${key}-${round}`);
      const tenantId = `race-${round}`;
      await Promise.all(
        keys.map((key) => ensureOnlyApiKey(test.database, { key, tenantId, label: 'bootstrap' })),
      );
      const found = await Promise.all(keys.map((key) => findApiKey(test.database, key)));
      expect(found.filter((key) => key !== undefined)).toHaveLength(1);
    }
  });
});

describe('stream tokens', () => {
  const create = async (jobId: string, tenantId = 'acme') => {
    const { apiKey } = await createApiKey(test.database, { tenantId: 'acme', limits: { readsPerMinute: 7 } });
    return {
      apiKey,
      token: await createStreamToken(test.database, { tenantId, jobId, apiKeyId: apiKey.id }),
    };
  };

  it('open one job for their tenant', async () => {
    const jobId = await addJob(test.database);
    const { apiKey, token } = await create(jobId);
    expect(token?.token).toMatch(/^st_[A-Za-z0-9_-]{32}$/);
    expect(await findStreamToken(test.database, token?.token ?? '')).toEqual({
      tenantId: 'acme',
      jobId,
      apiKeyId: apiKey.id,
      mayWrite: false,
      jobsPerMinute: undefined,
      readsPerMinute: 7,
    });
    expect((await create(jobId, 'other')).token).toBeUndefined();
    expect((await create(newJobId())).token).toBeUndefined();
    await test.sql('UPDATE stream_tokens SET expires_at = clock_timestamp() WHERE job_id = $1', [jobId]);
    expect(await findStreamToken(test.database, token?.token ?? '')).toBeUndefined();
  });

  it("live for 15 minutes after the job's latest possible end", async () => {
    const minutes = (date: Date | undefined, from: number) =>
      Math.round(((date?.getTime() ?? 0) - from) / 60_000);
    const queued = await addJob(test.database, { queueTimeoutSeconds: 600, timeoutSeconds: 1200 });
    expect(minutes((await create(queued)).token?.expiresAt, Date.now())).toBe(10 + 20 + 15);
    const running = await addRunningJob(test.database, { timeoutSeconds: 1200 });
    expect(minutes((await create(running)).token?.expiresAt, Date.now())).toBe(20 + 15);
    const finished = await addJobIn(test.database, 'failed');
    expect(minutes((await create(finished)).token?.expiresAt, Date.now())).toBe(15);
    const overdue = await addRunningJob(test.database);
    await test.sql(`UPDATE jobs SET deadline = deadline - interval '1 day' WHERE id = $1`, [overdue]);
    expect((await findJob(test.database, overdue))?.status).toBe('running');
    expect(minutes((await create(overdue)).token?.expiresAt, Date.now())).toBe(15);
  });
});

describe('workers', () => {
  it('are listed while they say that they live', async () => {
    await announceWorker(test.database, { id: 'w1', taskQueues: ['a', 'b'], ready: false });
    await announceWorker(test.database, { id: 'w2', taskQueues: ['a'], ready: true });
    await announceWorker(test.database, { id: 'w1', taskQueues: ['a', 'b'], ready: true });
    await test.sql(`UPDATE workers SET seen_at = seen_at - interval '1 minute' WHERE id = 'w2'`);
    expect(await listWorkers(test.database)).toMatchObject([
      { id: 'w1', taskQueues: ['a', 'b'], ready: true },
    ]);
    expect(await listWorkers(test.database, 120)).toHaveLength(2);
    await removeWorker(test.database, 'w1');
    expect(await listWorkers(test.database)).toEqual([]);
  });
});

describe('withAdvisoryLock', () => {
  /** A lock goes with its connection, which PostgreSQL notices a moment later. */
  const allFree = () =>
    vi.waitFor(async () => {
      const held = await test.sql(
        `SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
         WHERE locktype = 'advisory' AND datname = current_database()`,
      );
      expect(held).toEqual([]);
    }, 5000);

  it('lets one in at a time, whatever becomes of it', async () => {
    const other = test.open();
    const entered: string[] = [];
    const did = await withAdvisoryLock(test.database, 'sweep', async () => {
      entered.push('first');
      expect(await withAdvisoryLock(other, 'sweep', async () => void entered.push('second'))).toBe(false);
      expect(await withAdvisoryLock(other, 'else', async () => void entered.push('else'))).toBe(true);
    });
    expect(did).toBe(true);
    await allFree();
    const failing = withAdvisoryLock(test.database, 'sweep', () => Promise.reject(new Error('work failed')));
    await expect(failing).rejects.toThrow('work failed');
    await allFree();
    expect(await withAdvisoryLock(other, 'sweep', async () => void entered.push('third'))).toBe(true);
    expect(entered).toEqual(['first', 'else', 'third']);
  });

  it('survives the loss of its connection', async () => {
    const own = test.open();
    await withAdvisoryLock(own, 'cut', async () => {
      await test.sql(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect(await withAdvisoryLock(own, 'cut', async () => {})).toBe(true);
  });
});
