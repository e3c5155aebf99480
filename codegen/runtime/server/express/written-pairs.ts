import type { Request } from 'express';
import { readDeepObject } from './deep-object.js';
import { malformed, pointerStep } from './http-problem.js';
import type { Shape, TextForm } from './route.js';
import {
  bareObject,
  type Decode,
  decodeAt,
  type RawPair,
  type RawValue,
  repeatedValue,
  splitValue,
} from './written-value.js';

/** The query as it came, whatever Express makes of it. */
export function queryOf({ url }: Pick<Request, 'url'>): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

/** Splits a query, or what is written like one. */
export function readPairs(
  place: string,
  text: string,
  separator: string | RegExp,
  decode: Decode,
): readonly RawPair[] {
  if (text === '') return [];
  return text
    .split(separator)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = decodeAt(place, decode, equals < 0 ? pair : pair.slice(0, equals));
      return [name, equals < 0 ? '' : pair.slice(equals + 1)];
    });
}

/** What is written under a name. */
export interface NamedForm extends TextForm {
  readonly name: string;
}

/** The value of a name among pairs; undefined if it is not there. `others` have names there as well. */
export function pairsValue(
  place: string,
  pairs: readonly RawPair[],
  form: NamedForm,
  others: readonly NamedForm[],
  decode: Decode,
): unknown {
  const { name, style = 'form', shape = 'value' } = form;
  const isFieldByField = style === 'deepObject' || isSpread(form);
  const values = isFieldByField ? [] : valuesOf(pairs, name);
  // Most parameters are not there.
  if (values.length === 0 && !isFieldByField) return undefined;
  const pointer = `${place}${pointerStep(name)}`;
  const decodeOne = (text: string) => decodeAt(pointer, decode, text);
  if (style === 'deepObject') {
    const decoded = pairs.flatMap(([key, value]) =>
      key.startsWith(name) ? [[key, decodeOne(value)] as const] : [],
    );
    return readDeepObject(pointer, decoded, name, shape, form.fields);
  }
  if (isSpread(form)) return explodedObject(pointer, pairs, form, others, decodeOne);
  const explode = isExploded(form);
  if (form.json === true) {
    const delimiter = DELIMITERS[style] ?? ',';
    const texts = explode || shape !== 'array' ? values : values.flatMap((text) => text.split(delimiter));
    return jsonValue(pointer, texts.map(decodeOne), shape);
  }
  if (explode || shape === 'value') return repeatedValue(pointer, values.map(decodeOne), shape);
  const text = String(repeatedValue(pointer, values, 'value'));
  return splitValue(text, DELIMITERS[style] ?? ',', { ...form, explode }, decodeOne);
}

/** Whether a pair of this name is the value that is written so, or a field of it. */
export function isPartOf(key: string, form: NamedForm): boolean {
  const { name, style, fields = {} } = form;
  if (key === name) return true;
  return style === 'deepObject' ? key.startsWith(`${name}[`) : isSpread(form) && Object.hasOwn(fields, key);
}

/** Whether it is an object of which each field is a pair by itself. */
function isSpread(form: TextForm): boolean {
  const { style, shape, json } = form;
  return shape === 'object' && style !== 'deepObject' && json !== true && isExploded(form);
}

function isExploded({ style = 'form', explode = style === 'form' || style === 'cookie' }: TextForm): boolean {
  return explode;
}

function valuesOf(pairs: readonly RawPair[], name: string): readonly string[] {
  const values: string[] = [];
  for (const pair of pairs) if (pair[0] === name) values.push(pair[1]);
  return values;
}

const DELIMITERS: Readonly<Record<string, string | RegExp>> = {
  form: ',',
  spaceDelimited: /%20|\+| /,
  pipeDelimited: /\||%7C/i,
};

/** The fields of an object that is spread over the query, or a form. */
function explodedObject(
  pointer: string,
  pairs: readonly RawPair[],
  { name, fields = {}, open = false }: NamedForm,
  others: readonly NamedForm[],
  decode: Decode,
): RawValue | undefined {
  const isOthers = (key: string) => others.some((other) => other.name !== name && isPartOf(key, other));
  const found = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    if (!Object.hasOwn(fields, key) && (!open || isOthers(key))) continue;
    const values = found.get(key) ?? [];
    found.set(key, values);
    values.push(decode(value));
  }
  if (found.size === 0) return undefined;
  return bareObject(
    [...found].map(([key, values]) => {
      const shape = Object.hasOwn(fields, key) ? fields[key] : 'any';
      return [key, repeatedValue(`${pointer}${pointerStep(key)}`, values, shape ?? 'any')] as const;
    }),
  );
}

/** A JSON document, or a list of which each item is one. */
function jsonValue(pointer: string, texts: readonly string[], shape: Shape): unknown {
  if (shape !== 'array') return parseJson(pointer, repeatedValue(pointer, texts, 'value'));
  const items = texts.map((text) => parseJson(pointer, text));
  return items.length === 1 && Array.isArray(items[0]) ? items[0] : items;
}

/** What a text of JSON says; what is wrong with it is told at `pointer`. */
export function parseJson(pointer: string, text: RawValue): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw malformed(pointer, 'is not JSON', 'json');
  }
}
