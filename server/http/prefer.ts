/** `Prefer: wait=N` (RFC 7240 sections 2 and 4.3). */

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
// White space stands before what follows it, never after: one way only to match, so nothing to backtrack into.
const PARAMETER = `${TOKEN}(?:[ \\t]*=(?:[ \\t]*(?:${TOKEN}|${QUOTED}))?)?`;
const PREFERENCE = `${PARAMETER}(?:[ \\t]*;(?:[ \\t]*${PARAMETER})?)*`;
const ELEMENT = `[ \\t]*(?:(${PREFERENCE})[ \\t]*)?`;
const FIRST_ELEMENT = new RegExp(`^${ELEMENT}(?:,|$)`);

/** The longest header that is looked at. */
const MAX_LENGTH = 1024;

/** The preferences of the field, or undefined when it does not follow the grammar. */
function splitPreferences(field: string): readonly string[] | undefined {
  const preferences: string[] = [];
  for (let rest = field; rest !== ''; ) {
    const match = FIRST_ELEMENT.exec(rest);
    if (match === null) return undefined;
    if (match[1] !== undefined) preferences.push(match[1]);
    rest = rest.slice(match[0].length);
  }
  return preferences;
}

/**
 * The seconds of `wait`, or undefined without one. A malformed field is ignored as a whole, and so is a `wait` that is
 * not a whole number; of several, the first counts (section 2).
 */
export function parseWait(field: string | undefined): number | undefined {
  if (field === undefined || field.length > MAX_LENGTH) return undefined;
  for (const preference of splitPreferences(field) ?? []) {
    const [head = ''] = preference.split(';', 1);
    const separator = head.indexOf('=');
    const name = separator < 0 ? head : head.slice(0, separator);
    if (name.trim().toLowerCase() !== 'wait') continue;
    const value = separator < 0 ? '' : head.slice(separator + 1).trim();
    const digits = /^(?:"(\d{1,9})"|(\d{1,9}))$/.exec(value);
    return digits === null ? undefined : Number(digits[1] ?? digits[2]);
  }
  return undefined;
}
