/** Jobs of the load project as the tests of faults use them, and what must be true of them afterwards. */
import { expect } from 'vitest';
import type { Client, WireJob } from './client.js';
import { type FaithfulReader, keptEvents } from './faithful-reader.js';
import { checkLog, type LogReport } from './log-checker.js';
import type { Service } from './service.js';

/** Input of `load.emit`. */
export interface Emit {
  readonly events: number;
  readonly per_second?: number;
  readonly checkpoint_every?: number;
  readonly padding?: number;
  readonly hold?: boolean;
}

/** A job that emits ticks. */
export function createEmit(client: Client, input: Emit): Promise<WireJob> {
  return client.create({ type: 'load.emit', input });
}

/** `create` as often as asked, all at once. */
export function many<T>(count: number, create: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => create(index)));
}

/** The reader has the whole log, to the letter. */
export async function expectWholeLog(service: Service, reader: FaithfulReader): Promise<void> {
  const sql = 'SELECT body FROM events WHERE job_id = $1 ORDER BY seq';
  const stored = (await service.query(sql, [reader.jobId])).map(({ body }) => body);
  expect((await reader.ended).map(({ raw }) => raw)).toEqual(stored);
}

/** The reader has each tick once, in order, over all attempts. */
export async function expectTicks(reader: FaithfulReader, count: number): Promise<void> {
  const events = await reader.ended;
  expect(events.at(-1)?.body.data.status, events.at(-1)?.raw).toBe('succeeded');
  const ticks = keptEvents(events, 'tick').map(({ body }) => body.data.n);
  expect(ticks).toEqual(Array.from({ length: count }, (_, index) => index + 1));
}

/** All jobs of the service have ended as they should, so many in each status; then they are removed, for the next test. */
export async function expectSoundLog(
  service: Service,
  statuses: Readonly<Record<string, number>>,
): Promise<LogReport> {
  const { client, query } = service;
  const report = await checkLog(query);
  expect(report.statuses).toEqual(statuses);
  for (const { id } of await query('SELECT id FROM jobs'))
    expect((await client.delete(`/v1/jobs/${id}`)).status).toBe(204);
  return report;
}

/** None of these jobs was run twice. Shows the logs of those that were. */
export async function expectRunOnce({ query }: Service, jobIds: readonly string[]): Promise<void> {
  const sql = `SELECT body FROM events WHERE job_id = ANY ($1)
    AND job_id IN (SELECT job_id FROM events WHERE type = 'job.retrying') ORDER BY job_id, seq`;
  expect((await query(sql, [jobIds])).map(({ body }) => body)).toEqual([]);
}
