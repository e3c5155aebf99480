/** The server's settings: the environment, read once into a typed object. */
import { readSecretBox, type SecretBox } from '../webhooks/secrets/index.js';
import { readTargetRules, type TargetRules } from '../webhooks/targets/index.js';

/** Everything that the server can be told. Times in seconds, sizes in bytes. */
export interface ServerConfig {
  readonly databaseUrl: string;
  readonly temporal: TemporalConfig;
  readonly host: string;
  readonly port: number;
  /** The key that the server makes sure exists, with its own limit per minute. */
  readonly bootstrapKey?: { readonly key: string; readonly perMinute?: number };
  readonly logLevel: LogLevel;
  readonly corsOrigins: readonly string[];
  /** `/readyz` also wants a worker that polls. */
  readonly expectWorker: boolean;
  readonly streamMaxSeconds: number;
  readonly keepAliveSeconds: number;
  readonly socketPingSeconds: number;
  readonly eventRetentionSeconds: number;
  readonly syncWaitMaxSeconds: number;
  readonly jobsPerMinute: number;
  readonly readsPerMinute: number;
  readonly bodyLimitBytes: number;
  readonly webhookTargets: TargetRules;
  /** What secrets are stored with; undefined without keys. */
  readonly secrets?: SecretBox;
  readonly webhookRetentionSeconds: number;
}

/** Where Temporal is and how to speak to it. */
interface TemporalConfig {
  readonly address: string;
  readonly namespace: string;
  readonly apiKey?: string;
  readonly tls: boolean;
  readonly taskQueuePrefix: string;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** A level of pino. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment as a process gets it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used; its message is one line for an operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const refuse = (message: string) => new ConfigError(message);

/** Reads the settings, or throws a ConfigError that names the first one that cannot be used. */
export function parseConfig(env: Environment): ServerConfig {
  const bootstrapKey = readBootstrapKey(env);
  const secrets = readSecretBox(env, refuse);
  return {
    databaseUrl: readDatabaseUrl(env),
    temporal: readTemporal(env),
    host: readText(env, 'HOST', '127.0.0.1'),
    port: readInteger(env, 'PORT', 8080, 0, 65_535),
    ...(bootstrapKey && { bootstrapKey }),
    logLevel: readChoice(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    corsOrigins: readOrigins(env),
    expectWorker: readFlag(env, 'SPECWIRE_EXPECT_WORKER', false),
    streamMaxSeconds: readInteger(env, 'SPECWIRE_STREAM_MAX_SECONDS', 1800, 1, 86_400),
    keepAliveSeconds: readInteger(env, 'SPECWIRE_KEEP_ALIVE_SECONDS', 15, 1, 60),
    socketPingSeconds: readInteger(env, 'SPECWIRE_SOCKET_PING_SECONDS', 30, 1, 60),
    eventRetentionSeconds: readInteger(env, 'SPECWIRE_EVENT_RETENTION_SECONDS', 86_400, 0, 31_536_000),
    syncWaitMaxSeconds: readInteger(env, 'SPECWIRE_SYNC_WAIT_MAX_SECONDS', 10, 0, 60),
    jobsPerMinute: readInteger(env, 'SPECWIRE_JOBS_PER_MINUTE', 60, 1, 1_000_000_000),
    readsPerMinute: readInteger(env, 'SPECWIRE_READS_PER_MINUTE', 600, 1, 1_000_000_000),
    bodyLimitBytes: readInteger(env, 'SPECWIRE_BODY_LIMIT_BYTES', 1_048_576, 1024, 1_073_741_824),
    webhookTargets: readTargetRules(env, refuse),
    ...(secrets && { secrets }),
    webhookRetentionSeconds: readInteger(
      env,
      'SPECWIRE_WEBHOOK_RETENTION_SECONDS',
      2_592_000,
      0,
      315_360_000,
    ),
  };
}

/** An empty value is an absent one: that is what `NAME=` in an env file means. */
function read(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function readText(env: Environment, name: string, fallback: string): string {
  return read(env, name) ?? fallback;
}

function readInteger(env: Environment, name: string, fallback: number, least: number, most: number): number {
  const text = read(env, name);
  if (text === undefined) return fallback;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ConfigError(`${name} must be a whole number from ${least} to ${most}, not '${text}'`);
}

function readFlag(env: Environment, name: string, fallback: boolean): boolean {
  const text = read(env, name)?.toLowerCase();
  if (text === undefined) return fallback;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new ConfigError(`${name} must be true or false, not '${text}'`);
}

function readChoice<T extends string>(env: Environment, name: string, choices: readonly T[], fallback: T): T {
  const text = read(env, name);
  if (text === undefined) return fallback;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new ConfigError(`${name} must be one of ${choices.join(', ')}, not '${text}'`);
}

function readDatabaseUrl(env: Environment): string {
  const text = read(env, 'DATABASE_URL');
  if (text === undefined) {
    throw new ConfigError('DATABASE_URL is not set; it looks like postgres://user:password@host:5432/name');
  }
  // The value may hold a password, so it is never repeated.
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new ConfigError('DATABASE_URL is not a postgres:// URL');
  }
  return text;
}

function readTemporal(env: Environment): TemporalConfig {
  const apiKey = read(env, 'TEMPORAL_API_KEY');
  const address = readText(env, 'TEMPORAL_ADDRESS', '127.0.0.1:7233');
  if (!/^(\[[0-9A-Fa-f:.]+\]|[^\s:/]+):\d{1,5}$/.test(address)) {
    throw new ConfigError(`TEMPORAL_ADDRESS must be host:port, not '${address}'`);
  }
  return {
    address,
    namespace: readText(env, 'TEMPORAL_NAMESPACE', 'default'),
    ...(apiKey !== undefined && { apiKey }),
    tls: readFlag(env, 'TEMPORAL_TLS', apiKey !== undefined),
    taskQueuePrefix: readText(env, 'TEMPORAL_TASK_QUEUE_PREFIX', 'specwire'),
  };
}

function readBootstrapKey(env: Environment): ServerConfig['bootstrapKey'] {
  const key = read(env, 'SPECWIRE_API_KEY');
  if (key === undefined) return undefined;
  // Bearer credentials are token68 (RFC 6750 section 2.1): anything else cannot be sent in the header.
  if (key.length < 16) throw new ConfigError('SPECWIRE_API_KEY must have 16 characters or more');
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigError('SPECWIRE_API_KEY must consist of printable ASCII characters without spaces');
  }
  const perMinute = readInteger(env, 'SPECWIRE_API_KEY_LIMIT', 0, 1, 1_000_000_000);
  return { key, ...(perMinute > 0 && { perMinute }) };
}

function readOrigins(env: Environment): readonly string[] {
  const origins = (read(env, 'SPECWIRE_CORS_ORIGINS') ?? '')
    .split(/[\s,]+/)
    .filter((origin) => origin !== '');
  for (const origin of origins) {
    const isOrigin = origin === '*' || (URL.canParse(origin) && new URL(origin).origin === origin);
    if (!isOrigin) {
      throw new ConfigError(
        `SPECWIRE_CORS_ORIGINS must list origins such as https://app.example.com, not '${origin}'`,
      );
    }
  }
  return origins;
}
