import { describe, expect, it } from 'vitest';
import type { AppendOp } from './append-op.js';
import type { AppendOutcome, AttemptOps, EventLog } from './event-log.js';
import { GroupCommitter } from './group-commit.js';

const token = (text: string): AppendOp => ({ kind: 'event', type: 'token', data: { text } });
const tokens = (count: number) => Array.from({ length: count }, (_, index) => token(String(index)));

/** A log that answers when the test lets it. */
class HeldLog implements Pick<EventLog, 'append'> {
  readonly batches: { readonly id: string; readonly ops: readonly AttemptOps[] }[] = [];
  readonly seqs = new Map<string, number>();
  #release: (() => void) | undefined;
  isHeld = true;

  async append(id: string, ops: readonly AttemptOps[]): Promise<AppendOutcome[]> {
    this.batches.push({ id, ops: ops.map((part) => ({ ...part })) });
    if (this.isHeld) {
      await new Promise<void>((resolve) => {
        this.#release = resolve;
      });
    }
    return ops.map(({ jobId, ops: { length } }) => {
      const lastSeq = (this.seqs.get(jobId) ?? 0) + length;
      this.seqs.set(jobId, lastSeq);
      return { accepted: true, status: 'running', attempt: 1, version: 1, lastSeq };
    });
  }

  async letGo(): Promise<void> {
    this.#release?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** `job:number of ops` for each part of each batch. */
  get shape(): string[][] {
    return this.batches.map(({ ops }) => ops.map((part) => `${part.jobId}:${part.ops.length}`));
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('GroupCommitter', () => {
  it('writes at once when nothing is under way, and together what came meanwhile', async () => {
    const log = new HeldLog();
    const committer = new GroupCommitter({ log });
    const first = committer.append('a', 1, tokens(1));
    await turn();
    const rest = [
      committer.append('a', 1, tokens(2)),
      committer.append('b', 1, tokens(3)),
      committer.append('a', 1, tokens(1)),
    ];
    await turn();
    expect(log.shape).toEqual([['a:1']]);
    await log.letGo();
    expect(await first).toMatchObject({ accepted: true, lastSeq: 1 });
    expect(log.shape).toEqual([['a:1'], ['a:3', 'b:3']]);
    await log.letGo();
    expect((await Promise.all(rest)).map(({ lastSeq }) => lastSeq)).toEqual([4, 3, 4]);
    expect(committer.backlog).toBe(0);
  });

  it('takes what is appended in one turn of the loop into one batch', async () => {
    const log = new HeldLog();
    log.isHeld = false;
    const committer = new GroupCommitter({ log });
    await Promise.all(['a', 'b', 'c'].map((jobId) => committer.append(jobId, 1, tokens(1))));
    expect(log.shape).toEqual([['a:1', 'b:1', 'c:1']]);
  });

  it('takes 64 ops of a job at most, in order', async () => {
    const log = new HeldLog();
    log.isHeld = false;
    const committer = new GroupCommitter({ log });
    const outcomes = await Promise.all([
      committer.append('a', 1, tokens(100)),
      committer.append('b', 1, tokens(1)),
      committer.append('a', 1, tokens(40)),
    ]);
    expect(log.shape).toEqual([['a:64', 'b:1'], ['a:64'], ['a:12']]);
    expect(outcomes.map(({ lastSeq }) => lastSeq)).toEqual([128, 1, 140]);
  });

  it('bounds a batch, and whoever is left out comes first in the next', async () => {
    const log = new HeldLog();
    log.isHeld = false;
    const committer = new GroupCommitter({ log });
    const big = token('x'.repeat(1_500_000));
    await Promise.all(['a', 'b', 'c', 'd'].map((jobId) => committer.append(jobId, 1, [big, big])));
    expect(log.batches.length).toBeGreaterThan(2);
    for (const { ops } of log.batches) {
      const characters = ops.flatMap((part) => part.ops).reduce((sum, { data }) => sum + data.length, 0);
      expect(characters).toBeLessThan(6_000_000);
    }
    expect([...log.seqs.values()]).toEqual([2, 2, 2, 2]);
  });

  it('keeps attempts of one job apart', async () => {
    const log = new HeldLog();
    log.isHeld = false;
    const committer = new GroupCommitter({ log });
    await Promise.all([committer.append('a', 1, tokens(1)), committer.append('a', 2, tokens(2))]);
    expect(log.batches[0]?.ops.map(({ attempt, ops }) => [attempt, ops.length])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('stores what the caller had when it called', async () => {
    const log = new HeldLog();
    log.isHeld = false;
    const data = { text: 'before' };
    const appended = new GroupCommitter({ log }).append('a', 1, [{ kind: 'event', type: 'token', data }]);
    data.text = 'after';
    await appended;
    expect(log.batches[0]?.ops[0]?.ops[0]?.data).toBe('{"text":"before"}');
  });

  it('gives the refusal to all that waits for the attempt', async () => {
    const refusal: AppendOutcome = {
      accepted: false,
      reason: 'superseded',
      status: 'running',
      attempt: 2,
      version: 1,
      lastSeq: 1,
    };
    let calls = 0;
    const committer = new GroupCommitter({
      log: {
        append: async (_, ops) => {
          calls += 1;
          await turn();
          return ops.map(() => refusal);
        },
      },
    });
    const outcomes = await Promise.all([
      committer.append('a', 1, tokens(64)),
      committer.append('a', 1, tokens(9)),
    ]);
    expect(outcomes).toEqual([refusal, refusal]);
    expect(calls).toBe(1);
  });

  it('sends the same batch again under the same id while PostgreSQL cannot answer', async () => {
    const log = new HeldLog();
    log.isHeld = false;
    const errors = [
      new Error('Connection terminated unexpectedly'),
      Object.assign(new Error(), { code: '53100' }),
    ];
    const seen: unknown[] = [];
    const ids: string[] = [];
    const committer = new GroupCommitter({
      log: {
        append: async (id, ops) => {
          ids.push(id);
          const error = errors.shift();
          if (error) throw error;
          return log.append(id, ops);
        },
      },
      onRetry: (error) => seen.push(error),
    });
    expect(await committer.append('a', 1, tokens(1))).toMatchObject({ accepted: true });
    expect(seen).toHaveLength(2);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  it('lets only the job suffer whose ops cannot be stored', async () => {
    const log = new HeldLog();
    log.isHeld = false;
    const committer = new GroupCommitter({
      log: {
        append: async (id, ops) => {
          if (ops.some(({ jobId }) => jobId === 'bad')) throw new Error('invalid input syntax');
          return log.append(id, ops);
        },
      },
    });
    const results = await Promise.allSettled(
      ['a', 'bad', 'b'].map((jobId) => committer.append(jobId, 1, tokens(1))),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await committer.append('bad', 2, tokens(1)).catch(() => 'rejected')).toBe('rejected');
    expect(await committer.append('a', 1, tokens(1))).toMatchObject({ lastSeq: 2 });
  });

  it('waits for what was appended when it is closed, but not for ever', async () => {
    const log = new HeldLog();
    const committer = new GroupCommitter({ log });
    const appended = committer.append('a', 1, tokens(1));
    const closed = committer.close();
    await turn();
    await log.letGo();
    expect(await appended).toMatchObject({ accepted: true });
    await closed;
    await expect(committer.append('a', 1, tokens(1))).rejects.toThrow('closed');

    const away = new GroupCommitter({
      log: { append: () => Promise.reject(new Error('Connection terminated')) },
    });
    const lost = away.append('a', 1, tokens(1));
    await Promise.all([expect(lost).rejects.toThrow(), away.close(100)]);
  });
});
