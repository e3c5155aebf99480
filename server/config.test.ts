import { describe, expect, it } from 'vitest';
import { readTargetRules } from '../webhooks/targets/index.js';
import { ConfigError, parseConfig } from './config.js';

const LEAST = { DATABASE_URL: 'postgres://u:secret@localhost:5432/specwire' };

describe('parseConfig', () => {
  it('has defaults for all but the database', () => {
    expect(parseConfig(LEAST)).toEqual({
      webhookTargets: readTargetRules({}, (message) => new Error(message)),
      webhookRetentionSeconds: 2_592_000,
      databaseUrl: LEAST.DATABASE_URL,
      temporal: { address: '127.0.0.1:7233', namespace: 'default', tls: false, taskQueuePrefix: 'specwire' },
      host: '127.0.0.1',
      port: 8080,
      logLevel: 'info',
      corsOrigins: [],
      expectWorker: false,
      streamMaxSeconds: 1800,
      keepAliveSeconds: 15,
      socketPingSeconds: 30,
      eventRetentionSeconds: 86_400,
      syncWaitMaxSeconds: 10,
      jobsPerMinute: 60,
      readsPerMinute: 600,
      bodyLimitBytes: 1_048_576,
    });
  });

  it('takes an empty value as absent', () => {
    expect(parseConfig({ ...LEAST, PORT: '', TEMPORAL_API_KEY: ' ' }).port).toBe(8080);
  });

  it('speaks TLS to Temporal when there is an API key, unless told otherwise', () => {
    expect(parseConfig({ ...LEAST, TEMPORAL_API_KEY: 'k' }).temporal.tls).toBe(true);
    expect(parseConfig({ ...LEAST, TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }).temporal.tls).toBe(false);
  });

  it('reads the bootstrap key with its limit', () => {
    const env = { ...LEAST, SPECWIRE_API_KEY: 'a-key-of-sixteen', SPECWIRE_API_KEY_LIMIT: '10000' };
    expect(parseConfig(env).bootstrapKey).toEqual({ key: 'a-key-of-sixteen', perMinute: 10_000 });
  });

  const refused: readonly [given: Record<string, string>, wanted: RegExp][] = [
    [{ DATABASE_URL: '' }, /DATABASE_URL is not set/],
    [{ DATABASE_URL: 'mysql://root:secret@x/y' }, /DATABASE_URL is not a postgres/],
    [{ PORT: '80a' }, /PORT must be a whole number from 0 to 65535, not '80a'/],
    [{ PORT: '70000' }, /PORT must be/],
    [{ PORT: '-1' }, /PORT must be/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of trace, debug/],
    [{ SPECWIRE_API_KEY: 'short' }, /16 characters or more/],
    [{ SPECWIRE_API_KEY: 'a key with spaces in it' }, /without spaces/],
    [{ SPECWIRE_API_KEY: 'a-key-of-sixteen', SPECWIRE_API_KEY_LIMIT: '0' }, /SPECWIRE_API_KEY_LIMIT/],
    [{ SPECWIRE_CORS_ORIGINS: 'https://a.example, app' }, /not 'app'/],
    [{ SPECWIRE_CORS_ORIGINS: 'https://a.example/path' }, /SPECWIRE_CORS_ORIGINS/],
    [{ SPECWIRE_EXPECT_WORKER: 'yes' }, /true or false/],
    [{ TEMPORAL_ADDRESS: 'http://temporal:7233' }, /host:port/],
  ];
  it.each(refused)('refuses %j', (given, wanted) => {
    const parse = () => parseConfig({ ...LEAST, ...given });
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(wanted);
    expect(parse).not.toThrow(/secret|\n/);
  });
});
