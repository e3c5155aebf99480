/** How the worker delivers webhooks: read from the environment. */
import { readSecretBox, type SecretBox } from '../../webhooks/secrets/index.js';
import { readTargetRules, type TargetRules } from '../../webhooks/targets/index.js';
import { ConfigError } from '../config-error.js';

/** Everything about deliveries that an operator may decide. */
export interface WebhookSettings {
  /** The waits after the first attempt, the second, … in milliseconds; one attempt more than there are waits. */
  readonly retryMs: readonly number[];
  /** For one attempt, from the name's look-up to the answer's head. */
  readonly timeoutMs: number;
  /** Attempts at once in this process. */
  readonly slots: number;
  /** An endpoint that has been failing for so long is disabled. */
  readonly disableAfterSeconds: number;
  readonly rules: TargetRules;
  /** Undefined without keys: nothing is delivered. */
  readonly secrets: SecretBox | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The contract's default: 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. */
const RETRY_SECONDS = '5 300 1800 7200 18000 36000 50400 72000 86400';

/** Reads the settings, or throws a ConfigError that names the first one that cannot be used. */
export function readWebhookSettings(env: Environment): WebhookSettings {
  const refuse = (message: string) => new ConfigError(message);
  return {
    retryMs: readRetries(env),
    timeoutMs: readInteger(env, 'SPECWIRE_WEBHOOK_TIMEOUT_SECONDS', 15, 1, 60) * 1000,
    slots: readInteger(env, 'SPECWIRE_WEBHOOK_SLOTS', 64, 1, 1000),
    disableAfterSeconds: readInteger(env, 'SPECWIRE_WEBHOOK_DISABLE_SECONDS', 432_000, 1, 31_536_000),
    rules: readTargetRules(env, refuse),
    secrets: readSecretBox(env, refuse),
  };
}

function readRetries(env: Environment): readonly number[] {
  const name = 'SPECWIRE_WEBHOOK_RETRY_SECONDS';
  const entries = (env[name]?.trim() || RETRY_SECONDS).split(/[\s,]+/);
  return entries.map((entry) => {
    const seconds = /^\d{1,7}(\.\d{1,3})?$/.test(entry) ? Number(entry) : Number.NaN;
    if (!(seconds <= 604_800)) throw new ConfigError(`${name} must list seconds, not '${entry}'`);
    return seconds * 1000;
  });
}

function readInteger(env: Environment, name: string, fallback: number, least: number, most: number): number {
  const text = env[name]?.trim() ?? '';
  if (text === '') return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ConfigError(`${name} must be a whole number from ${least} to ${most}, not '${text}'`);
}
