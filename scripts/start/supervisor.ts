/** Keeps the processes of a local Specwire running: started in order, started again when they die, stopped in reverse. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A process as the supervisor sees it. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  stop(): Promise<void>;
}

/** Something to keep running. */
export interface Service<T extends Running = Running> {
  readonly name: string;
  start(): Promise<T>;
  /** Called when it has ended unasked, before it is started again. */
  onEnded?(): Promise<void>;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;
/** A process that ran this long gets its first delay again. */
const STEADY_MS = 30_000;

interface Kept {
  readonly service: Service;
  /** The process that runs or is just being started; a stop waits for the start, then stops what came of it. */
  running: Promise<Running>;
  delay: number;
  endings: number;
}

/** Supervises services. */
export class Supervisor {
  readonly #say: (line: string) => void;
  readonly #kept: Kept[] = [];
  readonly #abort = new AbortController();
  #stopping: Promise<void> | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Whether everything is being stopped. */
  get isStopping(): boolean {
    return this.signal.aborted;
  }

  /** Aborted as soon as everything is to stop. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Starts a service and keeps it running from then on. Rejects if it does not start the first time. */
  async keep<T extends Running>(service: Service<T>): Promise<T> {
    this.signal.throwIfAborted();
    const first = service.start();
    const kept: Kept = { service, running: first, delay: FIRST_DELAY_MS, endings: 0 };
    this.#kept.push(kept);
    const running = await first;
    this.signal.throwIfAborted();
    void this.#watch(kept, running);
    return running;
  }

  /** How often a service has ended unasked. */
  endingsOf(name: string): number {
    return this.#kept.find(({ service }) => service.name === name)?.endings ?? 0;
  }

  /** Stops everything, the last one started first. Called again, it waits for the same stop. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    this.#abort.abort(new Error('stopped'));
    for (const kept of [...this.#kept].reverse()) {
      // One that could not be started has been reported by whoever started it.
      const running = await kept.running.catch(() => undefined);
      await running?.stop();
    }
  }

  async #watch(kept: Kept, first: Running): Promise<void> {
    const { service } = kept;
    let running: Running | undefined = first;
    while (running !== undefined) {
      const since = Date.now();
      await running.ended;
      if (this.isStopping) return;
      kept.endings += 1;
      if (Date.now() - since > STEADY_MS) kept.delay = FIRST_DELAY_MS;
      this.#say(`${service.name} ended unexpectedly; starting it again in ${kept.delay / 1000} s`);
      await service.onEnded?.().catch(() => undefined);
      running = await this.#restart(kept);
    }
  }

  /** Tries until it runs; undefined if everything is being stopped. */
  async #restart(kept: Kept): Promise<Running | undefined> {
    for (;;) {
      await sleep(kept.delay, undefined, { signal: this.signal }).catch(() => undefined);
      if (this.isStopping) return undefined;
      kept.delay = Math.min(kept.delay * 2, MAX_DELAY_MS);
      try {
        kept.running = kept.service.start();
        return await kept.running;
      } catch (error) {
        if (this.isStopping) return undefined;
        const reason = error instanceof Error ? error.message : String(error);
        this.#say(`${kept.service.name}: ${reason}; trying again in ${kept.delay / 1000} s`);
      }
    }
  }
}
