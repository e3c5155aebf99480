/** What a module imports, noted while its body is printed: nothing is missing, and nothing is there in vain. */
import { WIDTH } from './typescript-text.js';

interface Module {
  namespace?: string;
  readonly names: Map<string, 'type' | 'value'>;
}

/** Collects the imports of one module. Each method gives the name to print. */
export class ModuleImports {
  readonly #modules = new Map<string, Module>();

  type(name: string, from: string): string {
    const { names } = this.#module(from);
    if (!names.has(name)) names.set(name, 'type');
    return name;
  }

  value(name: string, from: string): string {
    this.#module(from).names.set(name, 'value');
    return name;
  }

  /** All types of a module under one name: `schemas.Job`. */
  types(alias: string, from: string): string {
    this.#module(from).namespace = alias;
    return alias;
  }

  /** The import statements, sorted, with an empty line behind them; nothing if there are none. */
  print(): string {
    const modules = [...this.#modules].sort(([a], [b]) => compareModules(a, b));
    const statements = modules.flatMap(([from, module]) => importsOf(from, module));
    return statements.length === 0 ? '' : `${statements.join('\n')}\n\n`;
  }

  #module(from: string): Module {
    const module = this.#modules.get(from) ?? { names: new Map() };
    this.#modules.set(from, module);
    return module;
  }
}

function importsOf(from: string, { namespace, names }: Module): string[] {
  const statements: string[] = [];
  if (namespace !== undefined) statements.push(`import type * as ${namespace} from '${from}';`);
  const sorted = [...names].sort(([a], [b]) => compareNames(a, b));
  if (sorted.length === 0) return statements;
  const onlyTypes = sorted.every(([, kind]) => kind === 'type');
  const items = sorted.map(([name, kind]) => (kind === 'type' && !onlyTypes ? `type ${name}` : name));
  const keyword = onlyTypes ? 'import type' : 'import';
  const flat = `${keyword} { ${items.join(', ')} } from '${from}';`;
  const long = `${keyword} {\n${items.map((item) => `  ${item},\n`).join('')}} from '${from}';`;
  return [...statements, flat.length <= WIDTH ? flat : long];
}

/** Node's modules, then those farther up, then by path. */
export function compareModules(a: string, b: string): number {
  const rank = (from: string) => (from.startsWith('node:') ? -9 : -from.split('../').length);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** Letter by letter whatever their case; of the same letter the capital comes first. */
function compareNames(a: string, b: string): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [one = '', other = ''] = [a[at], b[at]];
    if (one === other) continue;
    if (one.toLowerCase() === other.toLowerCase()) return one < other ? -1 : 1;
    return one.toLowerCase() < other.toLowerCase() ? -1 : 1;
  }
  return a.length - b.length;
}
