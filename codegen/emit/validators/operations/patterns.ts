/** Patterns as JavaScript has them. */

/** Letters that mean something behind a backslash even without the flag `u`; other letters stand for themselves then. */
const KNOWN_ESCAPES = /\\[^dDwWsSbBnrtfv0-9cxu\W_]/;

/**
 * The regular expression of a `pattern`: with the flag `u` as the specification asks for, without it where only that
 * works (`[\w-.]`, `\_`). `undefined` if JavaScript has none that means the same: `(?i)`, `\Z`, `[[:alpha:]]`.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-6.4
 */
export function regularExpression(pattern: string): RegExp | undefined {
  const strict = attempt(pattern, 'u');
  if (strict !== undefined) return strict;
  return KNOWN_ESCAPES.test(pattern.replaceAll('\\\\', '')) ? undefined : attempt(pattern, '');
}

function attempt(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}
