import { SegmentPattern } from './segment-pattern.js';

/** A path template taken apart: `/a/{b}?kind=x&id={id}`. */
export interface PathTemplate {
  /** `a`, `{b}`. */
  readonly segments: readonly string[];
  /** The pairs of a query that tells operations of one path apart. */
  readonly query: readonly QueryPart[];
}

/** A pair that a query must have. */
export interface QueryPart {
  readonly name: string;
  /** What its value is, given or to be found. */
  readonly value: string | SegmentPattern;
  /** How many values are to be found. */
  readonly count: number;
}

const TEMPLATE = /\{[^}]*\}/g;

/** The names in a path template, in their order. */
export function templateNames(path: string): readonly string[] {
  return (path.match(TEMPLATE) ?? []).map((name) => name.slice(1, -1));
}

/** The texts before, between and after the names of a part of a template. */
export function literalsOf(part: string): readonly string[] {
  return part.split(TEMPLATE);
}

/** Takes a template apart. */
export function parseTemplate(template: string): PathTemplate {
  const at = template.indexOf('?');
  const path = at < 0 ? template : template.slice(0, at);
  const pairs = at < 0 ? [] : template.slice(at + 1).split('&');
  return { segments: splitPath(path), query: pairs.filter((pair) => pair !== '').map(queryPart) };
}

/** `/a/{b}.{c}` → `a`, `{b}.{c}`; a slash within braces does not count. */
function splitPath(path: string): readonly string[] {
  return path.slice(1).match(/(?:\{[^}]*\}|[^/])+|(?<=\/|^)(?=\/|$)/g) ?? [''];
}

function queryPart(pair: string): QueryPart {
  const equals = pair.indexOf('=');
  const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
  const literals = literalsOf(value);
  const count = literals.length - 1;
  return { name, value: count === 0 ? value : new SegmentPattern(literals), count };
}
