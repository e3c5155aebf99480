/**
 * Text into values. Parameters and the fields of forms come as text, whatever their schemas say: what a schema has as a
 * number or a boolean is made one before it is checked. What cannot be made one stays as it is, for the check to find.
 */

/** What the text of a value may stand for. */
export interface Coercion {
  /** Types other than text that the value may have. */
  readonly to?: readonly ('number' | 'boolean' | 'null')[];
  /** Whether it may be text: any, some (only if it can be nothing else), or none but these. */
  readonly text?: 'any' | 'some' | readonly string[];
  /** How a list, an object or JSON stands in the text: `1,2`, `a,1,b,2`, `a=1,b=2`. */
  readonly written?: 'list' | 'fields' | 'pairs' | 'json';
  /** Of the items of a list. */
  readonly items?: Coercion;
  /** Of an object's properties, by name. */
  readonly properties?: { readonly [name: string]: Coercion };
  /** Of its other properties. */
  readonly others?: Coercion;
  /** What an absent value stands for. */
  readonly default?: unknown;
}

/** The part of a validator that this needs. */
interface Check {
  (value: unknown): boolean;
  errors?: unknown;
}

/**
 * A validator that first makes, in place, of the text in an object what its schema has there, and fills in defaults. Where the
 * text can be read in several ways, the first that is right counts; if none is, the errors are those of the first.
 */
export function coercing(check: Check, coercion: Coercion, ...others: readonly Coercion[]): Check {
  if (others.length > 0) return choosing(check, [coercion, ...others]);
  const validate: Check = (value) => {
    coerceValue(value, coercion);
    const isValid = check(value);
    validate.errors = check.errors;
    return isValid;
  };
  return validate;
}

function choosing(check: Check, readings: readonly Coercion[]): Check {
  const validate: Check = (value) => {
    for (const [index, reading] of readings.entries()) {
      const read = coerceValue(copyFor(value, reading), reading);
      const isValid = check(read);
      if (isValid || index === 0) validate.errors = check.errors;
      if (!isValid) continue;
      for (const [name, inner] of Object.entries(read as Values)) set(value as Values, name, inner);
      return true;
    }
    return false;
  };
  return validate;
}

/** The value that the schema has in place of this one; lists and objects are changed in place. */
export function coerceValue(given: unknown, coercion: Coercion): unknown {
  const isWritten = typeof given === 'string' && coercion.written !== undefined;
  const value = isWritten ? takenApart(given, coercion.written) : given;
  if (typeof value === 'string') return coerceText(value, coercion);
  if (Array.isArray(value)) {
    const { items } = coercion;
    if (items === undefined) return value;
    for (const [index, item] of value.entries()) value[index] = coerceValue(item, items);
    return value;
  }
  if (typeof value === 'object' && value !== null) coerceProperties(value as Values, coercion);
  return value;
}

type Values = Record<string, unknown>;

/** What is written in a text, if it is more than a scalar, which is read like any text. */
function takenApart(text: string, written: NonNullable<Coercion['written']>): unknown {
  if (written === 'json') return valueOfJson(text);
  const pieces = text.trim() === '' ? [] : text.split(',').map((piece) => piece.trim());
  if (written === 'list') return pieces;
  const pairs =
    written === 'pairs'
      ? pieces.map((piece) => /^([^=]*)=?(.*)$/s.exec(piece)?.slice(1) ?? [])
      : pieces.flatMap((name, at) => (at % 2 === 0 ? [[name, pieces[at + 1] ?? '']] : []));
  const fields: Values = {};
  for (const [name = '', value] of pairs) set(fields, name, value);
  return fields;
}

function valueOfJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' || (typeof value === 'object' && value !== null) ? value : text;
  } catch {
    return text;
  }
}

function coerceText(text: string, coercion: Coercion): unknown {
  const { to = [], text: asText, items } = coercion;
  if (asText === 'any' || (Array.isArray(asText) && asText.includes(text))) return text;
  if (to.includes('number') && isNumber(text)) return Number(text);
  if (to.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (to.includes('null') && (text === '' || text === 'null')) return null;
  // A list of one item reads like the item.
  const isList = items !== undefined && asText === undefined && to.length === 0;
  return isList ? [coerceValue(text, items)] : text;
}

/** A number of JSON, or one with more zeros or a dot at an end; no hexadecimal, no infinity, no blank. */
function isNumber(text: string): boolean {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
}

function coerceProperties(values: Values, { properties = {}, others }: Coercion): void {
  for (const name in properties) {
    const coercion = properties[name];
    if (coercion === undefined) continue;
    if (Object.hasOwn(values, name)) set(values, name, coerceValue(values[name], coercion));
    else if (coercion.default !== undefined) set(values, name, copyOf(coercion.default));
  }
  if (others === undefined) return;
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(properties, name)) set(values, name, coerceValue(values[name], others));
  }
}

/** Most defaults are scalars, for which a clone takes longer than all the rest. */
function copyOf(value: unknown): unknown {
  return typeof value === 'object' ? structuredClone(value) : value;
}

/** A copy as far as coercion changes a value: the rest, files among it, is shared. */
function copyFor(value: unknown, coercion: Coercion): unknown {
  const { items, properties = {}, others } = coercion;
  if (Array.isArray(value)) return items === undefined ? value : value.map((item) => copyFor(item, items));
  if (typeof value !== 'object' || value === null || value instanceof Blob) return value;
  const copy = Object.setPrototypeOf({ ...value }, Object.getPrototypeOf(value)) as Values;
  for (const name of Object.keys(copy)) {
    const inner = Object.hasOwn(properties, name) ? properties[name] : others;
    if (inner !== undefined) set(copy, name, copyFor(copy[name], inner));
  }
  return copy;
}

/** Assigning to `__proto__` would set the prototype. */
function set(values: Values, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(values, name, { value, writable: true, enumerable: true, configurable: true });
  } else values[name] = value;
}
