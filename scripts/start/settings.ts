/** What a start is told by its environment, and where its state is. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseConfig, type ServerConfig } from '../../server/config.js';
import { readModelConfig, readWorkerConfig } from '../../worker/config.js';
import { EngineError } from '../engines/engine-error.js';

/** Settings of one run. */
export interface StartSettings {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly apiKey: string;
  /** What webhook secrets are stored with. */
  readonly secretKeys: string;
  /** Set when PostgreSQL is somebody else's. */
  readonly databaseUrl: string | undefined;
  /** Set when Temporal is somebody else's. */
  readonly temporal: ServerConfig['temporal'] | undefined;
  /** A model server is used, so no weights are needed. */
  readonly hasRemoteModel: boolean;
}

const LEAST_KEY_LENGTH = 16;
/** Paths below it are up to 100 longer, and PostgreSQL's end at 1024. */
const LONGEST_FOLDER_BYTES = 900;

/** Reads the settings of a project; makes the data folder and, unless they are given, an API key and a key for secrets that are kept there. */
export function readSettings(root: string, env: NodeJS.ProcessEnv): StartSettings {
  const port = readPort(env.PORT?.trim());
  const givenKey = readGivenKey(env.SPECWIRE_API_KEY?.trim());
  const databaseUrl = env.DATABASE_URL?.trim() || undefined;
  const temporal = checkSettingsOfChildren(env, databaseUrl);
  const dataDir = resolve(env.SPECWIRE_DATA_DIR?.trim() || join(root, '.specwire'));
  makeFolder(dataDir);
  return {
    host: env.HOST?.trim() || '127.0.0.1',
    port,
    dataDir,
    apiKey: givenKey ?? keptKey(join(dataDir, 'api-key'), newApiKey),
    secretKeys: env.SPECWIRE_SECRET_KEYS?.trim() || keptKey(join(dataDir, 'secret-keys'), newSecretKey),
    databaseUrl,
    temporal: env.TEMPORAL_ADDRESS?.trim() ? temporal : undefined,
    hasRemoteModel: Boolean(env.OPENAI_BASE_URL?.trim()),
  };
}

/**
 * The server and the worker get this environment, and would refuse a setting in it only once all else runs. What is not
 * given will be found later; any value stands for it here.
 */
export function checkSettingsOfChildren(
  env: NodeJS.ProcessEnv,
  databaseUrl: string | undefined,
): ServerConfig['temporal'] {
  const complete = {
    ...env,
    DATABASE_URL: databaseUrl ?? 'postgres://127.0.0.1/specwire',
    SPECWIRE_MODEL_PATH: env.SPECWIRE_MODEL_PATH?.trim() || 'model.gguf',
  };
  readWorkerConfig(complete);
  readModelConfig(complete);
  return parseConfig(complete).temporal;
}

function makeFolder(path: string): void {
  if (Buffer.byteLength(path) > LONGEST_FOLDER_BYTES) {
    throw new EngineError(
      `the path of the data folder is longer than ${LONGEST_FOLDER_BYTES} bytes; set SPECWIRE_DATA_DIR to a shorter one`,
    );
  }
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'there is a file of that name' : code;
    throw new EngineError(
      `the data folder ${path} cannot be made (${reason}); set SPECWIRE_DATA_DIR to another one`,
    );
  }
}

/** The port to listen on. Throws an EngineError if it is none. */
export function readPort(text: string | undefined): number {
  if (!text) return 8080;
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new EngineError(`PORT must be a number from 1 to 65535, not '${text}'`);
}

/** The API key that was given. Throws an EngineError if it cannot be one. */
export function readGivenKey(given: string | undefined): string | undefined {
  if (!given) return undefined;
  if (given.length >= LEAST_KEY_LENGTH && /^[\x21-\x7e]+$/.test(given)) return given;
  throw new EngineError(
    `SPECWIRE_API_KEY must have ${LEAST_KEY_LENGTH} or more characters, all of them printable ASCII and none a space`,
  );
}

function keptKey(file: string, make: () => string): string {
  try {
    return readOrMakeKey(file, make);
  } catch (error) {
    throw new EngineError(
      `${file} cannot be used (${(error as NodeJS.ErrnoException).code}); mend it, or set SPECWIRE_DATA_DIR to another folder`,
    );
  }
}

function newApiKey(): string {
  return `sk_${randomBytes(24).toString('base64url')}`;
}

function newSecretKey(): string {
  return `local:${randomBytes(32).toString('base64')}`;
}

function readOrMakeKey(file: string, make: () => string): string {
  if (existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim();
    if (kept.length >= LEAST_KEY_LENGTH) return kept;
  }
  const key = make();
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return key;
}
