/** Checks of single values: what the form of a field says that is no object, list or mapping. */
import { type Diagnostic, type DiagnosticCode, didYouMean } from '../../diagnostics.js';
import type { JsonValue } from '../../model/contract.js';
import { canonicalText, isArray } from '../json.js';
import { type KeyRule, regex, type Shape } from './grammar.js';

/** What is wrong with a value, without its place. */
export interface Complaint {
  readonly message: string;
  readonly hint?: string | undefined;
  /** `error` if nothing else is said. */
  readonly severity?: Diagnostic['severity'];
}

/** A complaint about a part of a schema. */
export interface SchemaComplaint extends Complaint {
  readonly code: DiagnosticCode;
  /** The keys that lead from the schema to the part. */
  readonly at: readonly (string | number)[];
  readonly on: 'key' | 'value';
}

type LeafShape = Extract<Shape, { kind: 'text' | 'regex' | 'number' | 'boolean' | 'word' }>;

/** Checks a value of the field that `name` names; undefined if it is as it should be. */
export function checkLeaf(name: () => string, value: JsonValue, shape: LeafShape): Complaint | undefined {
  switch (shape.kind) {
    case 'text':
      return checkText(name, value, shape);
    case 'regex':
      return checkRegex(name, value);
    case 'number':
      return checkNumber(name, value, shape);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrongType(name(), value, '`true` or `false`');
    case 'word':
      return checkWord(name, value, shape);
    default:
      return shape satisfies never;
  }
}

/** Says that a value is of another type than it must be. */
export function wrongType(name: string, value: JsonValue, expected: string, hint?: string): Complaint {
  if (value === null) return { message: `${name} is empty; it must be ${expected}`, hint };
  return { message: `${name} must be ${expected}, not ${typeName(value)}`, hint };
}

function typeName(value: JsonValue): string {
  if (isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return `\`${value}\``;
    default:
      return 'a mapping';
  }
}

/** Checks a key that must have a form of its own. */
export function checkKey(key: string, rule: KeyRule | 'regex' | undefined): Complaint | undefined {
  if (rule === undefined) return undefined;
  if (rule === 'regex') return checkLeaf(() => `\`${key}\``, key, regex);
  return rule.pattern.test(key) ? undefined : { message: `\`${key}\` must be ${rule.what}` };
}

/** Complains of everything in a list that stands there twice. */
export function* repetitions(
  name: () => string,
  items: readonly JsonValue[],
): Iterable<Complaint & { readonly index: number }> {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const text = canonicalText(item);
    const message = `\`${typeof item === 'string' ? item : text}\` stands twice in ${name()}`;
    if (seen.has(text)) yield { index, message, hint: 'Remove one of the two.' };
    seen.add(text);
  }
}

/** In braces, `{ timeout:300 }` is a key without a value. */
export function blankHint(key: string, fields: readonly string[]): string | undefined {
  const [, field, value] = /^([^:]+):(.+)$/.exec(key) ?? [];
  if (field === undefined || !fields.includes(field)) return undefined;
  return `There must be a blank after the colon: \`${field}: ${value}\`.`;
}

function checkText(
  name: () => string,
  value: JsonValue,
  shape: Extract<Shape, { kind: 'text' }>,
): Complaint | undefined {
  const expected = shape.what ?? 'text';
  if (typeof value !== 'string') {
    const scalar =
      (typeof value === 'number' || typeof value === 'boolean') &&
      shape.pattern?.test(String(value)) !== false;
    return wrongType(name(), value, expected, scalar ? `Put it in quotes: \`'${value}'\`.` : undefined);
  }
  if (shape.pattern && !shape.pattern.test(value))
    return { message: `${name()} must be ${expected}, not \`${value}\`` };
  return undefined;
}

function checkRegex(name: () => string, value: JsonValue): Complaint | undefined {
  if (typeof value !== 'string') return wrongType(name(), value, 'a regular expression');
  try {
    new RegExp(value, 'u');
    return undefined;
  } catch (error) {
    const reason =
      error instanceof Error ? (/: ([^:]+)$/.exec(error.message)?.[1] ?? error.message) : String(error);
    return {
      message: `${name()} is no regular expression: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
    };
  }
}

function checkNumber(
  name: () => string,
  value: JsonValue,
  shape: Extract<Shape, { kind: 'number' }>,
): Complaint | undefined {
  const expected = shape.integer ? 'a whole number' : 'a number';
  if (typeof value !== 'number') {
    const quoted = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
    return wrongType(
      name(),
      value,
      expected,
      quoted ? `Write it without quotes: \`${Number(value)}\`.` : undefined,
    );
  }
  if (!Number.isFinite(value) || (shape.integer && !Number.isInteger(value))) {
    return { message: `${name()} must be ${expected}, not ${value}` };
  }
  if (shape.above !== undefined && value <= shape.above) {
    return { message: `${name()} must be more than ${shape.above}, not ${value}` };
  }
  if (shape.min !== undefined && value < shape.min)
    return { message: `${name()} must be at least ${shape.min}, not ${value}` };
  if (shape.max !== undefined && value > shape.max)
    return { message: `${name()} must be at most ${shape.max}, not ${value}` };
  return undefined;
}

function checkWord(
  name: () => string,
  value: JsonValue,
  shape: Extract<Shape, { kind: 'word' }>,
): Complaint | undefined {
  const choice = `One of ${shape.words.map((one) => `\`${one}\``).join(', ')}.`;
  if (typeof value !== 'string') return wrongType(name(), value, `a ${shape.what}`, choice);
  if (shape.words.includes(value)) return undefined;
  const near = didYouMean(value, shape.words);
  return {
    message: `\`${value}\` is no ${shape.what}`,
    hint: near === undefined ? choice : `Did you mean \`${near}\`?`,
  };
}
