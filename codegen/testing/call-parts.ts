/** For tests: what a call is made of. */

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

/** A form, or parameters, as they are read: lists and objects without anything in them are not there. */
export function asRead(form: unknown): unknown {
  const isEmpty = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const pruned: unknown = JSON.parse(JSON.stringify(form), (_, value: unknown) =>
    isEmpty(value) ? undefined : value,
  );
  return pruned ?? {};
}
