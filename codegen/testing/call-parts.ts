/** For tests: what a call is made of. */
import { asRead } from '../sample/request-body.js';

/** The arguments of a call. */
export interface Parts {
  readonly path: object;
  /** An object, or whatever the one value of a query is. */
  readonly query: unknown;
  readonly headers: object;
  readonly cookies: object;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** Those that are parameters. */
export type ParameterParts = Omit<Parts, 'body' | 'contentType'>;

/** Parameters as a server checks them. */
export function asReceived({ headers, ...others }: ParameterParts): unknown {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  // Which `fetch` adds.
  const lower = [['content-length', 1] as const, ...given];
  const none = { path: {}, query: {}, cookies: {} };
  return { ...none, ...(asRead({ ...others, headers: Object.fromEntries(lower) }) as object) };
}
