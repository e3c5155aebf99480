/** What notifications bring along is what the log has. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toStoredOp } from './append-op.js';
import { postgresEventLog } from './event-log.js';
import { type JobNews, parseNews } from './news.js';
import { type Notifications, openNotifications } from './notifications.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addRunningJob } from './testing/jobs.js';

let test: TestDatabase;
let notifications: Notifications;
let told: JobNews[] = [];

beforeAll(async () => {
  test = await startTestDatabase();
  notifications = openNotifications(test.database, ['specwire_events']);
  notifications.subscribe({ onEvents: (news) => told.push(...news), onResync: () => {} });
  await notifications.ready;
}, 60_000);
afterAll(async () => {
  await notifications.close();
  await test.stop();
});

/** Appends to new jobs, to each so many events with so many characters, and returns what was told of them. */
async function tell(jobs: readonly (readonly number[])[], mark: string): Promise<Map<string, JobNews[]>> {
  const log = postgresEventLog(test.database, notifications);
  const ids = await Promise.all(jobs.map(() => addRunningJob(test.database)));
  await test.database.notifier.flush();
  const last = await addRunningJob(test.database);
  const batch = jobs.map((sizes, index) => ({
    jobId: ids[index] as string,
    attempt: 1,
    ops: sizes.map((size) => toStoredOp({ kind: 'event', type: 'token', data: mark.repeat(size) })),
  }));
  await until(() => told.some(({ jobId }) => jobId === last));
  told = [];
  await log.append(randomUUID(), batch);
  await until(() => ids.every((id) => told.some(({ jobId }) => jobId === id)));
  return new Map(ids.map((id) => [id, told.filter(({ jobId }) => jobId === id)]));
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !condition() && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 2));
  expect(condition()).toBe(true);
}

it('brings along what is small, as it is stored; of what is large it tells', async () => {
  const log = postgresEventLog(test.database, notifications);
  const jobs = fc.array(fc.array(fc.integer({ min: 0, max: 2500 }), { minLength: 1, maxLength: 12 }), {
    minLength: 1,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(jobs, fc.constantFrom('a', 'ü', '\n', ' ', '\u2028'), async (sizes, mark) => {
      for (const [jobId, news] of await tell(sizes, mark)) {
        const [page] = await log.readAfter([{ jobId, after: 2 }]);
        const stored = page?.events ?? [];
        const bytes = stored.reduce((sum, { body }) => sum + Buffer.byteLength(body) + 50, 0);
        // One event alone has all the room there is.
        if (bytes <= 3800) expect(news).toEqual([{ jobId, events: stored }]);
        else if (bytes > 3850) expect(news).toEqual([{ jobId, events: [] }]);
      }
    }),
    { numRuns: 20 },
  );
}, 60_000);

it('reads lists of ids, and lines of events', () => {
  expect(parseNews('a,b')).toEqual([
    { jobId: 'a', events: [] },
    { jobId: 'b', events: [] },
  ]);
  const body = (type: string) => `{"type":"${type}","data":{"text":"two words, and more"}}`;
  expect(parseNews(`a 3 ${body('x')}\na 4 ${body('y')}\nb\na 6 ${body('z')}`)).toEqual([
    {
      jobId: 'a',
      events: [
        { seq: 3, type: 'x', body: body('x') },
        { seq: 4, type: 'y', body: body('y') },
      ],
    },
    { jobId: 'b', events: [] },
    { jobId: 'a', events: [{ seq: 6, type: 'z', body: body('z') }] },
  ]);
});
