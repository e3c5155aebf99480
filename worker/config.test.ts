import { expect, test } from 'vitest';
import { readModelConfig, readWorkerConfig } from './config.js';
import { readWebhookSettings } from './webhooks/settings.js';

const DATABASE_URL = 'postgres://me:secret@localhost:5432/jobs';

test('has defaults for all but the database', () => {
  expect(readWorkerConfig({ DATABASE_URL })).toEqual({
    databaseUrl: DATABASE_URL,
    temporal: { address: '127.0.0.1:7233', namespace: 'default', apiKey: undefined, tls: false },
    taskQueuePrefix: 'specwire',
    cacheDir: '.specwire/cache',
    logLevel: 'info',
    webhooks: readWebhookSettings({}),
  });
});

test('an API key implies TLS', () => {
  expect(readWorkerConfig({ DATABASE_URL, TEMPORAL_API_KEY: 'k' }).temporal.tls).toBe(true);
});

test.each([
  [{}, 'DATABASE_URL'],
  [{ DATABASE_URL: 'not a url with a secret' }, 'DATABASE_URL'],
  [{ DATABASE_URL, TEMPORAL_ADDRESS: 'http://temporal:7233' }, 'TEMPORAL_ADDRESS'],
  [{ DATABASE_URL, TEMPORAL_TLS: 'maybe' }, 'TEMPORAL_TLS'],
  [{ DATABASE_URL, LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
])('%j is refused', (env, name) => {
  expect(() => readWorkerConfig(env)).toThrow(name);
  expect(() => readWorkerConfig(env)).not.toThrow('secret');
});

test.each([
  [{ SPECWIRE_MODEL_PATH: '/m.gguf' }, { kind: 'embedded', path: '/m.gguf' }],
  [
    { SPECWIRE_MODEL_PATH: '/m.gguf', OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1', OPENAI_MODEL: 'm' },
    { kind: 'openai', baseUrl: 'http://127.0.0.1:8000/v1', apiKey: undefined, model: 'm' },
  ],
])('model of %j', (env, want) => {
  expect(readModelConfig(env)).toEqual(want);
});

test.each([[{}], [{ OPENAI_BASE_URL: 'localhost' }]])('no model in %j', (env) => {
  expect(() => readModelConfig(env)).toThrow('OPENAI_BASE_URL');
});
