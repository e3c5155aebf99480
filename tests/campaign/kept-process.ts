/** A server or a worker that is started again whenever it ends, as a supervisor would. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess, type TestProcess } from '../support/processes.js';

/** How soon it is noticed that a process has ended. */
const LOOK_MS = 100;
/** A process that ended by itself is not started again at once. */
const RESTART_MS = 500;

/** The process, whichever of its lives it is in. */
export class KeptProcess {
  readonly name: string;
  /** How often it ended without having been killed. */
  ownEnds = 0;
  readonly #start: () => TestProcess;
  readonly #readyLine: string;
  readonly #lives: TestProcess[] = [];
  readonly #stopping = new AbortController();
  readonly #keeping: Promise<void>;
  #downUntil = 0;
  #isKilled = false;

  /** `readyLine` is the log line that says that it is up. */
  constructor(entry: string, env: Record<string, string>, readyLine: string, root: string) {
    this.name = entry.split('/')[0] ?? entry;
    this.#readyLine = readyLine;
    this.#start = () => startProcess(entry, env, root);
    this.#lives.push(this.#start());
    this.#keeping = this.#keep();
  }

  /** Resolves when the present life has said that it is up. */
  async ready(): Promise<void> {
    await this.#current.logged(this.#readyLine, 120);
  }

  async kill(downMs: number): Promise<void> {
    this.#isKilled = true;
    this.#downUntil = Date.now() + downMs;
    const life = this.#lives.length;
    this.#current.signal('SIGKILL');
    while (this.#lives.length === life && !this.#stopping.signal.aborted) await sleep(LOOK_MS);
  }

  async freeze(milliseconds: number): Promise<void> {
    const frozen = this.#current;
    frozen.signal('SIGSTOP');
    await sleep(milliseconds);
    frozen.signal('SIGCONT');
  }

  /** All that its lives have printed. */
  output(): string {
    return this.#lives.map((life) => life.output()).join('\n--- started again ---\n');
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#keeping;
    await this.#current.stop();
  }

  get #current(): TestProcess {
    return this.#lives.at(-1) as TestProcess;
  }

  async #keep(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await sleep(LOOK_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#current.isRunning()) continue;
      if (!this.#isKilled) {
        this.ownEnds += 1;
        this.#downUntil = Date.now() + RESTART_MS;
        this.#isKilled = true;
      }
      if (Date.now() < this.#downUntil || this.#stopping.signal.aborted) continue;
      this.#isKilled = false;
      this.#lives.push(this.#start());
    }
  }
}
