/** What of a path template is sent, and which templates a server cannot tell apart. */
import type { Operation } from './contract.js';

/** The template without what stands behind `#`, which no client sends (RFC 9110, section 7.1). */
export function sentPath(path: string): string {
  return path.replace(/#.*$/, '');
}

/** The same for two templates if a request may fit both equally: only names differ, or what is not sent. */
export function requestKey(path: string): string {
  const [before = '', query = ''] = sentPath(path)
    .replaceAll(/\{[^}]*\}/g, '{}')
    .split('?', 2);
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs.length === 0 ? before : `${before}?${pairs.sort().join('&')}`;
}

/** An operation, and the one that a server has in its place. */
export interface Rival {
  readonly operation: Operation;
  readonly served: Operation;
}

/** Operations whose requests are those of another one. What has nothing behind `#` is what is sent, else the first counts. */
export function rivals(operations: readonly Operation[]): readonly Rival[] {
  const first = new Map<string, Operation>();
  const ranked = operations.toSorted((one, other) => hasFragment(one) - hasFragment(other));
  return ranked.flatMap((operation) => {
    const key = `${operation.method} ${requestKey(operation.path)}`;
    const served = first.get(key);
    if (served === undefined) first.set(key, operation);
    return served === undefined ? [] : [{ operation, served }];
  });
}

function hasFragment({ path }: Operation): number {
  return Number(path.includes('#'));
}
