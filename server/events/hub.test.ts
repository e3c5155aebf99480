import { describe, expect, it } from 'vitest';
import type { LogCursor, StoredEvent } from '../../store/index.js';
import type { FrameBatch } from './frames.js';
import { EventHub, type Reader, type Subscription } from './hub.js';
import { LogReader } from './log-reader.js';

/** A log in memory that counts its queries and can be taken away. */
class FakeLog {
  readonly jobs = new Map<string, StoredEvent[]>();
  queries: (readonly LogCursor[])[] = [];
  isDown = false;
  saysMore = false;
  /** Says of a job without a log that it is gone, as the store does. */
  knowsJobs = false;
  pageSize = 10;

  append(jobId: string, count: number, last = 'token'): void {
    const events = this.jobs.get(jobId) ?? [];
    for (let index = 0; index < count; index += 1) {
      const seq = events.length + 1;
      const isLast = index === count - 1;
      const type = isLast ? last : 'token';
      const data = type === 'job.status' ? { status: 'succeeded' } : {};
      events.push({ seq, type, body: JSON.stringify({ type, seq, data }) });
    }
    this.jobs.set(jobId, events);
  }

  read = async (cursors: readonly LogCursor[]) => {
    this.queries.push(cursors);
    await new Promise((resolve) => setImmediate(resolve));
    if (this.isDown) throw new Error('down');
    return cursors.map(({ jobId, after }) => {
      if (this.jobs.get(jobId) === undefined && this.knowsJobs) {
        return { jobId, events: [], hasMore: false, isGone: true };
      }
      const events = (this.jobs.get(jobId) ?? []).filter((event) => event.seq > after);
      const hasMore = events.length > (this.saysMore ? 0 : this.pageSize);
      return { jobId, events: events.slice(0, this.pageSize), hasMore, isGone: false };
    });
  };
}

/** A reader that keeps what it got and can be blocked after each delivery. */
class FakeReader implements Reader {
  cursor: number;
  isReady = true;
  isLost = false;
  isFinal = false;
  blocks = false;
  text = '';
  batches: FrameBatch[] = [];
  subscription: Subscription | undefined;

  constructor(after = 0) {
    this.cursor = after;
  }

  deliver(batch: FrameBatch): void {
    expect(batch.firstSeq).toBe(this.cursor + 1);
    expect(this.isReady).toBe(true);
    this.batches.push(batch);
    this.text += String(batch.bytes);
    this.cursor = batch.lastSeq;
    this.isFinal = batch.isFinal;
    if (this.blocks) this.isReady = false;
  }

  lose(): void {
    this.isLost = true;
  }

  unblock(): void {
    this.isReady = true;
    this.subscription?.resume();
  }
}

function setUp() {
  const log = new FakeLog();
  const errors: unknown[] = [];
  const hub = new EventHub({
    live: new LogReader(log.read),
    replay: new LogReader(log.read),
    onError: (error) => errors.push(error),
  });
  const follow = (jobId: string, head: number, reader = new FakeReader()) => {
    reader.subscription = hub.follow(jobId, head, reader);
    return reader;
  };
  return { log, hub, errors, follow };
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !condition(); turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('EventHub', () => {
  it('gives a reader the log from its cursor, then what is new', async () => {
    const { log, hub, follow } = setUp();
    log.append('a', 25);
    const reader = follow('a', 25, new FakeReader(3));
    await until(() => reader.cursor === 25);
    log.append('a', 2);
    hub.tell([{ jobId: 'a', events: [] }]);
    await until(() => reader.cursor === 27);
    expect(reader.text).toMatch(/^id: 4\n/);
  });

  it('delivers events that came along with their notification, without a query', async () => {
    const { log, hub, follow } = setUp();
    const readers = [follow('a', 0), follow('a', 0)];
    await settle();
    log.queries = [];
    log.append('a', 3);
    hub.tell([{ jobId: 'a', events: log.jobs.get('a') ?? [] }]);
    expect(readers.map(({ cursor }) => cursor)).toEqual([3, 3]);
    hub.tell([{ jobId: 'a', events: log.jobs.get('a')?.slice(1, 2) ?? [] }]);
    await settle();
    expect(log.queries).toEqual([]);
  });

  it('reads the log where what came along does not follow, or while it is being read', async () => {
    const { log, hub, follow } = setUp();
    const reader = follow('a', 0);
    log.append('a', 2);
    const tell = (from: number) => hub.tell([{ jobId: 'a', events: log.jobs.get('a')?.slice(from) ?? [] }]);
    // The look at the log that the reader began with is under way.
    tell(0);
    expect(reader.cursor).toBe(0);
    await until(() => reader.cursor === 2);
    await settle();
    log.append('a', 2);
    tell(3);
    await until(() => reader.cursor === 4);
    expect(reader.batches.map(({ lastSeq }) => lastSeq)).toEqual([2, 4]);
  });

  it('keeps what came along for a reader that was not ready', async () => {
    const { log, hub, follow } = setUp();
    const readers = [follow('a', 0), follow('a', 0)] as const;
    await settle();
    readers[0].isReady = false;
    log.append('a', 2);
    hub.tell([{ jobId: 'a', events: log.jobs.get('a') ?? [] }]);
    expect(readers.map(({ cursor }) => cursor)).toEqual([0, 2]);
    readers[0].unblock();
    await until(() => readers[0].cursor === 2);
    expect(readers[0].text).toBe(readers[1].text);
  });

  it('finds what came between the look at the job and the subscription', async () => {
    const { log, follow } = setUp();
    log.append('a', 3);
    const reader = follow('a', 1);
    await until(() => reader.cursor === 3);
  });

  it('reads all jobs that were woken together with one query', async () => {
    const { log, hub, follow } = setUp();
    const jobs = Array.from({ length: 50 }, (_, index) => `job${index}`);
    const readers = jobs.map((job) => follow(job, 0));
    await settle();
    log.queries = [];
    for (const job of jobs) log.append(job, 1);
    hub.tell(jobs.map((jobId) => ({ jobId, events: [] })));
    await until(() => readers.every((reader) => reader.cursor === 1));
    expect(log.queries).toHaveLength(1);
  });

  it('coalesces wakes that come while a query is under way', async () => {
    const { log, hub, follow } = setUp();
    const reader = follow('a', 0);
    await settle();
    log.queries = [];
    for (let index = 0; index < 30; index += 1) {
      log.append('a', 1);
      hub.tell([{ jobId: 'a', events: [] }]);
    }
    await until(() => reader.cursor === 30);
    expect(log.queries.length).toBeLessThanOrEqual(5);
  });

  it('gives all live readers the same bytes, built once', async () => {
    const { log, hub, follow } = setUp();
    const readers = Array.from({ length: 20 }, () => follow('a', 0));
    await settle();
    log.append('a', 5);
    hub.tell([{ jobId: 'a', events: [] }]);
    await until(() => readers.every((reader) => reader.cursor === 5));
    expect(new Set(readers.map((reader) => reader.batches[0]?.bytes)).size).toBe(1);
  });

  it('lets a blocked reader be, and the others go on; it gets everything when it reads on', async () => {
    const { log, hub, follow } = setUp();
    const slow = new FakeReader();
    slow.blocks = true;
    follow('a', 0, slow);
    const quick = follow('a', 0);
    for (let round = 0; round < 40; round += 1) {
      log.append('a', 7);
      hub.tell([{ jobId: 'a', events: [] }]);
      await until(() => quick.cursor === (round + 1) * 7);
    }
    expect(slow.batches.length).toBe(1);
    slow.blocks = false;
    slow.unblock();
    await until(() => slow.cursor === 280);
    expect(slow.text).toBe(quick.text);
  });

  it('follows to the end of the job', async () => {
    const { log, hub, follow } = setUp();
    const reader = follow('a', 0);
    log.append('a', 3, 'job.status');
    hub.tell([{ jobId: 'a', events: [] }]);
    await until(() => reader.isFinal);
    reader.subscription?.close();
    expect(hub.size).toBe(0);
  });

  it('keeps readers while the log is away, and serves them when it is back', async () => {
    const { log, hub, errors, follow } = setUp();
    const behind = new FakeReader();
    log.append('a', 4);
    log.isDown = true;
    follow('a', 4, behind);
    const live = follow('a', 4, new FakeReader(4));
    await settle();
    hub.wakeAll();
    await settle();
    expect(behind.cursor).toBe(0);
    expect(errors.length).toBeGreaterThan(0);
    log.isDown = false;
    log.append('a', 1);
    await until(() => behind.cursor === 5 && live.cursor === 5);
  });

  it('loses a reader whose events were deleted before it had them', async () => {
    const { log, hub, follow } = setUp();
    log.append('a', 30);
    const reader = new FakeReader();
    reader.blocks = true;
    follow('a', 30, reader);
    await until(() => reader.cursor === 10);
    log.jobs.delete('a');
    reader.unblock();
    // The page after the one that it took had been read already.
    await until(() => reader.cursor === 20);
    reader.unblock();
    await until(() => reader.isLost);
    expect(hub.size).toBe(1);
    reader.subscription?.close();
    expect(hub.size).toBe(0);
  });

  it('loses a reader who has everything when its job is deleted', async () => {
    const { log, hub, follow } = setUp();
    log.knowsJobs = true;
    log.append('a', 3);
    const reader = follow('a', 3, new FakeReader(3));
    await settle();
    expect(reader.isLost).toBe(false);
    log.jobs.delete('a');
    hub.tell([{ jobId: 'a', events: [] }]);
    await until(() => reader.isLost);
  });

  it('keeps a reader for whom nothing was there when the page after its own was read', async () => {
    const { log, hub, follow } = setUp();
    // A full page says that there is more, also when it is the last one.
    log.saysMore = true;
    log.append('a', 10);
    const reader = new FakeReader();
    reader.blocks = true;
    follow('a', 10, reader);
    await until(() => reader.cursor === 10);
    await settle();
    log.append('a', 5);
    hub.tell([{ jobId: 'a', events: [] }]);
    await settle();
    reader.unblock();
    await until(() => reader.cursor === 15 || reader.isLost);
    expect(reader.isLost).toBe(false);
  });

  it('serves readers at many places of one log alike', async () => {
    const { log, hub, follow } = setUp();
    log.append('a', 45);
    const readers = Array.from({ length: 46 }, (_, after) => follow('a', 40, new FakeReader(after)));
    log.append('a', 10, 'job.status');
    hub.tell([{ jobId: 'a', events: [] }]);
    await until(() => readers.every((reader) => reader.isFinal));
    const whole = readers[0]?.text ?? '';
    for (const reader of readers) expect(whole.endsWith(reader.text)).toBe(true);
  });
});

it('sends to many readers in few writes: while it has just been busy with them, what comes is collected', async () => {
  const { log, hub, follow } = setUp();
  log.pageSize = 1000;
  const readers = Array.from({ length: 200 }, () => follow('a', 0));
  await settle();
  for (let index = 0; index < 500; index += 1) {
    log.append('a', 1);
    hub.tell([{ jobId: 'a', events: [] }]);
    if (index % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => readers.every((reader) => reader.cursor === 500));
  expect(readers[0]?.batches.length).toBeLessThan(50);
});
