/** What is installed on the machine, and whether the ports are free. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageFolder } from '../../codegen/package-folder.js';
import { EngineError } from '../engines/engine-error.js';
import { findModel } from '../engines/model.js';
import { onPath } from '../engines/on-path.js';
import { nativeFolder } from '../engines/postgres.js';
import { findTemporal } from '../engines/temporal.js';
import { assertPortFree } from '../start/port.js';
import { readPort } from '../start/settings.js';
import { type Finding, ok, problem, warning } from './finding.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Node.js, against what the package asks for. */
export function checkNode(version: string): Finding {
  const text = readFileSync(join(packageFolder(), 'package.json'), 'utf8');
  const { engines } = JSON.parse(text) as { readonly engines?: { readonly node?: string } };
  const wanted =
    /(\d+)\.(\d+)\.(\d+)/
      .exec(engines?.node ?? '')
      ?.slice(1)
      .map(Number) ?? [];
  const numbers = version.replace(/^v/, '').split('.').map(Number);
  const index = wanted.findIndex((number, at) => (numbers[at] ?? 0) !== number);
  const isEnough = index < 0 || (numbers[index] ?? 0) > (wanted[index] ?? 0);
  if (isEnough) return ok('Node.js', version);
  return problem('Node.js', version, `install Node.js ${wanted.join('.')} or newer`);
}

/** npm, which sets a project up. */
export async function checkNpm(): Promise<Finding> {
  try {
    const shell = process.platform === 'win32';
    const { stdout } = await promisify(execFile)('npm', ['--version'], { shell, timeout: 20_000 });
    return ok('npm', stdout.trim());
  } catch {
    return problem('npm', 'does not run', 'install npm, or put it on PATH');
  }
}

/** The packages of the project. */
export function checkPackages(root: string): Finding {
  if (existsSync(join(root, 'node_modules'))) return ok('packages', 'installed');
  return problem('packages', 'not installed', 'run `npm install` in the project');
}

/** The port that the server will listen on. Throws an EngineError if PORT is none. */
export async function checkPort(env: Env): Promise<Finding> {
  const host = env.HOST?.trim() || '127.0.0.1';
  const port = readPort(env.PORT?.trim());
  try {
    await assertPortFree(host, port);
    return ok('port', `${host}:${port} is free`);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return problem('port', error.message, 'stop what listens there, or set PORT and HOST');
  }
}

/** Temporal: somebody's server, or the program that is started. */
export function checkTemporal(env: Env): Finding {
  const address = env.TEMPORAL_ADDRESS?.trim();
  if (address) return ok('Temporal', `${address} (TEMPORAL_ADDRESS)`);
  const path = findTemporal();
  if (path !== undefined) return ok('Temporal', path);
  return warning('Temporal', 'not here yet', 'the first start downloads 44 MB; or set TEMPORAL_ADDRESS');
}

/** PostgreSQL: somebody's server, or the binaries that are started. */
export function checkPostgres(env: Env): Finding {
  if (env.DATABASE_URL?.trim()) return ok('PostgreSQL', 'DATABASE_URL is set');
  try {
    return ok('PostgreSQL', nativeFolder());
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return problem('PostgreSQL', 'there are no binaries', error.message);
  }
}

/** The language model of this repository's own job types: a server, or weights. */
export function checkModel(env: Env): Finding {
  const url = env.OPENAI_BASE_URL?.trim();
  if (url) return ok('model', `${url} (OPENAI_BASE_URL)`);
  const path = findModel();
  if (path !== undefined) return ok('model', path);
  const given = env.SPECWIRE_MODEL_PATH?.trim();
  if (given)
    return problem('model', `there is no file ${given}`, 'mend SPECWIRE_MODEL_PATH, or leave it out');
  const todo = 'the first start of a project that uses it downloads 98 MB; or set OPENAI_BASE_URL';
  return warning('model', 'not here yet', todo);
}

/** What only some tests and deployments need. */
export function checkPrograms(): readonly Finding[] {
  const programs = [
    ['nginx', 'tests of the edge are left out without it'],
    ['chromium', 'tests in a browser are left out without it'],
    ['git', '`specwire diff REV:path` needs it'],
  ] as const;
  return programs.map(([name, what]) => {
    const path = onPath(name);
    return path === undefined ? warning(name, 'not installed', what) : ok(name, path);
  });
}
