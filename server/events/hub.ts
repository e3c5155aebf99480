/**
 * Follows the logs of the jobs that somebody reads. The log is the only source: a notification says that it is worth a look,
 * and may bring along what stands there, so that a lost one costs time and nothing else. All who read a job get the same
 * frames, built once.
 */
import type { JobNews } from '../../store/index.js';
import { buildBatch, type FrameBatch } from './frames.js';
import type { LogFinding, LogReader } from './log-reader.js';

/** Somebody who wants a job's events in order. */
export interface Reader {
  /** The last seq that it has. */
  readonly cursor: number;
  /** Whether it takes more now. When it does again, it calls `resume`. */
  readonly isReady: boolean;
  /** Takes the events after its cursor and moves the cursor. */
  deliver(batch: FrameBatch): void;
  /** The log has no longer what comes after the cursor: the job was deleted, or its log expired. */
  lose(): void;
}

/** A reader's place at the hub. */
export interface Subscription {
  /** The reader is ready again. */
  resume(): void;
  close(): void;
}

interface Follower {
  readonly reader: Reader;
  isReading: boolean;
  isClosed: boolean;
  /** The page after the one that the reader is taking, read meanwhile. One at most. */
  ahead: { readonly after: number; readonly batch: Promise<LogFinding> } | undefined;
}

interface Feed {
  readonly jobId: string;
  readonly followers: Set<Follower>;
  /** The last seq known to be in the log. */
  head: number;
  /** The newest batches, for those who were not ready when they came. */
  recent: FrameBatch[];
  recentBytes: number;
  isReading: boolean;
  isDirty: boolean;
}

/** What a job's newest frames may occupy for each of its readers; a reader further behind reads the log. */
const RECENT_BYTES_PER_READER = 16 * 1024;
const RECENT_BYTES_MAX = 1024 * 1024;
const RETRY_MS = 500;
/** From so many readers on, sending to all of them is what a process is busy with. */
const MANY_READERS = 32;
const LONGEST_REST_MS = 50;

/** The hub of one server process. */
export class EventHub {
  readonly #live: LogReader;
  readonly #replay: LogReader;
  readonly #onError: (error: unknown) => void;
  readonly #feeds = new Map<string, Feed>();
  readonly #failed = new Set<Feed>();
  #retryTimer: NodeJS.Timeout | undefined;

  /** Two lanes, so that somebody's long replay does not hold up what is new. */
  constructor(lanes: { live: LogReader; replay: LogReader; onError: (error: unknown) => void }) {
    this.#live = lanes.live;
    this.#replay = lanes.replay;
    this.#onError = lanes.onError;
  }

  /** How many jobs are followed. */
  get size(): number {
    return this.#feeds.size;
  }

  /** Follows a job whose log is known to reach to `head`. */
  follow(jobId: string, head: number, reader: Reader): Subscription {
    const feed = this.#feedOf(jobId, head);
    const follower: Follower = { reader, isReading: false, isClosed: false, ahead: undefined };
    feed.followers.add(follower);
    this.#pump(feed, follower);
    // Something may have come between the look at the job and now.
    this.#readOn(feed);
    return {
      resume: () => this.#pump(feed, follower),
      close: () => this.#close(feed, follower),
    };
  }

  /** There is something new of these jobs. */
  tell(news: Iterable<JobNews>): void {
    for (const { jobId, events } of news) {
      const feed = this.#feeds.get(jobId);
      const last = events.at(-1);
      if (feed === undefined || (last !== undefined && last.seq <= feed.head)) continue;
      const batch = feed.isReading || events[0]?.seq !== feed.head + 1 ? undefined : buildBatch(events);
      if (batch === undefined) this.#readOn(feed);
      else this.#take(feed, batch);
    }
  }

  /** Notifications may have been lost: looks at everything that is followed. */
  wakeAll(): void {
    for (const feed of this.#feeds.values()) this.#readOn(feed);
  }

  /** Stops the hub's timer. Its readers are closed by whoever owns them. */
  close(): void {
    clearTimeout(this.#retryTimer);
  }

  #feedOf(jobId: string, head: number): Feed {
    const known = this.#feeds.get(jobId);
    if (known !== undefined) {
      if (head > known.head) this.#raise(known, head);
      return known;
    }
    const feed: Feed = {
      jobId,
      followers: new Set(),
      head,
      recent: [],
      recentBytes: 0,
      isReading: false,
      isDirty: false,
    };
    this.#feeds.set(jobId, feed);
    return feed;
  }

  #close(feed: Feed, follower: Follower): void {
    follower.isClosed = true;
    feed.followers.delete(follower);
    if (feed.followers.size > 0) return;
    this.#failed.delete(feed);
    if (this.#feeds.get(feed.jobId) === feed) this.#feeds.delete(feed.jobId);
  }

  /** Reads what is new behind the head; while a read is under way, one more is remembered. */
  #readOn(feed: Feed): void {
    feed.isDirty = true;
    if (feed.isReading) return;
    feed.isReading = true;
    feed.isDirty = false;
    this.#live.read(feed.jobId, feed.head).then(
      (batch) => {
        if (batch === undefined || feed.followers.size === 0) return this.#doneReading(feed, false);
        if (batch !== 'gone') return this.#take(feed, batch);
        feed.isReading = false;
        this.#lose(feed);
      },
      (error: unknown) => {
        feed.isReading = false;
        this.#retryLater(feed, error);
      },
    );
  }

  /** Sends on what comes after the head. What comes meanwhile is read afterwards. */
  #take(feed: Feed, batch: FrameBatch): void {
    const started = performance.now();
    feed.isReading = true;
    this.#publish(feed, batch);
    if (feed.followers.size < MANY_READERS) this.#doneReading(feed, batch.hasMore);
    else rest(started, () => this.#doneReading(feed, batch.hasMore));
  }

  #doneReading(feed: Feed, hasMore: boolean): void {
    feed.isReading = false;
    if ((hasMore || feed.isDirty) && feed.followers.size > 0) this.#readOn(feed);
  }

  /** The job was deleted: whoever had all of its events waits for nothing. */
  #lose(feed: Feed): void {
    for (const { reader } of feed.followers) reader.lose();
  }

  #publish(feed: Feed, batch: FrameBatch): void {
    feed.head = Math.max(feed.head, batch.lastSeq);
    this.#remember(feed, batch);
    for (const follower of feed.followers) {
      const { reader } = follower;
      if (reader.cursor === batch.firstSeq - 1 && reader.isReady && !follower.isReading)
        reader.deliver(batch);
      else this.#pump(feed, follower);
    }
  }

  #remember(feed: Feed, batch: FrameBatch): void {
    if (feed.followers.size < 2) {
      feed.recent = [];
      feed.recentBytes = 0;
      return;
    }
    const limit = Math.min(feed.followers.size * RECENT_BYTES_PER_READER, RECENT_BYTES_MAX);
    feed.recent.push(batch);
    feed.recentBytes += batch.bytes.length;
    while (feed.recentBytes > limit) feed.recentBytes -= feed.recent.shift()?.bytes.length ?? 0;
  }

  /** Gives a reader that is behind the head what it lacks: from the newest batches, else from the log. */
  #pump(feed: Feed, follower: Follower): void {
    const { reader } = follower;
    while (!follower.isClosed && !follower.isReading && reader.isReady && reader.cursor < feed.head) {
      const next = reader.cursor + 1;
      const batch = feed.recent.find((candidate) => candidate.firstSeq === next);
      if (batch === undefined) this.#replayTo(feed, follower);
      else reader.deliver(batch);
    }
  }

  #replayTo(feed: Feed, follower: Follower): void {
    const { reader } = follower;
    follower.isReading = true;
    this.#takePage(feed, follower).then(
      (batch) => {
        follower.isReading = false;
        if (follower.isClosed) return;
        if (batch === 'gone' || batch?.firstSeq !== reader.cursor + 1) return reader.lose();
        if (!batch.hasMore) return this.#deliverPage(feed, follower, batch);
        this.#readAhead(feed, follower, batch.lastSeq);
        // Once that query is on its way: building and writing this page takes as long as PostgreSQL needs for the next.
        follower.isReading = true;
        setImmediate(() => {
          follower.isReading = false;
          if (!follower.isClosed) this.#deliverPage(feed, follower, batch);
        });
      },
      (error: unknown) => {
        follower.isReading = false;
        if (!follower.isClosed) this.#retryLater(feed, error);
      },
    );
  }

  #deliverPage(feed: Feed, follower: Follower, batch: FrameBatch): void {
    follower.reader.deliver(batch);
    if (batch.lastSeq > feed.head) this.#raise(feed, batch.lastSeq);
    this.#pump(feed, follower);
  }

  #takePage(feed: Feed, follower: Follower): Promise<LogFinding> {
    const { ahead, reader } = follower;
    const read = () => this.#replay.read(feed.jobId, reader.cursor);
    follower.ahead = undefined;
    if (ahead?.after !== reader.cursor) return read();
    // Read ahead at the end of the log, nothing was there; that says nothing about now.
    return ahead.batch.then((batch) => batch ?? read());
  }

  /** While the reader takes a page, PostgreSQL prepares the next. */
  #readAhead(feed: Feed, follower: Follower, after: number): void {
    const batch = this.#replay.read(feed.jobId, after);
    // Whoever takes the page sees the error; nobody may ever take it.
    batch.catch(() => undefined);
    follower.ahead = { after, batch };
  }

  /** The log turned out to reach further: whoever waits at the old head is behind now. */
  #raise(feed: Feed, head: number): void {
    feed.head = head;
    for (const follower of feed.followers) this.#pump(feed, follower);
  }

  /** The database is away: readers stay and are served when it is back. */
  #retryLater(feed: Feed, error: unknown): void {
    if (feed.followers.size === 0) return;
    if (this.#failed.size === 0) this.#onError(error);
    this.#failed.add(feed);
    this.#retryTimer ??= setTimeout(() => {
      this.#retryTimer = undefined;
      const feeds = [...this.#failed];
      this.#failed.clear();
      for (const failed of feeds) {
        this.#readOn(failed);
        for (const follower of failed.followers) this.#pump(failed, follower);
      }
    }, RETRY_MS);
  }
}

/**
 * Leaves as much time to everything else as has gone by since a moment: what comes meanwhile goes out together, in fewer
 * writes to each reader.
 */
function rest(since: number, andThen: () => void): void {
  // Node writes to the sockets once the code of this turn has run.
  setImmediate(() => setTimeout(andThen, Math.min(performance.now() - since, LONGEST_REST_MS)));
}
