import type { Request } from 'express';
import type { ParameterValues } from '../../contract/validation.js';
import { readDeepObject } from './deep-object.js';
import { malformed, pointerStep } from './http-problem.js';
import type { Route, RouteParameter, Shape, TextForm } from './route.js';
import { templateNames } from './route-matcher.js';
import {
  bareObject,
  type Decode,
  decodeAt,
  decodeForm,
  decodePercent,
  type RawPair,
  type RawValue,
  repeatedValue,
  splitValue,
} from './written-value.js';

/** What is known of a route's parameters once and for all. */
interface Plan {
  readonly pathNames: readonly string[];
  readonly hasQuery: boolean;
  readonly hasCookies: boolean;
}

const plans = new WeakMap<Route, Plan>();

function planOf(route: Route): Plan {
  const known = plans.get(route);
  if (known !== undefined) return known;
  const { parameters = [] } = route;
  const plan = {
    pathNames: templateNames(route.path),
    hasQuery: parameters.some((one) => one.in === 'query'),
    hasCookies: parameters.some((one) => one.in === 'cookie'),
  };
  plans.set(route, plan);
  return plan;
}

/** Reads the parameters of a request as texts, lists of texts and objects of texts; their schemas come later. */
export function readParameters(
  route: Route,
  pathValues: readonly string[],
  request: Request,
): ParameterValues {
  const values = { path: bareObject(), query: bareObject(), headers: bareObject(), cookies: bareObject() };
  const { parameters = [] } = route;
  const { pathNames, hasQuery, hasCookies } = planOf(route);
  const query = hasQuery ? readPairs('/query', queryOf(request), '&', decodeForm) : [];
  // Cookies of others come along: their names are none of ours.
  const cookies = hasCookies
    ? readPairs('/cookies', request.headers.cookie ?? '', /; */, (name) => name)
    : [];
  for (const parameter of parameters) {
    const { name } = parameter;
    switch (parameter.in) {
      case 'path':
        put(values.path, name, pathValue(parameter, pathValues[pathNames.indexOf(name)]));
        break;
      case 'query':
        put(values.query, name, pairsValue('/query', query, parameter, parameters, decodeForm));
        break;
      case 'cookie':
        put(values.cookies, name, pairsValue('/cookies', cookies, parameter, parameters, decodePercent));
        break;
      case 'header':
        put(values.headers, name.toLowerCase(), headerValue(parameter, request.headers[name.toLowerCase()]));
        break;
      default:
        parameter.in satisfies never;
    }
  }
  return values;
}

function put(target: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) target[name] = value;
}

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

/** The value of a name among pairs; undefined if it is not there. */
export function pairsValue(
  place: string,
  pairs: readonly RawPair[],
  form: TextForm & { readonly name: string },
  others: readonly { readonly name: string }[],
  decode: Decode,
): unknown {
  const { name, style = 'form', explode = style === 'form', shape = 'value' } = form;
  const isSpread = shape === 'object' && explode && form.json !== true;
  const values = style === 'deepObject' || isSpread ? [] : valuesOf(pairs, name);
  // Most parameters are not there.
  if (values.length === 0 && style !== 'deepObject' && !isSpread) return undefined;
  const pointer = `${place}${pointerStep(name)}`;
  const decodeOne = (text: string) => decodeAt(pointer, decode, text);
  if (style === 'deepObject') {
    const decoded = pairs.flatMap(([key, value]) =>
      key.startsWith(name) ? [[key, decodeOne(value)] as const] : [],
    );
    return readDeepObject(pointer, decoded, name, shape, form.fields);
  }
  if (isSpread) return explodedObject(pairs, form, others, decodeOne);
  if (form.json === true) return jsonValue(pointer, values.map(decodeOne), shape);
  if (explode || shape === 'value') return repeatedValue(pointer, values.map(decodeOne), shape);
  const text = String(repeatedValue(pointer, values, 'value'));
  return splitValue(text, DELIMITERS[style] ?? ',', { ...form, explode }, decodeOne);
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

/** The fields of an object that is spread over the query: each is a pair by itself. */
function explodedObject(
  pairs: readonly RawPair[],
  { name, fields = {}, open = false }: TextForm & { readonly name: string },
  others: readonly { readonly name: string }[],
  decode: Decode,
): RawValue | undefined {
  const isOthers = (key: string) => others.some((other) => other.name !== name && other.name === key);
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
      return [key, repeatedValue(`/query${pointerStep(key)}`, values, shape ?? 'any')] as const;
    }),
  );
}

function pathValue(parameter: RouteParameter, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const { name, style = 'simple', explode = false, shape = 'value', json = false } = parameter;
  const pointer = `/path${pointerStep(name)}`;
  const decode = (piece: string) => decodeAt(pointer, decodePercent, piece);
  if (json) return parseJson(pointer, decode(text));
  const form = { explode, shape };
  if (style === 'label') {
    if (!text.startsWith('.')) throw malformed(pointer, 'must begin with `.`', 'style');
    return splitValue(text.slice(1), explode ? '.' : ',', form, decode);
  }
  if (style === 'matrix') return matrixValue(pointer, text, parameter, decode);
  return splitValue(text, ',', form, decode);
}

/** `;id=5`, `;id=3,4,5`, `;id=3;id=4`, `;R=100;G=200`. */
function matrixValue(pointer: string, text: string, parameter: RouteParameter, decode: Decode): unknown {
  const { name, explode = false, shape = 'value' } = parameter;
  if (!text.startsWith(';')) throw malformed(pointer, 'must begin with `;`', 'style');
  const pieces = text.slice(1).split(';');
  if (shape === 'object' && explode) return splitValue(text.slice(1), ';', { shape, explode }, decode);
  const values = pieces.map((piece) => {
    const [key = '', ...rest] = piece.split('=');
    if (decode(key) !== name) throw malformed(pointer, `must be written as \`;${name}=…\``, 'style');
    return rest.join('=');
  });
  if (explode) return repeatedValue(pointer, values.map(decode), shape);
  return splitValue(values.length > 1 ? values.join(',') : (values[0] ?? ''), ',', { shape }, decode);
}

function headerValue(parameter: RouteParameter, header: string | string[] | undefined): unknown {
  if (header === undefined) return undefined;
  const { name, explode = false, shape = 'value', json = false } = parameter;
  const text = Array.isArray(header) ? header.join(', ') : header;
  const pointer = `/headers${pointerStep(name.toLowerCase())}`;
  if (json) return parseJson(pointer, text);
  return splitValue(text, /[ \t]*,[ \t]*/, { explode, shape }, (piece) => piece);
}

/** A JSON document, or a list of which each item is one. */
function jsonValue(pointer: string, texts: readonly string[], shape: Shape): unknown {
  if (shape !== 'array') return parseJson(pointer, repeatedValue(pointer, texts, 'value'));
  const items = texts.map((text) => parseJson(pointer, text));
  return items.length === 1 && Array.isArray(items[0]) ? items[0] : items;
}

function parseJson(pointer: string, text: RawValue): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw malformed(pointer, 'is not JSON', 'json');
  }
}
