/** Names in the environment that nobody reads and that look like a setting: a slip of the keyboard would go unnoticed. */
import { didYouMean } from '../../codegen/diagnostics.js';
import { parseConfig } from '../../server/config.js';
import { readModelConfig, readWorkerConfig } from '../../worker/config.js';

/** What this project's settings begin with; other names are somebody else's. */
const PREFIX = /^(SPECWIRE|TEMPORAL)_/;

/** Without these some settings are not asked for. */
const GIVEN: NodeJS.ProcessEnv = {
  DATABASE_URL: 'postgres://127.0.0.1/specwire',
  SPECWIRE_API_KEY: 'any-key-of-16-characters',
  SPECWIRE_MODEL_PATH: 'model.gguf',
};

const READERS = [parseConfig, readWorkerConfig, readModelConfig];

/** A name that is set and means nothing, and the setting that it looks like. */
export interface MisspeltSetting {
  readonly name: string;
  readonly meant: string;
}

/** Finds them. A name that looks like no setting is not ours to judge: projects have names of their own. */
export function misspeltSettings(env: NodeJS.ProcessEnv): readonly MisspeltSetting[] {
  const known = new Set(READERS.flatMap((read) => [...settingNames(read)]));
  const candidates = [...known].filter((name) => PREFIX.test(name));
  return Object.keys(env)
    .filter((name) => PREFIX.test(name) && !known.has(name))
    .toSorted()
    .flatMap((name) => {
      const meant = closest(name, candidates);
      return meant === undefined ? [] : [{ name, meant }];
    });
}

/** One sentence for whoever set it. */
export function misspeltText({ name, meant }: MisspeltSetting): string {
  return `${name} is not a setting; do you mean ${meant}?`;
}

/** The settings of a process: what it asks its environment for. */
export function settingNames(read: (env: NodeJS.ProcessEnv) => unknown): ReadonlySet<string> {
  const names = new Set<string>();
  read(
    new Proxy<NodeJS.ProcessEnv>(GIVEN, {
      get(given, name) {
        names.add(String(name));
        return Reflect.get(given, name);
      },
    }),
  );
  return names;
}

/** Compared without what both begin with, which would make everything look alike. */
function closest(name: string, candidates: readonly string[]): string | undefined {
  const prefix = PREFIX.exec(name)?.[0] ?? '';
  const ofPrefix = candidates.filter((candidate) => candidate.startsWith(prefix));
  const meant = didYouMean(
    name.slice(prefix.length),
    ofPrefix.map((candidate) => candidate.slice(prefix.length)),
  );
  return meant === undefined ? undefined : `${prefix}${meant}`;
}
