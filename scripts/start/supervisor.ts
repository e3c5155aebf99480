/** Keeps the processes of a local Specwire running: started in order, started again when they die, stopped in reverse. */

/** A process as the supervisor sees it. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  stop(): Promise<void>;
}

/** Something to keep running. */
export interface Service {
  readonly name: string;
  start(): Promise<Running>;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;
/** A process that ran this long gets its first delay again. */
const STEADY_MS = 30_000;

interface Kept {
  readonly service: Service;
  running: Running | undefined;
  delay: number;
}

/** Supervises services. */
export class Supervisor {
  readonly #say: (line: string) => void;
  readonly #kept: Kept[] = [];
  #stopping: Promise<void> | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Whether everything is being stopped. */
  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Starts a service and keeps it running from then on. Rejects if it does not start the first time. */
  async keep<T extends Running>(service: { readonly name: string; start(): Promise<T> }): Promise<T> {
    const kept: Kept = { service, running: undefined, delay: FIRST_DELAY_MS };
    this.#kept.push(kept);
    const running = await service.start();
    kept.running = running;
    // A stop that came meanwhile has not seen it.
    if (this.#stopping) await running.stop();
    else void this.#watch(kept, running);
    return running;
  }

  /** Stops everything, the last one started first. Called again, it waits for the same stop. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (const kept of [...this.#kept].reverse()) await kept.running?.stop();
  }

  async #watch(kept: Kept, first: Running): Promise<void> {
    let running = first;
    let since = Date.now();
    for (;;) {
      await running.ended;
      if (this.isStopping) return;
      if (Date.now() - since > STEADY_MS) kept.delay = FIRST_DELAY_MS;
      this.#say(`${kept.service.name} ended unexpectedly; starting it again in ${kept.delay / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, kept.delay));
      kept.delay = Math.min(kept.delay * 2, MAX_DELAY_MS);
      if (this.isStopping) return;
      since = Date.now();
      const next = await this.#restart(kept);
      if (next === undefined) return;
      running = next;
    }
  }

  async #restart(kept: Kept): Promise<Running | undefined> {
    for (;;) {
      try {
        kept.running = await kept.service.start();
        if (!this.isStopping) return kept.running;
        await kept.running.stop();
        return undefined;
      } catch (error) {
        if (this.isStopping) return undefined;
        const reason = error instanceof Error ? error.message : String(error);
        this.#say(`${kept.service.name}: ${reason}; trying again in ${kept.delay / 1000} s`);
        await new Promise((resolve) => setTimeout(resolve, kept.delay));
        kept.delay = Math.min(kept.delay * 2, MAX_DELAY_MS);
      }
    }
  }
}
