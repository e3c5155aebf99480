import type { Route } from './route.js';
import { SegmentPattern } from './segment-pattern.js';

/** A path that the contract has. */
export interface PathMatch {
  /** The operation of the method, if there is one. */
  readonly route: Route | undefined;
  /** The values of its template, still percent-encoded, in the order of the template. */
  readonly values: readonly string[];
  /** Methods that the path knows. */
  readonly allowed: ReadonlySet<string>;
}

/** Where templates part: one node per beginning that they have in common. */
interface Node {
  readonly literals: Map<string, Node>;
  readonly patterns: Map<string, { readonly pattern: SegmentPattern; readonly node: Node }>;
  any?: Node;
  readonly routes: Map<string, Route>;
}

/** Finds the operation of a path: all templates at once, the more specific ones before the less specific. */
export class RouteMatcher {
  readonly #root = createNode();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#add(route);
  }

  /** `path` is percent-encoded. Undefined: no template fits. */
  match(method: string, path: string): PathMatch | undefined {
    const allowed = new Set<string>();
    const found = find(this.#root, path.split('/'), 1, [], method, allowed);
    if (found === undefined && allowed.size === 0) return undefined;
    return { route: found?.route, values: found?.values ?? [], allowed };
  }

  #add(route: Route): void {
    let node = this.#root;
    for (const segment of splitTemplate(route.path)) node = childFor(node, segment);
    // Of two templates that are the same but for their names, the first one counts.
    if (!node.routes.has(route.method)) node.routes.set(route.method, route);
  }
}

function createNode(): Node {
  return { literals: new Map(), patterns: new Map(), routes: new Map() };
}

/** `/a/{b}.{c}` → `a`, `{b}.{c}`; a slash within braces does not count. */
function splitTemplate(path: string): readonly string[] {
  return path.slice(1).match(/(?:\{[^}]*\}|[^/])+|(?<=\/|^)(?=\/|$)/g) ?? [''];
}

const TEMPLATE = /\{[^}]*\}/g;

/** The names in a path template, in their order. */
export function templateNames(path: string): readonly string[] {
  return (path.match(TEMPLATE) ?? []).map((name) => name.slice(1, -1));
}

function childFor(node: Node, segment: string): Node {
  const literals = segment.split(TEMPLATE);
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
  readonly values: readonly string[];
}

function find(
  node: Node,
  segments: readonly string[],
  at: number,
  values: readonly string[],
  method: string,
  allowed: Set<string>,
): Found | undefined {
  const segment = segments[at];
  if (segment === undefined) return leaf(node, values, method, allowed);
  const literal = node.literals.get(segment) ?? node.literals.get(decoded(segment));
  const inLiteral = literal && find(literal, segments, at + 1, values, method, allowed);
  if (inLiteral !== undefined) return inLiteral;
  for (const { node: child, groups } of matchingPatterns(node, segment)) {
    const inPattern = find(child, segments, at + 1, [...values, ...groups], method, allowed);
    if (inPattern !== undefined) return inPattern;
  }
  if (node.any === undefined || segment === '') return undefined;
  return find(node.any, segments, at + 1, [...values, segment], method, allowed);
}

/** A path that fits lets the less specific ones have their say only if it does not know the method. */
function leaf(
  node: Node,
  values: readonly string[],
  method: string,
  allowed: Set<string>,
): Found | undefined {
  for (const known of node.routes.keys()) allowed.add(known);
  const route = node.routes.get(method) ?? (method === 'head' ? node.routes.get('get') : undefined);
  return route && { route, values };
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
