import type { Request } from 'express';
import type { ParameterValues } from '../../contract/validation.js';
import { bodyKind } from './content-type.js';
import { readForm } from './form-body.js';
import { malformed, pointerStep } from './http-problem.js';
import { templateNames } from './path-template.js';
import type { Route, RouteContent, RouteParameter, RouteSecurityScheme } from './route.js';
import { type NamedForm, pairsValue, parseJson, queryOf, readPairs } from './written-pairs.js';
import {
  bareObject,
  type Decode,
  decodeAt,
  decodeForm,
  decodePercent,
  repeatedValue,
  splitValue,
} from './written-value.js';

/** The values of a place that has no parameters. */
const NOTHING = Object.freeze(bareObject<never>());

/** What is known of a route's parameters once and for all. */
interface Plan {
  readonly pathNames: readonly string[];
  /** Places that have parameters. */
  readonly places: ReadonlySet<string>;
  /** What has a name in a query, and in a cookie: parameters, keys of security schemes, the query of a path template. */
  readonly query: readonly NamedForm[];
  readonly cookie: readonly NamedForm[];
}

const plans = new WeakMap<Route, Plan>();

function planOf(route: Route, schemes: readonly RouteSecurityScheme[]): Plan {
  const known = plans.get(route);
  if (known !== undefined) return known;
  const { parameters = [], security = [] } = route;
  const names = new Set(security.flatMap((requirement) => Object.keys(requirement)));
  const keys = schemes.flatMap(({ name, key }) => (key !== undefined && names.has(name) ? [key] : []));
  const inPath = [...new URLSearchParams(queryOf({ url: route.path })).keys()];
  const all = [...parameters, ...keys, ...inPath.map((name) => ({ name, in: 'query' as const }))];
  const namedIn = (place: 'query' | 'cookie') => all.filter((one) => one.in === place);
  const plan = {
    pathNames: templateNames(route.path),
    places: new Set<string>(parameters.map((one) => one.in)),
    query: namedIn('query'),
    cookie: namedIn('cookie'),
  };
  plans.set(route, plan);
  return plan;
}

/** Reads the parameters of a request as texts, lists of texts and objects of texts; their schemas come later. */
export function readParameters(
  route: Route,
  pathValues: readonly (string | undefined)[],
  request: Request,
  schemes: readonly RouteSecurityScheme[],
): ParameterValues {
  const { parameters = [] } = route;
  const { pathNames, places, ...named } = planOf(route, schemes);
  const valuesIn = (place: RouteParameter['in']) => (places.has(place) ? bareObject() : NOTHING);
  const values = {
    path: valuesIn('path'),
    query: valuesIn('query'),
    headers: valuesIn('header'),
    cookies: valuesIn('cookie'),
  };
  const query = places.has('query') ? readPairs('/query', queryOf(request), '&', decodeForm) : [];
  // Cookies of others come along: their names are none of ours.
  const cookies = places.has('cookie')
    ? readPairs('/cookies', request.headers.cookie ?? '', /; */, (name) => name)
    : [];
  for (const parameter of parameters) {
    const { name } = parameter;
    switch (parameter.in) {
      case 'path':
        put(values.path, name, pathValue(parameter, pathValues[pathNames.indexOf(name)]));
        break;
      case 'query':
        put(values.query, name, pairsValue('/query', query, parameter, named.query, decodeForm));
        break;
      case 'querystring':
        putWholeQuery(values, parameter, queryOf(request));
        break;
      case 'cookie':
        put(
          values.cookies,
          name,
          pairsValue('/cookies', cookies, parameter, named.cookie, decoderOf(parameter)),
        );
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

/** A cookie in the style of cookies is what it is: whoever sends it has escaped it as its schema says. */
function decoderOf({ style }: RouteParameter): Decode {
  return style === 'cookie' ? (text) => text : decodePercent;
}

/** A query that is one value takes the place of all parameters of the query; there is none where there is no query. */
function putWholeQuery(values: ParameterValues, { content }: RouteParameter, text: string): void {
  const target: { query?: unknown } = values;
  if (text === '' || content === undefined) delete target.query;
  else target.query = wholeQuery(text, content);
}

function wholeQuery(text: string, content: RouteContent): unknown {
  const kind = bodyKind(content.contentType);
  if (kind === 'form') return readForm(text, content, '/query');
  const decoded = decodeAt('/query', decodePercent, text);
  return kind === 'json' ? parseJson('/query', decoded) : decoded;
}

function put(target: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) target[name] = value;
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
