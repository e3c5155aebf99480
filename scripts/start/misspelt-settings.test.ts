import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { misspeltSettings } from './misspelt-settings.js';

test.for([
  ['SPECWIRE_JOBS_PER_MIN', 'SPECWIRE_JOBS_PER_MINUTE'],
  ['SPECWIRE_API_KEYS', 'SPECWIRE_API_KEY'],
  ['SPECWIRE_API_KEY_LIMITS', 'SPECWIRE_API_KEY_LIMIT'],
  ['SPECWIRE_MODELPATH', 'SPECWIRE_MODEL_PATH'],
  ['SPECWIRE_DATA_DIRECTORY', undefined],
  ['SPECWIRE_WEBHOOK_SLOT', 'SPECWIRE_WEBHOOK_SLOTS'],
  ['TEMPORAL_ADRESS', 'TEMPORAL_ADDRESS'],
  // What the containers, nginx and a client of the service go by.
  ['SPECWIRE_MODELS', undefined],
  ['SPECWIRE_URL', undefined],
  ['SPECWIRE_UPSTREAM_SERVERS', undefined],
  ['TEMPORAL_CLI_VERSION', undefined],
  ['PROT', undefined],
] as const)('%s: %s', ([name, meant]) => {
  expect(misspeltSettings({ [name]: '1' })).toEqual(meant === undefined ? [] : [{ name, meant }]);
});

test('each setting that docs/operations.md has is one', () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const tables = page.split('\n').filter((line) => line.startsWith('| `'));
  const names = tables.flatMap((line) => line.match(/\b(?:SPECWIRE|TEMPORAL)_[A-Z_]+/g) ?? []);
  expect(names.length).toBeGreaterThan(25);
  expect(misspeltSettings(Object.fromEntries(names.map((name) => [`${name}X`, '1'])))).toHaveLength(
    new Set(names).size,
  );
  expect(misspeltSettings(Object.fromEntries(names.map((name) => [name, '1'])))).toEqual([]);
});
