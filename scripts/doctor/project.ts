/** What the project itself says: its settings, its data folder, its generated code. */
import { existsSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Compiler } from '../../codegen/generate.js';
import { EngineError } from '../engines/engine-error.js';
import { misspeltSettings, misspeltText } from '../start/misspelt-settings.js';
import { checkSettingsOfChildren, readGivenKey, readPort } from '../start/settings.js';
import { type Finding, ok, problem, warning } from './finding.js';

/** Settings that cannot be what is meant, each by itself, and names that look like a setting and are none. */
export function checkSettings(env: NodeJS.ProcessEnv): readonly Finding[] {
  const reads = [
    () => readPort(env.PORT?.trim()),
    () => readGivenKey(env.SPECWIRE_API_KEY?.trim()),
    () => checkSettingsOfChildren(env, env.DATABASE_URL?.trim() || undefined),
  ];
  const wrong = reads.flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      // The server and the worker have a ConfigError each.
      if (error instanceof EngineError || (error instanceof Error && error.name === 'ConfigError'))
        return error.message.split('\n');
      throw error;
    }
  });
  // The server and the worker look at some of them as well.
  const subject = (text: string) => /[A-Z][A-Z_]+/.exec(text)?.[0] ?? text;
  const once = wrong.filter(
    (text, index) => wrong.findIndex((other) => subject(other) === subject(text)) === index,
  );
  const findings = [
    ...once.map((text) => problem('settings', text.trim(), 'mend it, or take it out of the environment')),
    ...misspeltSettings(env).map((misspelt) =>
      warning('settings', misspeltText(misspelt), 'mend its name, or take it out of the environment'),
    ),
  ];
  return findings.length === 0 ? [ok('settings', 'as they must be')] : findings;
}

/** Where state is kept: it, or the nearest folder above it, can be written. */
export function checkDataFolder(root: string, env: NodeJS.ProcessEnv): Finding {
  const folder = resolve(root, env.SPECWIRE_DATA_DIR?.trim() || '.specwire');
  let nearest = folder;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  const todo = 'mend it, or set SPECWIRE_DATA_DIR to another folder';
  if (!statSync(nearest).isDirectory()) return problem('data folder', `${nearest} is a file`, todo);
  try {
    // Permissions do not say it all: a file system may be read-only.
    rmdirSync(mkdtempSync(join(nearest, '.specwire-doctor-')));
  } catch {
    return problem('data folder', `${nearest} cannot be written`, todo);
  }
  return ok('data folder', nearest === folder ? folder : `${folder}, made at the first start`);
}

/** Whether the generated code is what the specs say. */
export async function checkGenerated(root: string): Promise<Finding> {
  const name = 'generated';
  if (!existsSync(join(root, 'specs')))
    return problem(name, `there is no folder specs/ in ${root}`, 'run `specwire init`, or name the project');
  const outcome = await new Compiler(root).run({ check: true });
  switch (outcome.kind) {
    case 'current':
      return ok(name, 'as the specs say');
    case 'done':
      if (outcome.plan.changes.length === 0) return ok(name, 'as the specs say');
      return problem(
        name,
        `${outcome.plan.changes.length} files not as the specs say`,
        'run `specwire generate`',
      );
    case 'mistakes':
      return problem(name, 'the specs have mistakes', 'run `specwire lint`');
    case 'foreign':
      return problem(name, `files of yours in their place: ${outcome.paths.join(', ')}`, 'move them away');
    default:
      return outcome satisfies never;
  }
}
