/** Lends a few expensive things, made when first needed, in the order in which they were asked for. */
export class LeasePool<T> {
  readonly #create: () => Promise<T>;
  readonly #free: T[] = [];
  readonly #waiting: ((thing: T) => void)[] = [];
  #canCreate: number;

  constructor(limit: number, create: () => Promise<T>) {
    this.#canCreate = limit;
    this.#create = create;
  }

  /** Waits for its turn; an aborted signal gives the place in the queue up and throws the signal's reason. */
  async acquire(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#canCreate > 0) {
      this.#canCreate--;
      try {
        return await this.#create();
      } catch (error) {
        this.#canCreate++;
        throw error;
      }
    }
    return await this.#wait(signal);
  }

  /** Gives a thing back; whoever has waited longest gets it. */
  release(thing: T): void {
    const next = this.#waiting.shift();
    if (next) next(thing);
    else this.#free.push(thing);
  }

  #wait(signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const take = (thing: T) => {
        signal.removeEventListener('abort', giveUp);
        resolve(thing);
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(signal.reason as Error);
      };
      this.#waiting.push(take);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
