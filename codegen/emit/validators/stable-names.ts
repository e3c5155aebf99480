/**
 * Ajv numbers what it declares: a schema added at the front would rename everything behind it. Here functions are named
 * by their schema and constants by their content, so that an edit of a spec is a small difference in the output.
 */
import { createHash } from 'node:crypto';

/** A constant on a line of its own, as Ajv prints schemas, patterns, formats and helpers. */
const CONSTANT = /^const ((schema|pattern|formats|func|keyword|default)\d+) = (.*);$/;
/** A string, or a name that is no property's. */
const STRING_OR_NAME = /"(?:[^"\\]|\\.)*"|(?<![.\w$])[a-z]+\d+\b/g;

/** The code under stable names; `functionNames` gives those of Ajv's numbered functions. */
export function withStableNames(code: string, functionNames: ReadonlyMap<string, string>): string {
  const lines = code.split('\n');
  const names = new Map(functionNames);
  for (const line of lines) {
    const [, name = '', kind = '', value = ''] = CONSTANT.exec(line) ?? [];
    if (name !== '') names.set(name, `${kind}_${hash(value)}`);
  }
  const declared = new Set<string>();
  return lines
    .flatMap((line) => {
      const constant = CONSTANT.exec(line);
      if (constant === null) return [line.replaceAll(STRING_OR_NAME, (name) => names.get(name) ?? name)];
      const [, name = '', , value = ''] = constant;
      const stable = names.get(name) ?? name;
      if (declared.has(stable)) return [];
      declared.add(stable);
      return [`const ${stable} = ${value};`];
    })
    .join('\n');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
