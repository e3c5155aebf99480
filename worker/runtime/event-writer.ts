import type { AppendOp, AppendOutcome } from '../../store/index.js';

/** Ops of one job in one transaction, and the most that wait for it: the generator is not run further than this. */
const MAX_OPS = 64;

/** Stores a job's ops in order: at once when none is on its way, else together when that one is stored. */
export class EventWriter {
  readonly #append: (ops: readonly AppendOp[]) => Promise<AppendOutcome>;
  readonly #onOutcome: (outcome: AppendOutcome) => void;
  #waiting: AppendOp[] = [];
  #draining: Promise<void> | undefined;
  #last: AppendOutcome | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** `onOutcome` hears what each append tells about the job. */
  constructor(
    append: (ops: readonly AppendOp[]) => Promise<AppendOutcome>,
    onOutcome: (outcome: AppendOutcome) => void,
  ) {
    // One that throws at once fails like one that rejects later: not before the drain is known.
    this.#append = async (ops) => append(ops);
    this.#onOutcome = onOutcome;
  }

  /** Takes an op; waits only while too many are waiting already. */
  async push(op: AppendOp): Promise<void> {
    this.#throwFailure();
    this.#waiting.push(op);
    this.#draining ??= this.#drain();
    while (this.#waiting.length >= MAX_OPS && this.#failure === undefined) await this.#draining;
    this.#throwFailure();
  }

  /** Stores all that waits; returns what the last append told, if there was one. */
  async flush(): Promise<AppendOutcome | undefined> {
    await this.#draining;
    this.#throwFailure();
    return this.#last;
  }

  /** Stores the last op of the attempt, together with what waits. */
  async finish(op: AppendOp): Promise<AppendOutcome> {
    await this.push(op);
    const outcome = await this.flush();
    if (outcome === undefined) throw new Error('nothing was appended');
    return outcome;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const ops = this.#waiting.splice(0, MAX_OPS);
        this.#last = await this.#append(ops);
        this.#onOutcome(this.#last);
      }
    } catch (error) {
      this.#failure = { error };
      this.#waiting = [];
    } finally {
      this.#draining = undefined;
    }
  }

  /** Tells once: after that, the attempt may still write how it ended. */
  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure.error;
  }
}
