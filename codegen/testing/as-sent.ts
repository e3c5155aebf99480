/** For tests: what was sent, as it is to arrive. */
import { isDeepStrictEqual } from 'node:util';

/** A part of a request that arrived otherwise than it was sent, in words; undefined if none did. */
export function differenceOfParts(
  sent: Readonly<Record<string, unknown>>,
  arrived: Readonly<Record<string, unknown>>,
): string | undefined {
  if (typeof sent.query === 'string' && sent.query !== arrived.query)
    return difference('query', sent.query, arrived.query);
  for (const place of ['path', 'query', 'headers', 'cookies']) {
    for (const [name, value] of Object.entries(objectOf(sent[place]))) {
      // Names of headers have no case.
      const key = place === 'headers' ? name.toLowerCase() : name;
      const [one, other] = [asText(value), asText(objectOf(arrived[place])[key])];
      if (!holds(other, one)) return difference(`${place} ${name}`, one, other);
    }
  }
  const { body } = sent;
  if (body === undefined) return undefined;
  // Of a form without fields nothing is sent, not even its type.
  const isForm = arrived.body === undefined || FORM.test(String(arrived.contentType));
  const [one, other] = [body, arrived.body].map(isForm ? asText : asJson);
  const isSame = isForm ? holds(other, one) : isDeepStrictEqual(one, other);
  return isSame ? undefined : difference('body', one, other);
}

const FORM = /^(multipart\/|application\/x-www-form)/;

/** Whether a value has in it what another one has: defaults may have been filled in beside. */
function holds(value: unknown, other: unknown): boolean {
  if (typeof other !== 'object' || other === null) return other === undefined || value === other;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(other).every(([name, one]) => holds(objectOf(value)[name], one));
}

/** Says what differs. */
export function difference(what: string, sent: unknown, arrived: unknown): string {
  return `${what}: sent ${JSON.stringify(sent)}, arrived ${JSON.stringify(arrived)}`;
}

/** As JSON has it: a file is a file. */
export function asJson(value: unknown): unknown {
  if (value instanceof Blob) return 'a file';
  const text = JSON.stringify(value, (_, one: unknown) => (one instanceof Blob ? 'a file' : one));
  return text === undefined ? undefined : JSON.parse(text);
}

/**
 * As a query or a form can tell it: there `1` is the number or the text, what is null is empty, and an object or a list
 * without anything in it is not there.
 */
function asText(value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Blob) return 'a file';
  if (typeof value !== 'object') return String(value) || undefined;
  if (Array.isArray(value)) {
    const items = value.map(asText).filter((item) => item !== undefined);
    // A list of one item reads like the item, where the schema allows both.
    return items.length < 2 ? items[0] : items;
  }
  const fields = Object.entries(value)
    .map(([name, field]) => [name, asText(field)] as const)
    .filter(([, field]) => field !== undefined);
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
