/**
 * Group commit: what all the jobs of a worker process want to write goes into one durable transaction. It leaves at once
 * when none is under way; what comes meanwhile goes together with the next.
 */
import { randomUUID } from 'node:crypto';
import { type AppendOp, type StoredOp, toStoredOp } from './append-op.js';
import type { AppendOutcome, EventLog } from './event-log.js';
import { retryWhileUnavailable } from './retry.js';

export type { AppendOp } from './append-op.js';
export type { AppendOutcome } from './event-log.js';

/** Settings of a committer. */
export interface GroupCommitterOptions {
  readonly log: Pick<EventLog, 'append'>;
  /** Hears once for each time that PostgreSQL could not answer; the same batch is tried again until it can. */
  readonly onRetry?: (error: unknown) => void;
}

/** The most that one job puts into one transaction, so that no job holds up the others. */
const MAX_OPS_PER_JOB = 64;
/** The most that one transaction takes from all jobs. */
const MAX_JOBS = 500;
const MAX_CHARACTERS = 4_000_000;

/** Ops that were appended together, and how far they have come. */
interface Request {
  readonly ops: readonly StoredOp[];
  taken: number;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** What waits for one attempt, in order. */
interface Lane {
  readonly jobId: string;
  readonly attempt: number;
  readonly requests: Request[];
}

/** One lane's part of a batch. */
interface Part {
  readonly lane: Lane;
  readonly jobId: string;
  readonly attempt: number;
  readonly ops: readonly StoredOp[];
}

/** The committer of one process. */
export class GroupCommitter {
  readonly #log: Pick<EventLog, 'append'>;
  readonly #onRetry: ((error: unknown) => void) | undefined;
  #lanes = new Map<string, Lane>();
  readonly #closing = new AbortController();
  #committing: Promise<void> | undefined;

  constructor(options: GroupCommitterOptions) {
    this.#log = options.log;
    this.#onRetry = options.onRetry;
  }

  /**
   * Writes an attempt's ops, after all that it appended before. Resolves once they are durable, or refused; a call that
   * was refused may have been stored in part only if it had more than 64 ops. Whoever awaits each call before the next
   * has at most that much waiting: that is the back-pressure.
   */
  append(jobId: string, attempt: number, ops: readonly AppendOp[]): Promise<AppendOutcome> {
    if (ops.length === 0) throw new RangeError('nothing to append');
    // Now, so that what the caller does to its objects later does not matter.
    const stored = ops.map(toStoredOp);
    return new Promise((resolve, reject) => {
      if (this.#closing.signal.aborted) return reject(this.#closing.signal.reason);
      const key = `${jobId} ${attempt}`;
      const lane = this.#lanes.get(key) ?? { jobId, attempt, requests: [] };
      lane.requests.push({ ops: stored, taken: 0, resolve, reject });
      this.#lanes.set(key, lane);
      this.#committing ??= this.#commitAll();
    });
  }

  /** How many attempts have something waiting or under way. */
  get backlog(): number {
    return [...this.#lanes.values()].filter(({ requests }) => requests.length > 0).length;
  }

  /** Waits for what was appended, so many milliseconds at most; then gives up the rest and takes nothing more. */
  async close(patienceMs = 5000): Promise<void> {
    const giveUp = setTimeout(() => this.#closing.abort(new Error('the committer was closed')), patienceMs);
    await this.#committing;
    clearTimeout(giveUp);
    this.#closing.abort(new Error('the committer was closed'));
  }

  async #commitAll(): Promise<void> {
    // The other ops of this turn of the loop go along.
    await null;
    for (let parts = this.#takeBatch(); parts.length > 0; parts = this.#takeBatch())
      await this.#commit(parts);
    this.#committing = undefined;
  }

  #takeBatch(): Part[] {
    const parts: Part[] = [];
    const taken: [string, Lane][] = [];
    let characters = 0;
    // A new map for each batch: the tables of one whose entries come and go point to their successors, so that a dead one
    // among V8's old objects holds up all that came after it, until the next full garbage collection.
    const lanes = new Map<string, Lane>();
    for (const [key, lane] of this.#lanes) {
      if (lane.requests.length === 0) continue;
      if (parts.length === MAX_JOBS || characters >= MAX_CHARACTERS) {
        lanes.set(key, lane);
        continue;
      }
      const ops = takeOps(lane.requests, MAX_CHARACTERS - characters);
      for (const op of ops) characters += op.data.length;
      parts.push({ lane, jobId: lane.jobId, attempt: lane.attempt, ops });
      taken.push([key, lane]);
    }
    // To the end of the order: if a batch is full, whoever was left out comes first in the next.
    for (const [key, lane] of taken) lanes.set(key, lane);
    this.#lanes = lanes;
    return parts;
  }

  async #commit(parts: readonly Part[]): Promise<void> {
    const batchId = randomUUID();
    try {
      const outcomes = await retryWhileUnavailable(() => this.#log.append(batchId, parts), {
        signal: this.#closing.signal,
        onRetry: this.#onRetry,
      });
      parts.forEach((part, index) => {
        const outcome = outcomes[index];
        if (outcome !== undefined) this.#settle(part, outcome);
      });
    } catch (error) {
      // Something in the batch cannot be stored: one by one, so that only its own job suffers.
      if (parts.length > 1 && !this.#closing.signal.aborted)
        for (const part of parts) await this.#commit([part]);
      else for (const part of parts) this.#fail(part.lane, error);
    }
  }

  #settle(part: Part, outcome: AppendOutcome): void {
    const { requests } = part.lane;
    while (requests[0] !== undefined && (!outcome.accepted || requests[0].taken === requests[0].ops.length)) {
      requests.shift()?.resolve(outcome);
    }
  }

  #fail(lane: Lane, error: unknown): void {
    for (const request of lane.requests.splice(0)) request.reject(error);
  }
}

/** The next ops of a lane, in order; at least one. */
function takeOps(requests: readonly Request[], maxCharacters: number): StoredOp[] {
  const taken: StoredOp[] = [];
  let characters = 0;
  for (const request of requests) {
    while (request.taken < request.ops.length) {
      const op = request.ops[request.taken] as StoredOp;
      if (taken.length === MAX_OPS_PER_JOB) return taken;
      if (taken.length > 0 && characters + op.data.length > maxCharacters) return taken;
      taken.push(op);
      characters += op.data.length;
      request.taken += 1;
    }
  }
  return taken;
}
