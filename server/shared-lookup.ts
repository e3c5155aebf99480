/**
 * Lets requests that ask the same at the same time share one answer. Each gets one whose question was put after it came,
 * so nothing is ever stale; but while one question is under way, all who come meanwhile wait for the next, together.
 */
export class SharedLookup<T> {
  readonly #load: (key: string) => Promise<T>;
  /** For each key with a question under way, the next one, if anybody waits for it. */
  readonly #waiting = new Map<string, Promise<T> | undefined>();
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(load: (key: string) => Promise<T>) {
    this.#load = load;
  }

  /** Asks, or joins those who are about to ask. */
  find(key: string): Promise<T> {
    const running = this.#running.get(key);
    if (running === undefined) return this.#ask(key);
    const known = this.#waiting.get(key);
    if (known !== undefined) return known;
    const next = running.then(() => {
      this.#waiting.delete(key);
      return this.#ask(key);
    });
    this.#waiting.set(key, next);
    return next;
  }

  #ask(key: string): Promise<T> {
    const answer = this.#load(key);
    const settled = answer.then(ignore, ignore).then(() => {
      if (this.#running.get(key) === settled && !this.#waiting.has(key)) this.#running.delete(key);
    });
    this.#running.set(key, settled);
    return answer;
  }
}

function ignore(): void {}
