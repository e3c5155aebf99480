/** Runs a task again whenever a spec is saved, one run at a time. */
import { join } from 'node:path';
import { SPEC_FOLDER } from './load/spec-files.js';

/** Editors save in several steps (empty, write, rename); this long after the last one the file is whole. */
const SETTLE_MILLISECONDS = 20;

/** Something that goes on until it is closed. */
export interface Watcher {
  close(): Promise<void>;
}

/** Watches the specs of a project. `task` must not throw. */
export async function watchSpecs(root: string, task: () => Promise<void>): Promise<Watcher> {
  const { watch } = await import('chokidar');
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;

  const start = (): void => {
    if (running) {
      again = true;
      return;
    }
    running = task().finally(() => {
      running = undefined;
      if (!again) return;
      again = false;
      start();
    });
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(start, SETTLE_MILLISECONDS);
  };

  const watcher = watch(join(root, SPEC_FOLDER), { ignoreInitial: true }).on('all', schedule);
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  return {
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
      again = false;
      await running;
    },
  };
}
