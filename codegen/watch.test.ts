import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Watcher, watchFiles, watchSpecs } from './watch.js';

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

test('runs at once, and after a save, a new file in a folder included', async () => {
  const task = vi.fn(async () => {});
  watcher = await watchSpecs(root, task);
  expect(task).toHaveBeenCalledTimes(1);
  await save('specs/openapi.yaml');
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(2), soon);
  await save('specs/jobs/a.yaml');
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(3), soon);
});

test('a save during the first run leads to a second one', async () => {
  const task = vi.fn(async () => {
    if (task.mock.calls.length > 1) return;
    await save('specs/openapi.yaml');
    await new Promise((resolve) => setTimeout(resolve, 150));
  });
  watcher = await watchSpecs(root, task);
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(2), soon);
});

test('goes on when the folder is moved away and back, or another one takes its place', async () => {
  const task = vi.fn(async () => {});
  watcher = await watchSpecs(root, task);
  const seesSaves = async () => {
    // Moving is a change as well: wait until all that it leads to is over.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = task.mock.calls.length;
    await save('specs/jobs/a.yaml');
    await vi.waitFor(() => expect(task.mock.calls.length).toBeGreaterThan(before), soon);
  };
  await rename(join(root, 'specs'), join(root, 'specs2'));
  await rename(join(root, 'specs2'), join(root, 'specs'));
  await seesSaves();
  await cp(join(root, 'specs'), join(root, 'other'), { recursive: true });
  await rename(join(root, 'specs'), join(root, 'specs2'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await rename(join(root, 'other'), join(root, 'specs'));
  await seesSaves();
});

test('saves during a run lead to one more run, never to two at once', async () => {
  let running = 0;
  let most = 0;
  let finish = (): void => {};
  const task = vi.fn(async () => {
    // The first run, before any save.
    if (task.mock.calls.length === 1) return;
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    running--;
  });
  watcher = await watchSpecs(root, task);
  await save('specs/a.yaml');
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(2), soon);
  await save('specs/b.yaml');
  await new Promise((resolve) => setTimeout(resolve, 150));
  await save('specs/c.yaml');
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(task).toHaveBeenCalledTimes(2);
  finish();
  await vi.waitFor(() => expect(task).toHaveBeenCalledTimes(3), soon);
  finish();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(task).toHaveBeenCalledTimes(3);
  expect(most).toBe(1);
});

test('files are watched wherever they stand, as they come and go', async () => {
  const at = (name: string) => join(root, name);
  let files = [at('a.yaml')];
  const task = vi.fn(async () => files);
  const seesAnother = async (change: () => Promise<void>) => {
    // What leads to runs of its own is over.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = task.mock.calls.length;
    await change();
    await vi.waitFor(() => expect(task.mock.calls.length).toBeGreaterThan(before), soon);
  };
  await save('a.yaml');
  watcher = await watchFiles(task);
  for (const _ of [1, 2]) {
    await seesAnother(() => save('a.yaml'));
    // As many editors save: another file takes the name.
    await seesAnother(async () => {
      await save('a.yaml~');
      await rename(at('a.yaml~'), at('a.yaml'));
    });
  }
  files = [at('a.yaml'), at('specs/b.yaml')];
  await seesAnother(() => save('a.yaml'));
  await seesAnother(() => save('specs/b.yaml'));
  await seesAnother(() => rm(at('specs/b.yaml')));
  await seesAnother(() => save('specs/b.yaml'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = task.mock.calls.length;
  await save('specs/c.yaml');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(task).toHaveBeenCalledTimes(before);
});
