import { literalsOf, parseTemplate, type QueryPart } from './path-template.js';
import type { Route } from './route.js';
import { SegmentPattern } from './segment-pattern.js';
import { readPairs } from './written-pairs.js';
import { decodeForm, type RawPair } from './written-value.js';

/** A path that the contract has. */
export interface PathMatch {
  /** The operation of the method, if there is one. */
  readonly route: Route | undefined;
  /** The values of its template, still percent-encoded, in the order of the template; of a query, those that are there. */
  readonly values: Values;
  /** Methods that the path knows, where it does not know the one that was asked for. */
  readonly allowed: ReadonlySet<string>;
}

/** The values of a template, in its order. */
export type Values = readonly (string | undefined)[];

/** An operation of a path and a method; others may differ from it by their queries. */
interface Candidate {
  readonly route: Route;
  readonly query: readonly QueryPart[];
}

/** A request, as far as it decides which operation it is for. */
interface Asked {
  readonly method: string;
  readonly segments: readonly string[];
  readonly pairs: () => readonly RawPair[];
  /** Methods that the path knows. */
  readonly allowed: Set<string>;
}

/** Where templates part: one node per beginning that they have in common. */
interface Node {
  readonly literals: Map<string, Node>;
  readonly patterns: Map<string, { readonly pattern: SegmentPattern; readonly node: Node }>;
  any?: Node;
  /** By method; those that ask for more of a query come first. */
  readonly routes: Map<string, Candidate[]>;
}

/** Finds the operation of a path: all templates at once, the more specific ones before the less specific. */
export class RouteMatcher {
  readonly #root = createNode();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#add(route);
  }

  /** `path` and `query` are percent-encoded. Undefined: no template fits. Throws HttpProblem if a query is needed and wrong. */
  match(method: string, path: string, query = ''): PathMatch | undefined {
    let read: readonly RawPair[] | undefined;
    const pairs = () => {
      read ??= readPairs('/query', query, '&', decodeForm);
      return read;
    };
    const allowed = new Set<string>();
    const found = find(this.#root, { method, segments: path.split('/'), pairs, allowed }, 1, []);
    if (found === undefined && allowed.size === 0) return undefined;
    return { route: found?.route, values: found?.values ?? [], allowed };
  }

  #add(route: Route): void {
    const { segments, query } = parseTemplate(route.path);
    let node = this.#root;
    for (const segment of segments) node = childFor(node, segment);
    const candidates = getOrAdd<string, Candidate[]>(node.routes, route.method, () => []);
    candidates.push({ route, query });
    candidates.sort((one, other) => other.query.length - one.query.length);
  }
}

function createNode(): Node {
  return { literals: new Map(), patterns: new Map(), routes: new Map() };
}

function childFor(node: Node, segment: string): Node {
  const literals = literalsOf(segment);
  if (literals.length === 1) return getOrAdd(node.literals, segment, createNode);
  if (literals.length === 2 && literals.join('') === '') {
    node.any ??= createNode();
    return node.any;
  }
  return getOrAdd(node.patterns, literals.join('\0'), () => ({
    pattern: new SegmentPattern(literals),
    node: createNode(),
  })).node;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

interface Found {
  readonly route: Route;
  readonly values: Values;
}

function find(node: Node, asked: Asked, at: number, values: readonly string[]): Found | undefined {
  const segment = asked.segments[at];
  if (segment === undefined) return leaf(node, asked, values);
  const literal = node.literals.get(segment) ?? node.literals.get(decoded(segment));
  const inLiteral = literal && find(literal, asked, at + 1, values);
  if (inLiteral !== undefined) return inLiteral;
  for (const { node: child, groups } of matchingPatterns(node, segment)) {
    const inPattern = find(child, asked, at + 1, [...values, ...groups]);
    if (inPattern !== undefined) return inPattern;
  }
  if (node.any === undefined || segment === '') return undefined;
  return find(node.any, asked, at + 1, [...values, segment]);
}

/** A path that fits lets the less specific ones have their say only if it does not know the method. */
function leaf(
  { routes }: Node,
  { method, pairs, allowed }: Asked,
  values: readonly string[],
): Found | undefined {
  const candidates = routes.get(method) ?? (method === 'head' ? routes.get('get') : undefined);
  const chosen = candidates && choose(candidates, pairs);
  if (chosen !== undefined)
    return chosen.values.length === 0
      ? { route: chosen.route, values }
      : { route: chosen.route, values: [...values, ...chosen.values] };
  for (const [known, others] of routes) if (choose(others, pairs)) allowed.add(known);
  return undefined;
}

/**
 * The operation whose query is there. A value that its template only leaves open may be missing, if nothing fits better:
 * the check of its parameters says so then.
 */
function choose(candidates: readonly Candidate[], pairs: () => readonly RawPair[]): Found | undefined {
  let second: Found | undefined;
  for (const { route, query } of candidates) {
    if (query.length === 0) return { route, values: [] };
    const parts = query.map((part) => partValues(part, pairs()));
    if (!parts.includes('other')) {
      const found = { route, values: query.flatMap(({ count }, at) => valuesOr(parts[at], count)) };
      if (!parts.includes('absent')) return found;
      second ??= found;
    }
  }
  return second;
}

function valuesOr(found: ReturnType<typeof partValues> | undefined, count: number): Values {
  return typeof found === 'object' ? found : Array<undefined>(count).fill(undefined);
}

/** The values in a pair of a query; whether it is absent, or another one than the given one. */
function partValues({ name, value }: QueryPart, pairs: readonly RawPair[]): Values | 'absent' | 'other' {
  const texts = pairs.filter(([key]) => key === name).map(([, text]) => text.replaceAll('+', '%20'));
  if (typeof value === 'string') return texts.some((text) => decoded(text) === decoded(value)) ? [] : 'other';
  for (const text of texts) {
    const groups = value.match(text);
    if (groups !== undefined) return groups;
  }
  return 'absent';
}

/** The one with the most letters of its own comes first. */
function matchingPatterns(node: Node, segment: string): readonly { node: Node; groups: readonly string[] }[] {
  if (node.patterns.size === 0) return [];
  return [...node.patterns.values()]
    .flatMap(({ pattern, node: child }) => {
      const groups = pattern.match(segment);
      return groups ? [{ node: child, groups, literalLength: pattern.literalLength }] : [];
    })
    .sort((a, b) => b.literalLength - a.literalLength);
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
