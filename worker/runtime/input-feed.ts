/** What a job is told while it runs, as its handler reads it: from the database, in order, from its checkpoint on. */
import { toValidationErrors } from '../../generated/contract/validation.js';
import { type JobDefinition, JobError, type ReceivedInput } from '../../generated/worker/job.js';
import type { StoredJobInput } from '../../store/index.js';

/** What a feed reads from. */
export interface InputFeedOptions {
  readonly definition: JobDefinition;
  /** The last input that the checkpoint covers. */
  readonly readCovered: () => Promise<number>;
  /** The next inputs after a number. */
  readonly read: (after: number, limit: number) => Promise<readonly StoredJobInput[]>;
  /** Ends the waiting, with its reason. */
  readonly signal: AbortSignal;
  /** Hears of reads that failed; they are tried again. */
  readonly onError: (error: unknown) => void;
}

/** So many are read at once, and kept. */
const PAGE = 32;
/** A notification may be lost, and the database away: what waits looks by itself this often. */
const REREAD_MS = 3000;

/** The inputs of one attempt. */
export class InputFeed implements AsyncIterableIterator<ReceivedInput, void, void> {
  readonly #options: InputFeedOptions;
  #page: StoredJobInput[] = [];
  #taken: number | undefined;
  #reading: Promise<IteratorResult<ReceivedInput, void>> = Promise.resolve({ done: true, value: undefined });
  #wakeUp: (() => void) | undefined;
  /** Something came while nobody waited, or while a read was under way. */
  #isDirty = false;
  #isClosed = false;

  constructor(options: InputFeedOptions) {
    this.#options = options;
  }

  /** The last input that the handler has; undefined while it has not asked for any. */
  get taken(): number | undefined {
    return this.#taken;
  }

  /** Something has come. */
  wake(): void {
    this.#isDirty = true;
    this.#wakeUp?.();
  }

  /** The attempt is over: whoever still waits gets nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#wakeUp?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next input; waits for it, if need be as long as the attempt lives. Calls are served one after the other. */
  next(): Promise<IteratorResult<ReceivedInput, void>> {
    const take = () => this.#take();
    this.#reading = this.#reading.then(take, take);
    // Whoever asked ahead may have left; the rejection is for those who wait.
    this.#reading.catch(() => undefined);
    return this.#reading;
  }

  async #take(): Promise<IteratorResult<ReceivedInput, void>> {
    const { signal } = this.#options;
    for (;;) {
      signal.throwIfAborted();
      if (this.#isClosed) return { done: true, value: undefined };
      const input = this.#page.shift();
      if (input !== undefined) {
        const value = this.#parse(input);
        this.#taken = input.seq;
        return { done: false, value };
      }
      this.#isDirty = false;
      this.#page = await this.#readPage();
      if (this.#page.length === 0 && !this.#isDirty) await this.#wait();
    }
  }

  async #readPage(): Promise<StoredJobInput[]> {
    try {
      this.#taken ??= await this.#options.readCovered();
      return [...(await this.#options.read(this.#taken, PAGE))];
    } catch (error) {
      this.#options.onError(error);
      return [];
    }
  }

  #wait(): Promise<void> {
    const { signal } = this.#options;
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', go);
        this.#wakeUp = undefined;
        resolve();
      };
      const timer = setTimeout(go, REREAD_MS);
      this.#wakeUp = go;
      signal.addEventListener('abort', go, { once: true });
    });
  }

  /** Checked again, and completed with defaults: the server may be of another version than this worker. */
  #parse({ id, seq, body }: StoredJobInput): ReceivedInput {
    const data = JSON.parse(body) as { readonly type: string };
    const { spec, validators } = this.#options.definition;
    const validate = validators.inputs?.[data.type];
    if (validate?.(data) === true) return { id, seq, data };
    const [fault] = toValidationErrors(validate?.errors ?? [], 'body');
    const where = fault === undefined ? '' : `: ${fault.pointer} ${fault.message}`;
    const what = `The input ${id} does not fit version ${spec.version} of ${spec.name}${where}.`;
    throw new JobError('input_rejected', what, { retryable: false });
  }
}
