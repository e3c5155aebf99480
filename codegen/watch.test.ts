import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Watcher, watchSpecs } from './watch.js';

let root: string;
let watcher: Watcher | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'specwire-watch-'));
  await mkdir(join(root, 'specs/jobs'), { recursive: true });
});
afterEach(async () => {
  await watcher?.close();
  await rm(root, { recursive: true, force: true });
});

const save = (path: string) => writeFile(join(root, path), `${Math.random()}`);
const soon = { timeout: 5_000, interval: 10 };

test('runs after a save, a new file in a folder included', async () => {
  const task = vi.fn(async () => {});
  watcher = await watchSpecs(root, task);
  expect(task).not.toHaveBeenCalled();
  await save('specs/openapi.yaml');
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(1), soon);
  await save('specs/jobs/a.yaml');
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(2), soon);
});

test('saves during a run lead to one more run, never to two at once', async () => {
  let running = 0;
  let most = 0;
  let finish = (): void => {};
  const task = vi.fn(async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    running--;
  });
  watcher = await watchSpecs(root, task);
  await save('specs/a.yaml');
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(1), soon);
  await save('specs/b.yaml');
  await new Promise((resolve) => setTimeout(resolve, 150));
  await save('specs/c.yaml');
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(task).toHaveBeenCalledTimes(1);
  finish();
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(2), soon);
  finish();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(task).toHaveBeenCalledTimes(2);
  expect(most).toBe(1);
});
