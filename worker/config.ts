/** The worker's settings, read once from the environment. */
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { DEFAULT_TASK_QUEUE_PREFIX } from './contract.js';
import type { ModelConfig } from './model/load.js';
import { readWebhookSettings, type WebhookSettings } from './webhooks/settings.js';

/** Where Temporal is. */
export interface TemporalConfig {
  readonly address: string;
  readonly namespace: string;
  readonly apiKey: string | undefined;
  readonly tls: boolean;
}

/** What every worker needs, whatever its handlers do. */
export interface WorkerConfig {
  readonly databaseUrl: string;
  readonly temporal: TemporalConfig;
  readonly taskQueuePrefix: string;
  /** For what can be made again: the workflow bundle. */
  readonly cacheDir: string;
  readonly logLevel: string;
  readonly webhooks: WebhookSettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Reads the worker's settings. */
export function readWorkerConfig(env: Environment): WorkerConfig {
  const apiKey = optional(env, 'TEMPORAL_API_KEY');
  return {
    databaseUrl: readDatabaseUrl(env),
    temporal: {
      address: readAddress(env),
      namespace: optional(env, 'TEMPORAL_NAMESPACE') ?? 'default',
      apiKey,
      tls: readBoolean(env, 'TEMPORAL_TLS') ?? apiKey !== undefined,
    },
    taskQueuePrefix: optional(env, 'TEMPORAL_TASK_QUEUE_PREFIX') ?? DEFAULT_TASK_QUEUE_PREFIX,
    cacheDir: join(optional(env, 'SPECWIRE_DATA_DIR') ?? '.specwire', 'cache'),
    logLevel: readLogLevel(env),
    webhooks: readWebhookSettings(env),
  };
}

/** Reads which model to use: a remote one if `OPENAI_BASE_URL` is set, else the embedded one. */
export function readModelConfig(env: Environment): ModelConfig {
  const baseUrl = optional(env, 'OPENAI_BASE_URL');
  if (baseUrl !== undefined) {
    if (!/^https?:\/\//.test(baseUrl) || !URL.canParse(baseUrl))
      throw new ConfigError(`OPENAI_BASE_URL must be http(s)://…, not '${baseUrl}'`);
    return {
      kind: 'openai',
      baseUrl,
      apiKey: optional(env, 'OPENAI_API_KEY'),
      model: optional(env, 'OPENAI_MODEL'),
    };
  }
  const path = optional(env, 'SPECWIRE_MODEL_PATH');
  if (path !== undefined) return { kind: 'embedded', path };
  throw new ConfigError('set SPECWIRE_MODEL_PATH to a GGUF file, or OPENAI_BASE_URL to a model server');
}

function optional(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function readDatabaseUrl(env: Environment): string {
  const url = optional(env, 'DATABASE_URL');
  if (url === undefined) throw new ConfigError('set DATABASE_URL to postgres://user@host:port/database');
  // The value may hold a password: it is not repeated.
  if (!URL.canParse(url)) throw new ConfigError('DATABASE_URL must be postgres://user@host:port/database');
  return url;
}

function readAddress(env: Environment): string {
  const address = optional(env, 'TEMPORAL_ADDRESS') ?? '127.0.0.1:7233';
  if (!/^[^\s/]+:\d{1,5}$/.test(address)) {
    throw new ConfigError(`TEMPORAL_ADDRESS must be host:port, not '${address}'`);
  }
  return address;
}

function readBoolean(env: Environment, name: string): boolean | undefined {
  const value = optional(env, name);
  if (value === undefined) return undefined;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new ConfigError(`${name} must be true or false, not '${value}'`);
}

function readLogLevel(env: Environment): string {
  const level = optional(env, 'LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(level)) {
    throw new ConfigError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not '${level}'`);
  }
  return level;
}
