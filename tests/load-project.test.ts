/** A project elsewhere: three job types of its own, nothing else, on the runtime as a package. */

import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Line, loadProject, startLine } from './support/line.js';

let line: Line;

beforeAll(async () => {
  line = await startLine({ root: loadProject() });
});

afterAll(async () => {
  await line?.stop();
});

test('its handlers and its generated code compile', async () => {
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const { all } = await execa(process.execPath, [tsc, '-p', '.'], {
    cwd: loadProject(),
    reject: false,
    all: true,
  });
  expect(all).toBe('');
});

test('it serves its job types and no others', async () => {
  const { body } = await line.client.get('/v1/job-types');
  expect(body.data.map((one: { type: string }) => one.type).sort()).toEqual([
    'load.echo',
    'load.emit',
    'load.empty',
  ]);
});

test('its jobs run, emit their own events and give their results', async () => {
  const done = await line.client.post('/v1/jobs', {
    body: { type: 'load.empty', input: {} },
    headers: { Prefer: 'wait=10' },
  });
  expect(done.body).toMatchObject({ status: 'succeeded', result: { at: expect.any(Number) } });
  const job = await line.client.create({ type: 'load.emit', input: { events: 5, per_second: 50 } });
  const events = await line.client.events(job.job_id);
  expect(events.filter(({ type }) => type === 'tick').map(({ body }) => body.data.n)).toEqual([
    1, 2, 3, 4, 5,
  ]);
});
