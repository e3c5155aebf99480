/** What `npm start` is told, and where its state is. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EngineError } from '../engines/engine-error.js';

/** Settings of one run. */
export interface StartSettings {
  /** Stop after the first job. */
  readonly once: boolean;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly apiKey: string;
  /** Set when PostgreSQL is somebody else's. */
  readonly databaseUrl: string | undefined;
  /** Set when Temporal is somebody else's. */
  readonly temporalAddress: string | undefined;
  /** A model server is used, so no weights are needed. */
  readonly hasRemoteModel: boolean;
}

const LEAST_KEY_LENGTH = 16;

/** Reads the settings; makes the data folder and, unless one is given, an API key that is kept there. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): StartSettings {
  const unknown = args.find((argument) => argument !== '--once');
  if (unknown !== undefined) throw new EngineError(`unknown argument ${unknown}; there is only --once`);
  const dataDir = resolve(env.SPECWIRE_DATA_DIR || '.specwire');
  makeFolder(dataDir);
  return {
    once: args.includes('--once'),
    host: env.HOST || '127.0.0.1',
    port: readPort(env.PORT),
    dataDir,
    apiKey: readApiKey(env.SPECWIRE_API_KEY, join(dataDir, 'api-key')),
    databaseUrl: env.DATABASE_URL || undefined,
    temporalAddress: env.TEMPORAL_ADDRESS || undefined,
    hasRemoteModel: Boolean(env.OPENAI_BASE_URL),
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EngineError(
      `the data folder ${path} cannot be made (${code}); set SPECWIRE_DATA_DIR to another one`,
    );
  }
}

function readPort(text: string | undefined): number {
  if (!text) return 8080;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new EngineError(`PORT must be a number from 1 to 65535, not '${text}'`);
}

function readApiKey(given: string | undefined, file: string): string {
  if (given) {
    if (given.length >= LEAST_KEY_LENGTH && /^[\x21-\x7e]+$/.test(given)) return given;
    throw new EngineError(
      `SPECWIRE_API_KEY must have ${LEAST_KEY_LENGTH} or more characters, without spaces`,
    );
  }
  if (existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim();
    if (kept.length >= LEAST_KEY_LENGTH) return kept;
  }
  const key = `sk_${randomBytes(24).toString('base64url')}`;
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return key;
}
