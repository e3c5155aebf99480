/** Runs a task now, and again whenever a spec is saved, one run at a time. */
import { watch as watchFolder } from 'node:fs';
import { join } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { SPEC_FOLDER } from './load/spec-files.js';

/** Editors save in several steps (empty, write, rename); this long after the last one the file is whole. */
const SETTLE_MILLISECONDS = 20;

/** Something that goes on until it is closed. */
export interface Watcher {
  close(): Promise<void>;
}

/** Watches the specs of a project, and resolves after the first run. `task` must not throw. */
export async function watchSpecs(root: string, task: () => Promise<void>): Promise<Watcher> {
  const { watch } = await import('chokidar');
  const runs = new Runs(task);
  const arm = (): FSWatcher =>
    watch(join(root, SPEC_FOLDER), { ignoreInitial: true }).on('all', () => runs.schedule());
  let specs = arm();
  // A watcher stays with its folder when that is renamed, and knows nothing of the one that takes its place.
  const doorway = watchFolder(root, (_, name) => {
    if (name !== SPEC_FOLDER) return;
    void specs.close();
    specs = arm().once('ready', () => runs.schedule());
  });
  await new Promise<void>((resolve) => {
    specs.once('ready', () => resolve());
  });
  // Only now: what is saved while it goes on is seen, and leads to a second run.
  await runs.start();
  return {
    close: async () => {
      doorway.close();
      await specs.close();
      await runs.end();
    },
  };
}

/**
 * Watches the files that a task names, those among them that are not there yet, and resolves after its first run. They may
 * be others each time: a document is edited to refer to more. `task` must not throw.
 */
export async function watchFiles(task: () => Promise<readonly string[]>): Promise<Watcher> {
  const { watch } = await import('chokidar');
  let watched: readonly string[] = [];
  let watcher: FSWatcher | undefined;
  const runs = new Runs(async () => {
    const files = (await task()).toSorted();
    if (files.length === watched.length && files.every((file, index) => file === watched[index])) return;
    watched = files;
    await watcher?.close();
    watcher = watch([...files], { ignoreInitial: true }).on('all', () => runs.schedule());
    // What was saved before they were watched is found by one more run, which names the same files.
    watcher.once('ready', () => runs.schedule());
  });
  await runs.start();
  return {
    close: async () => {
      await runs.end();
      await watcher?.close();
    },
  };
}

/** Runs of a task, never two at once. */
class Runs {
  readonly #task: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(task: () => Promise<void>) {
    this.#task = task;
  }

  /** Runs at once, or once more after the run that goes on. */
  start(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#task().finally(() => {
      this.#running = undefined;
      if (!this.#again) return;
      this.#again = false;
      void this.start();
    });
    return this.#running;
  }

  /** Runs when nothing more has been saved for a moment. */
  schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.start(), SETTLE_MILLISECONDS);
  }

  /** Resolves when nothing runs any more. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#again = false;
    await this.#running;
  }
}
