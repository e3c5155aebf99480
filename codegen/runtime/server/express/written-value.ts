import { malformed } from './http-problem.js';
import type { Shape, TextForm } from './route.js';

/** A value as it stands in a text: not yet of the type that its schema has. */
export type RawValue = string | readonly RawValue[] | { readonly [field: string]: RawValue };

/** A pair of a query, a cookie or a form: the name is decoded, the value is not. */
export type RawPair = readonly [name: string, value: string];

/** Undoes the encoding of a piece of text; throws `URIError` if it is malformed. */
export type Decode = (text: string) => string;

/** `decodeURIComponent`, which is all that a path needs. */
export const decodePercent: Decode = (text) => (text.includes('%') ? decodeURIComponent(text) : text);

/** As queries and forms are written: a space may be `+`. */
export const decodeForm: Decode = (text) =>
  decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);

/** An object with no names but its own: `constructor` is not found in it, and `__proto__` is a name like any other. */
export function bareObject<T>(entries: Iterable<readonly [string, T]> = []): Record<string, T> {
  const object: Record<string, T> = Object.create(null) as Record<string, T>;
  for (const [name, value] of entries) object[name] = value;
  return object;
}

/** Decodes a text from the client; what is wrong with it is told at `pointer`. */
export function decodeAt(pointer: string, decode: Decode, text: string): string {
  let decoded: string;
  try {
    decoded = decode(text);
  } catch {
    throw malformed(pointer, 'is not percent-encoded correctly', 'encoding');
  }
  if (decoded.includes('\0')) throw malformed(pointer, 'contains a NUL character', 'encoding');
  return decoded;
}

/** Splits at a delimiter before the pieces are decoded: an encoded delimiter is part of a value. */
export function splitValue(
  text: string,
  delimiter: string | RegExp,
  { shape = 'value', explode = false }: TextForm,
  decode: Decode,
): RawValue {
  if (shape === 'value') return decode(text);
  const pieces = text === '' ? [] : text.split(delimiter);
  if (shape === 'object') return fieldsOf(pieces, explode, decode);
  return shape === 'any' && pieces.length < 2 ? decode(text) : pieces.map(decode);
}

/** `R=100,G=200`, or `R,100,G,200`. */
function fieldsOf(pieces: readonly string[], explode: boolean, decode: Decode): RawValue {
  const fields: Record<string, RawValue> = bareObject();
  for (let at = 0; at < pieces.length; at += explode ? 1 : 2) {
    const piece = pieces[at] ?? '';
    const equals = explode ? piece.indexOf('=') : -1;
    const name = decode(equals < 0 ? piece : piece.slice(0, equals));
    const value = explode ? (equals < 0 ? '' : piece.slice(equals + 1)) : (pieces[at + 1] ?? '');
    fields[name] = decode(value);
  }
  return fields;
}

/** The value of a name that may stand there several times. */
export function repeatedValue(pointer: string, values: readonly string[], shape: Shape): RawValue {
  const [first = ''] = values;
  if (shape === 'array') return values;
  if (values.length < 2) return first;
  if (shape === 'any') return values;
  throw malformed(pointer, 'is given more than once', 'duplicate');
}
