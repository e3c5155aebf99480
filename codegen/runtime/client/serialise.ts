/**
 * Values as text: the styles of OpenAPI 3.1 (section 4.8.12), which are those of RFC 6570, and `deepObject`, whose nested
 * fields and lists are written as the package `qs` does: `filter[a][b]=1&filter[list][0]=x`; and `cookie` of OpenAPI 3.2.
 *
 * What is `undefined` or `null`, an empty list or an empty object is left out, as RFC 6570 (section 2.3) has it.
 */
import type { ParameterStyle, ValueFormat } from './operation.js';

/** How the characters of names and of values are written. */
interface Escape {
  readonly name: (text: string) => string;
  readonly value: (text: string) => string;
}

interface StyleRules {
  /** Before the first piece. */
  readonly first: string;
  /** Between exploded pieces. */
  readonly separator: string;
  /** Between the pieces of what is not exploded. */
  readonly delimiter: string;
  /** Whether a piece says its name. */
  readonly isNamed: boolean;
  /** Behind a name whose value is empty. */
  readonly ifEmpty: string;
}

const FORM: StyleRules = { first: '', separator: '&', delimiter: ',', isNamed: true, ifEmpty: '=' };

const RULES: Readonly<Record<ParameterStyle, StyleRules>> = {
  simple: { first: '', separator: ',', delimiter: ',', isNamed: false, ifEmpty: '' },
  label: { first: '.', separator: '.', delimiter: ',', isNamed: false, ifEmpty: '' },
  matrix: { first: ';', separator: ';', delimiter: ',', isNamed: true, ifEmpty: '' },
  form: FORM,
  spaceDelimited: { ...FORM, delimiter: '%20' },
  pipeDelimited: { ...FORM, delimiter: '%7C' },
  deepObject: FORM,
  cookie: { ...FORM, separator: '; ' },
};

/** Where a name may stand several times. */
const REPEATING = new Set(['&', '; ']);

/** A path parameter as it stands in the path. */
export function pathText(name: string, value: unknown, format: ValueFormat = {}): string {
  return write(name, value, { style: 'simple', ...format }, ENCODED);
}

/** A query parameter as pairs: `color=blue&color=black`. */
export function queryText(name: string, value: unknown, format: ValueFormat = {}): string {
  return write(name, value, format, format.allowReserved === true ? RESERVED_KEPT : ENCODED);
}

/** A header's value. Nothing is escaped: headers have no encoding that all servers know. */
export function headerText(value: unknown, format: ValueFormat = {}): string {
  return write('', value, { style: 'simple', ...format }, AS_IT_IS);
}

/** A cookie parameter as pairs of the `Cookie` header: `a=1; b=2`. */
export function cookieText(name: string, value: unknown, format: ValueFormat = {}): string {
  if (format.style !== 'cookie') return write(name, value, format, ENCODED).replaceAll('&', '; ');
  return write(name, value, format, { name: unescaped(name), value: unescaped(name) });
}

/** What the caller has to escape; a `;` in it would begin another cookie (RFC 6265, section 4.1.1). */
function unescaped(name: string): (text: string) => string {
  return (text) => {
    if (/[;\p{Cc}]/u.test(text))
      throw new TypeError(`the cookie ${name} cannot have ";" or a control character in it`);
    return text;
  };
}

function write(name: string, value: unknown, format: ValueFormat, escapes: Escape): string {
  const { style = 'form', explode = style === 'form' || style === 'cookie', contentType } = format;
  const rules = RULES[style];
  if (contentType !== undefined) {
    const isJson = /[/+]json\b/i.test(contentType) && value !== undefined;
    return expand(name, isJson ? JSON.stringify(value) : value, rules, false, escapes);
  }
  if (style === 'deepObject' && isComposite(value)) {
    return bracketed(escapes.name(name), value, escapes).join('&');
  }
  return expand(name, value, rules, explode, escapes);
}

/** RFC 6570, section 3.2.1. */
function expand(name: string, value: unknown, rules: StyleRules, explode: boolean, escapes: Escape): string {
  if (!isGiven(value)) return '';
  const named = (key: string, text: string) =>
    `${escapes.name(key)}${text === '' ? rules.ifEmpty : `=${text}`}`;
  const piece = (text: string) => (rules.isNamed ? named(name, text) : text);
  const pieces = piecesOf(value, rules, explode, escapes);
  if (pieces.length === 0) return '';
  if (!isComposite(value) || !explode) return rules.first + piece(pieces.join(rules.delimiter));
  return rules.first + (Array.isArray(value) ? pieces.map(piece) : pieces).join(rules.separator);
}

function piecesOf(value: unknown, rules: StyleRules, explode: boolean, escapes: Escape): readonly string[] {
  if (!isComposite(value)) return [escapes.value(scalar(value))];
  if (Array.isArray(value)) return value.filter(isGiven).map((item) => escapes.value(scalar(item)));
  const fields = Object.entries(value)
    // A field that is a list is repeated where each field is a pair by itself, as a parameter would be.
    .flatMap(([key, field]) =>
      (explode && REPEATING.has(rules.separator) && Array.isArray(field) ? field : [field]).map(
        (one) => [key, one] as const,
      ),
    )
    .filter(([, field]) => isGiven(field))
    .map(([key, field]) => [escapes.name(key), escapes.value(scalar(field))] as const);
  // Fields keep their `=` where there is nothing behind it, except in a matrix.
  const equals = (text: string) => (text === '' && rules.isNamed ? rules.ifEmpty : '=');
  return explode ? fields.map(([key, text]) => `${key}${equals(text)}${text}`) : fields.flat();
}

/** The pairs of a nested value, each with the whole way to it in brackets. */
function bracketed(path: string, value: unknown, escapes: Escape): readonly string[] {
  if (value === undefined) return [];
  // A field that is null is said to be empty: leaving it out would say nothing of it.
  if (!isComposite(value)) return [`${path}=${value === null ? '' : escapes.value(scalar(value))}`];
  return Object.entries(value).flatMap(([key, field]) =>
    bracketed(`${path}%5B${escapes.name(key)}%5D`, field, escapes),
  );
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

/** A value that stands by itself. Styles say nothing of lists in lists: they are written as JSON. */
function scalar(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return isComposite(value) ? JSON.stringify(value) : String(value);
}

/** RFC 3986, section 2.3: all but letters, digits and `-._~` is encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, percent);
}

/**
 * Reserved characters and what is encoded already stay (RFC 6570, section 3.2.3), except those that would end the value
 * or change it: `#`, `&` and `+`.
 */
function encodeUnreserved(text: string): string {
  return text.replace(/%[0-9a-f]{2}|[:/?[\]@!$'()*,;=]|[\s\S]/giu, (piece) =>
    piece.length === 3 || /[:/?[\]@!$'()*,;=]/.test(piece) ? piece : encode(piece),
  );
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

const ENCODED: Escape = { name: encode, value: encode };
const RESERVED_KEPT: Escape = { name: encode, value: encodeUnreserved };
const AS_IT_IS: Escape = { name: (text) => text, value: (text) => text };
