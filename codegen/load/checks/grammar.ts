/** The language in which the grammars of OpenAPI, AsyncAPI, JSON Schema and `x-job` are written down. */
import type { DiagnosticCode } from '../../diagnostics.js';
import type { JsonValue } from '../../model/contract.js';

/** What may stand at a place: a shape, or the name of one in the grammar. */
export type Rule = string | Shape;

/** What a value must look like. */
export type Shape =
  /** Plain data: not looked into. */
  | { readonly kind: 'any' }
  | { readonly kind: 'text'; readonly pattern?: RegExp; readonly what?: string }
  /** A regular expression, as JSON Schema means it. */
  | { readonly kind: 'regex' }
  | {
      readonly kind: 'number';
      readonly integer: boolean;
      readonly min?: number;
      readonly max?: number;
      readonly above?: number;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly what: string }
  | { readonly kind: 'list'; readonly items: Rule; readonly atLeast?: number; readonly distinct?: true }
  | { readonly kind: 'map'; readonly values: Rule; readonly keys?: KeyRule | 'regex' }
  | ObjectShape
  /** Which rule holds depends on the value. */
  | { readonly kind: 'choice'; readonly choose: (value: JsonValue) => Rule };

/** An object with fields of fixed names. */
export interface ObjectShape {
  readonly kind: 'object';
  /** With its article: `an operation`. */
  readonly what: string;
  readonly fields: Readonly<Record<string, Rule>>;
  readonly required?: readonly string[] | ((value: Readonly<Record<string, JsonValue>>) => readonly string[]);
  /** Whether a `$ref` may stand in its place; beside it, these keys may. */
  readonly reference?: readonly string[];
  /** Keys of another form than fixed names: paths, statuses. */
  readonly others?: { readonly keys: KeyRule; readonly values: Rule };
  /** The code of mistakes in it; `structure` if nothing else is said. */
  readonly code?: DiagnosticCode;
  /** `x-…` is refused as well. */
  readonly closed?: true;
}

/** What keys look like. */
export interface KeyRule {
  readonly pattern: RegExp;
  /** `a status such as 200, 4XX or default`. */
  readonly what: string;
}

/** Shapes by name. */
export type Grammar = Readonly<Record<string, Shape>>;

export const any: Shape = { kind: 'any' };
export const text: Shape = { kind: 'text' };
export const flag: Shape = { kind: 'boolean' };
export const number: Shape = { kind: 'number', integer: false };
export const regex = { kind: 'regex' } as const;

/** Text of a certain form. */
export function textLike(pattern: RegExp, what: string): Shape {
  return { kind: 'text', pattern, what };
}

/** A whole number in a range. */
export function integer(min: number, max?: number): Shape {
  return { kind: 'number', integer: true, min, ...(max !== undefined && { max }) };
}

/** One of several words. */
export function word(what: string, ...words: readonly string[]): Shape {
  return { kind: 'word', words, what };
}

/** A list. */
export function list(items: Rule, atLeast?: number): Shape {
  return { kind: 'list', items, ...(atLeast !== undefined && { atLeast }) };
}

/** A list in which nothing stands twice. */
export function distinctList(items: Rule, atLeast?: number): Shape {
  return { kind: 'list', items, distinct: true, ...(atLeast !== undefined && { atLeast }) };
}

/** A mapping from the author's names, or from regular expressions. */
export function map(values: Rule, keys?: KeyRule | 'regex'): Shape {
  return { kind: 'map', values, ...(keys && { keys }) };
}

/** An object with fixed fields. */
export function object(
  what: string,
  fields: Readonly<Record<string, Rule>>,
  more: Omit<ObjectShape, 'kind' | 'what' | 'fields'> = {},
): ObjectShape {
  return { kind: 'object', what, fields, ...more };
}

/** Keys of components. */
export const componentName: KeyRule = {
  pattern: /^[A-Za-z0-9._-]+$/,
  what: 'a name of letters, digits, `.`, `_` and `-`',
};

/** Follows names and choices to a shape, and tells the name of the last one. */
export function resolveRule(
  grammar: Grammar,
  rule: Rule,
  value: JsonValue,
): readonly [kind: string, shape: Exclude<Shape, { kind: 'choice' }>] {
  let kind = '';
  let current = rule;
  for (;;) {
    if (typeof current === 'string') {
      kind = current;
      const shape: Shape | undefined = grammar[current];
      if (!shape) throw new Error(`The grammar has no ${current}`);
      current = shape;
    } else if (current.kind === 'choice') current = current.choose(value);
    else return [kind, current];
  }
}
