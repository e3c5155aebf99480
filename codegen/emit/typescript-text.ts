/** Pieces of TypeScript text that several emitters print. */
import type { Contract, JsonSchema } from '../model/contract.js';

/** The first lines of a generated file: where it comes from and how to make it again. */
export function header(source: string): string {
  return `// Generated from ${source} by \`npm run generate\`. Do not edit.\n`;
}

/** The OpenAPI document that a file comes from. */
export function openapiSource(contract: Contract): string {
  return contract.sources.find((source) => /openapi/i.test(source)) ?? 'the specs';
}

/** Width of doc comments, as of the code around them. */
const WIDTH = 110;

/** A doc comment, wrapped, at an indent; empty text gives nothing. Paragraphs are kept, `*` + `/` cannot close it. */
export function docComment(text: string, indent = ''): string {
  const safe = text.trim().replaceAll('*/', '*\\/');
  if (safe === '') return '';
  const lines = safe.split('\n').flatMap((line) => wrap(line.trimEnd(), WIDTH - indent.length - 3));
  if (lines.length === 1 && (lines[0] ?? '').length + indent.length + 7 <= WIDTH)
    return `${indent}/** ${lines[0]} */\n`;
  const body = lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('');
  return `${indent}/**\n${body}${indent} */\n`;
}

/** Prose is wrapped; lists, tables and code keep their lines. */
function wrap(line: string, width: number): string[] {
  if (line.length <= width || /^(\s{2,}|[-*|>#])/.test(line)) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + word.length + 1 > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return current === '' ? lines : [...lines, current];
}

/** A string literal in single quotes. */
export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** A property name, quoted only where it must be. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** `text.generate` → `TextGenerate`, `createJob` → `CreateJob`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `text.generate` → `textGenerate`, `Last-Event-ID` → `lastEventId`. */
export function camelCase(name: string): string {
  const words = name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => (/^[A-Z]+$/.test(word) ? word.toLowerCase() : word));
  const pascal = pascalCase(words.join(' '));
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** A plain value as a TypeScript literal, laid out as the formatter would. */
export function literal(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const flat = flatLiteral(value);
  if (flat.length + indent.length <= 80) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  }
  const fields = Object.entries(value).map(
    ([name, field]) => `${inner}${propertyName(name)}: ${literal(field, inner)},\n`,
  );
  return `{\n${fields.join('')}${indent}}`;
}

function flatLiteral(value: object): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, '')).join(', ')}]`;
  const fields = Object.entries(value).map(([name, field]) => `${propertyName(name)}: ${literal(field, '')}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** Name of the schema that a `$ref` leads to. */
export function refName(schema: JsonSchema | undefined): string | undefined {
  const ref = typeof schema === 'object' ? schema['$ref'] : undefined;
  const match = typeof ref === 'string' ? /^#\/components\/schemas\/([^/]+)$/.exec(ref) : null;
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}

/**
 * The type of a schema in a signature: named schemas by name (`prefix` before it), the simple ones that parameters and
 * headers have inline; `inline` says what to print for anything else.
 */
export function schemaType(schema: JsonSchema | undefined, prefix: string, inline = 'unknown'): string {
  const name = refName(schema);
  if (name !== undefined) return `${prefix}${name}`;
  if (typeof schema !== 'object') return inline;
  if (schema['const'] !== undefined) return literal(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => literal(value)).join(' | ');
  switch (schema['type']) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return `readonly ${wrapUnion(schemaType(schema['items'] as JsonSchema | undefined, prefix))}[]`;
    default:
      return inline;
  }
}

function wrapUnion(type: string): string {
  return type.includes(' ') ? `(${type})` : type;
}
