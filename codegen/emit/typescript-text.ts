/** Pieces of TypeScript text that several emitters print, laid out as the formatter would. */
import { isIdentifier } from '../model/names.js';

/** Width of lines, as of the code around them. */
export const WIDTH = 110;

/** A string literal: in single quotes, or in double quotes where that takes fewer escapes. */
export function quote(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const inDouble = JSON.stringify(text);
  const singles = text.split("'").length;
  const doubles = text.split('"').length;
  if (singles > doubles) return inDouble;
  return `'${inDouble.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Printable ASCII of which nothing is escaped. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** A property name, quoted only where it must be. */
export function propertyName(name: string): string {
  return isIdentifier(name) ? name : quote(name);
}

/** `.name` or `['na-me']`. */
export function memberAccess(name: string): string {
  return isIdentifier(name) ? `.${name}` : `[${quote(name)}]`;
}

/** `open` + items + `close` on one line that begins at `indent`, or with an item a line where that is too long. */
export function list(open: string, items: readonly string[], close: string, indent: string): string {
  const flat = `${open}${items.join(', ')}${close}`;
  if (items.length === 0 || indent.length + flat.length <= WIDTH) return flat;
  return `${open}\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}${close}`;
}

/** A union as the right side of `type X =`; each member is printed at the indent that its place asks for. */
export function union(members: readonly ((indent: string) => string)[]): string {
  const [first] = members;
  if (first === undefined) return ' never';
  if (members.length === 1) return ` ${first('')}`;
  return members.map((member) => `\n  | ${member('    ')}`).join('');
}

/** A member of an interface: `head` is all that stands before its type, which is a union of `types`. */
export function member(head: string, types: readonly string[], indent: string): string {
  const flat = `${indent}${head}: ${types.join(' | ')};\n`;
  if (flat.length <= WIDTH + 1) return flat;
  if (types.length > 1) {
    return `${indent}${head}:\n${types.map((type) => `${indent}  | ${type}`).join('\n')};\n`;
  }
  const [, open = '', inner = '', rest = ''] = /^(\w+<)(.*)>([^<>]*)$/.exec(types[0] ?? '') ?? [];
  return inner === '' ? flat : `${indent}${head}: ${open}\n${indent}  ${inner}\n${indent}>${rest};\n`;
}

/** A plain value as a TypeScript literal; `column` is where in its line it begins. */
export function literal(value: unknown, indent = '', column = indent.length): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const flat = flatLiteral(value);
  if (column + flat.length + 1 <= WIDTH && !breaksAnyway(value)) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  }
  return `{\n${Object.entries(value)
    .map(([name, field]) => literalField(name, field, inner))
    .join('')}${indent}}`;
}

/** A line of an object literal. */
export function literalField(name: string, value: unknown, indent: string): string {
  const key = propertyName(name);
  const column = indent.length + key.length + 2;
  const text = literal(value, indent, column);
  const isLongString = typeof value === 'string' && column + text.length + 1 > WIDTH && key.length > 4;
  return isLongString ? `${indent}${key}:\n${indent}  ${text},\n` : `${indent}${key}: ${text},\n`;
}

function flatLiteral(value: object): string {
  if (Array.isArray(value)) return `[${value.map((item) => flatAny(item)).join(', ')}]`;
  const fields = Object.entries(value).map(([name, field]) => `${propertyName(name)}: ${flatAny(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function flatAny(value: unknown): string {
  return typeof value === 'object' && value !== null ? flatLiteral(value) : literal(value);
}

/** A list of several objects, each with several fields, is easier to read line by line; so does the formatter think. */
function breaksAnyway(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const children = Object.values(value);
  const isTable =
    Array.isArray(value) &&
    value.length > 1 &&
    children.every((child) => typeof child === 'object' && child !== null && Object.keys(child).length > 1);
  return isTable || children.some(breaksAnyway);
}
