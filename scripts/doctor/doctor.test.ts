import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PLAIN } from '../../codegen/diagnostics.js';
import { findingsText, ok, problem, warning } from './finding.js';
import { checkModel, checkNode, checkPackages, checkPort, checkTemporal } from './machine.js';
import { checkDataFolder, checkGenerated, checkSettings } from './project.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.for([
  ['20.19.0', 'ok'],
  ['v20.19.4', 'ok'],
  ['24.1.0', 'ok'],
  ['20.18.9', 'problem'],
  ['18.20.0', 'problem'],
] as const)('Node.js %s: %s', ([version, state]) => {
  expect(checkNode(version).state).toBe(state);
});

test('a port that is taken is a problem, a free one is not', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const PORT = String((server.address() as AddressInfo).port);
  expect(await checkPort({ PORT })).toMatchObject({
    state: 'problem',
    text: expect.stringContaining('in use'),
  });
  await new Promise((resolve) => server.close(resolve));
  expect(await checkPort({ PORT })).toMatchObject({ state: 'ok' });
});

describe('settings', () => {
  test('that cannot be meant are told, all of them', () => {
    const env = { PORT: 'abc', SPECWIRE_API_KEY: 'short', LOG_LEVEL: 'loud' };
    const texts = checkSettings(env).map(({ state, text }) => `${state} ${text}`);
    expect(texts).toEqual([
      expect.stringMatching(/^problem PORT must be/),
      expect.stringMatching(/^problem SPECWIRE_API_KEY must have/),
      expect.stringMatching(/^problem .*LOG_LEVEL/),
    ]);
  });

  test('that are misspelt are told, with the one that is meant', () => {
    expect(checkSettings({ SPECWIRE_JOBS_PER_MIN: '600' })).toEqual([
      warning(
        'settings',
        expect.stringContaining('do you mean SPECWIRE_JOBS_PER_MINUTE?'),
        expect.any(String),
      ),
    ]);
  });

  test('that are absent are no problem', () => {
    expect(checkSettings({}).map(({ state }) => state)).toEqual(['ok']);
  });
});

test('the data folder: made later, a file in its place, and one that is there', async () => {
  expect(checkDataFolder(folder, {})).toMatchObject({
    state: 'ok',
    text: expect.stringContaining('made at'),
  });
  expect(checkDataFolder(folder, { SPECWIRE_DATA_DIR: folder })).toMatchObject({ state: 'ok', text: folder });
  // Not even root writes there.
  expect(checkDataFolder(folder, { SPECWIRE_DATA_DIR: '/proc/specwire' })).toMatchObject({
    state: 'problem',
  });
  await writeFile(join(folder, '.specwire'), '');
  expect(checkDataFolder(folder, {})).toMatchObject({ state: 'problem' });
});

test('engines of others are taken as they are given; weights that are not there are not', () => {
  expect(checkTemporal({ TEMPORAL_ADDRESS: 'temporal:7233' })).toMatchObject({ state: 'ok' });
  expect(checkModel({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toMatchObject({ state: 'ok' });
});

test('a folder without a project, and without packages', async () => {
  expect(await checkGenerated(folder)).toMatchObject({
    state: 'problem',
    todo: expect.stringContaining('init'),
  });
  expect(checkPackages(folder)).toMatchObject({ state: 'problem' });
});

test('the report says what to do below what is wrong', () => {
  const findings = [ok('a', 'fine'), warning('bcd', 'not here', 'get it'), problem('e', 'broken', 'mend it')];
  expect(findingsText(findings, PLAIN)).toBe(`✓ a    fine
! bcd  not here
       → get it
✗ e    broken
       → mend it

1 to mend, 1 to know.
`);
});
