/** Reads pages of many jobs' logs with few queries: what is asked for while a query runs goes into the next one. */
import type { LogCursor, LogPage } from '../../store/index.js';
import { buildBatch, type FrameBatch } from './frames.js';

/** The log, as far as the reader needs it; jobs without events after their cursor may be left out of the answer. */
export type ReadLog = (cursors: readonly LogCursor[]) => Promise<readonly LogPage[]>;

/** What a read finds: the next frames; nothing, yet; or that the job was deleted. */
export type LogFinding = FrameBatch | undefined | 'gone';

interface Request extends LogCursor {
  readonly promise: Promise<LogFinding>;
  readonly resolve: (finding: LogFinding) => void;
  readonly reject: (error: unknown) => void;
}

/** So many cursors go into one query, where their pages are small. */
const MAX_CURSORS = 500;

/** A lane of reads with one query under way at a time. */
export class LogReader {
  readonly #readLog: ReadLog;
  readonly #maxCursors: number;
  #waiting = new Map<string, Request>();
  #isScheduled = false;

  /** A lane whose pages are full should have few of them in one query: it holds them all at once. */
  constructor(readLog: ReadLog, maxCursors = MAX_CURSORS) {
    this.#readLog = readLog;
    this.#maxCursors = maxCursors;
  }

  /** The next events after a seq as ready frames, shared by all who ask for the same. */
  read(jobId: string, after: number): Promise<LogFinding> {
    // Only a query that has not left yet is shared: one under way may have looked before the newest events came.
    const key = `${jobId} ${after}`;
    const known = this.#waiting.get(key);
    if (known !== undefined) return known.promise;
    const { promise, resolve, reject } = withResolvers<LogFinding>();
    this.#waiting.set(key, { jobId, after, promise, resolve, reject });
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      // The other jobs of the same wake ask in this turn of the loop too.
      queueMicrotask(() => void this.#run());
    }
    return promise;
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      const requests = this.#takeRequests();
      try {
        answer(requests, await this.#readLog(requests));
      } catch (error) {
        for (const request of requests) request.reject(error);
      }
    }
    this.#isScheduled = false;
  }

  #takeRequests(): Request[] {
    const requests: Request[] = [];
    const jobs = new Set<string>();
    for (const [key, request] of this.#waiting) {
      // A page is told by its job, so two cursors of one job go into two queries.
      if (jobs.has(request.jobId)) continue;
      jobs.add(request.jobId);
      requests.push(request);
      this.#waiting.delete(key);
      if (requests.length === this.#maxCursors) break;
    }
    // A new map once it is empty. In one that lives on, V8's old tables point to their successors: a dead one among the old
    // objects holds up whatever came after it, until the next full garbage collection.
    if (this.#waiting.size === 0) this.#waiting = new Map();
    return requests;
  }
}

function answer(requests: readonly Request[], pages: readonly LogPage[]): void {
  const byJob = new Map(pages.map((page) => [page.jobId, page]));
  for (const request of requests) {
    const page = byJob.get(request.jobId);
    if (page?.isGone) request.resolve('gone');
    else request.resolve(page === undefined ? undefined : buildBatch(page.events, page.hasMore));
  }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
