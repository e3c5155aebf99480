/** The text of one module of validators: functions, and what they need from elsewhere. */
import type { JsonSchema, JsonValue } from '../../../model/contract.js';
import { isIdentifier } from '../../../model/names.js';
import { isObject } from '../../subschemas.js';
import type { CodeValue, FunctionSource } from './function-source.js';

/** A string, or a name that is no property's, with the way on into what it stands for. */
const STRING_OR_NAME =
  /"(?:[^"\\]|\\.)*"|(?<![.\w$])(?:validate|schema|pattern|formats|func)\d+(?:\.[A-Za-z_$][\w$]*|\["(?:[^"\\]|\\.)*"\]|\[\d+\])*/g;
const STEP = /\.([A-Za-z_$][\w$]*)|\[("(?:[^"\\]|\\.)*"|\d+)\]/g;

/** Where a module finds the function of a named schema: its name, and its module unless it is this one. */
export type FunctionPlace = (schema: string) => { readonly name: string; readonly from?: string };

/** Collects what stands in a module; Ajv's numbers are gone from it, so that it depends on its own schemas alone. */
export class ValidatorModule {
  readonly #runtime: string;
  readonly #placeOf: FunctionPlace;
  readonly #constants = new Map<string, string>();
  readonly #imports = new Map<string, Set<string>>();
  readonly #parts: string[] = [];

  /** `runtime` is the path from here to the module of what all validators share. */
  constructor(runtime: string, placeOf: FunctionPlace) {
    this.#runtime = runtime;
    this.#placeOf = placeOf;
  }

  /** Adds a function. */
  addFunction(name: string, source: FunctionSource, isExported: boolean): void {
    const code = source.code.replaceAll(STRING_OR_NAME, (text) => this.#renamed(text, source.values, name));
    this.#parts.push(`${isExported ? 'export ' : ''}${code}`);
  }

  /** Adds text that uses names of `use` and `useRuntime`, or of functions of its own. */
  add(text: string): void {
    this.#parts.push(text);
  }

  /** The name of a named schema's function in this module, which imports it. */
  use(schema: string): string {
    const { name, from } = this.#placeOf(schema);
    if (from !== undefined) this.#import(from, name);
    return name;
  }

  /** A name of the runtime. */
  useRuntime(name: string): string {
    this.#import(this.#runtime, name);
    return name;
  }

  /** The module's text. */
  print(): string {
    const modules = [...this.#imports].sort(([one], [other]) => (one < other ? -1 : 1));
    const imports = modules.map(
      ([from, names]) => `import { ${[...names].sort().join(', ')} } from '${from}';\n`,
    );
    const constants = [...this.#constants].map(([value, name]) => `const ${name} = ${value};\n`);
    return [imports.join(''), constants.join(''), ...this.#parts].filter((part) => part !== '').join('\n');
  }

  #import(from: string, name: string): void {
    const names = this.#imports.get(from) ?? new Set();
    this.#imports.set(from, names.add(name));
  }

  #renamed(text: string, values: FunctionSource['values'], self: string): string {
    if (text.startsWith('"')) return text;
    const [name = ''] = /^\w+/.exec(text) ?? [];
    const value = values.get(name);
    const rest = text.slice(name.length);
    if (value === undefined) return text;
    if (value.kind === 'data') return this.#data(value.value, rest);
    return `${this.#meaning(value, self)}${rest}`;
  }

  #meaning(value: Exclude<CodeValue, { kind: 'data' }>, self: string): string {
    switch (value.kind) {
      case 'self':
        return self;
      case 'schema':
        return this.use(value.name);
      case 'pattern':
        return this.#constant('pattern', String(value.expression));
      case 'global':
        return value.text;
      case 'runtime':
        return `${this.useRuntime(value.name)}${value.rest}`;
    }
    value satisfies never;
  }

  /** A part of a schema, by the way that leads to it: it alone is in the module, not the whole schema. */
  #data(schema: JsonSchema, steps: string): string {
    let part: JsonValue = schema;
    let end = 0;
    for (const step of steps.matchAll(STEP)) {
      const key = step[1] ?? String(JSON.parse(step[2] ?? '""'));
      const next: JsonValue | undefined =
        isObject(part) || Array.isArray(part) ? ownValue(part, key) : undefined;
      if (next === undefined) break;
      part = next;
      end = step.index + step[0].length;
    }
    return `${this.#constant('value', printValue(part))}${steps.slice(end)}`;
  }

  #constant(kind: string, text: string): string {
    const name = this.#constants.get(text) ?? `${kind}${this.#constants.size}`;
    this.#constants.set(text, name);
    return name;
  }
}

function ownValue(value: object, key: string): JsonValue | undefined {
  return Object.hasOwn(value, key) ? (value as Record<string, JsonValue>)[key] : undefined;
}

/** A JSON value as code: `__proto__` as a plain key would set the prototype. */
export function printValue(value: JsonValue): string {
  return JSON.stringify(value).replaceAll(/(^|[{,])"__proto__":/g, '$1["__proto__"]:');
}

/** A key of an object literal. */
export function printKey(name: string): string {
  if (name === '__proto__') return '["__proto__"]';
  return isIdentifier(name) || /^[1-9]\d*$/.test(name) ? name : JSON.stringify(name);
}
