/** Right requests: of what earlier answers said, else of the document's examples, else of what its schemas take. */
import { isUrlEncoded } from '../emit/media-types.js';
import { refName } from '../emit/schema-refs.js';
import type { Contract, JsonSchema, JsonValue, Operation, Parameter } from '../model/contract.js';
import { wholeQueryOf } from '../model/operations.js';
import type { OperationValidators, ParameterValues } from '../runtime/contract/validation.js';
import { sampleBody } from '../sample/request-body.js';
import { sampleValue } from '../sample/sample-value.js';
import type { KnownId } from './resources.js';
import type { RequestParts } from './wire.js';

/** Where a value comes from: an answer to a request that made something, or to another one; the document; its schema. */
export type Origin = KnownId['origin'] | 'example' | 'made';

/** A request that the contract allows. */
export interface ValidRequest {
  readonly parts: RequestParts;
  /** Of each path parameter. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Absent without a body. */
  readonly bodyOrigin?: 'example' | 'made';
}

/** What a request is made with. */
export interface RequestMaking {
  readonly contract: Contract;
  readonly validators: OperationValidators;
  /** What earlier answers say of a path parameter, whose predecessors in the path have these values. */
  readonly idOf: (name: string, before: Readonly<Record<string, unknown>>) => KnownId | undefined;
  /** Whether optional parameters are sent whose values the document gives. */
  readonly optional: boolean;
}

/** Makes a request; a text says why there is none. */
export function makeRequest(operation: Operation, making: RequestMaking): ValidRequest | string {
  const { contract, validators } = making;
  const origins = new Map<string, Origin>();
  const first = parametersOf(operation, making, { examples: true, origins });
  const isRight = fits(operation, first, validators);
  const parameters = isRight ? first : parametersOf(operation, making, { examples: false, origins });
  if (!isRight && !fits(operation, parameters, validators))
    return 'no values were found that its parameters take: give examples in the document';
  const blank = blankParameter(operation, parameters.path ?? {});
  if (blank !== undefined)
    return `no value was found for ${blank} in its path: give an example in the document`;
  if (operation.requestBody === undefined) return { parts: parameters, origins };
  const body = sampleBody(operation, contract.schemas, validators.body);
  if (body === undefined) {
    if (operation.requestBody.required)
      return 'no body was found that its schema takes: give an example in the document';
    return { parts: parameters, origins };
  }
  return {
    parts: { ...parameters, body: body.value, contentType: body.contentType },
    origins,
    bodyOrigin: body.isExample ? 'example' : 'made',
  };
}

/** A parameter of the path without which the path would be another one. */
function blankParameter({ path }: Operation, values: object): string | undefined {
  const known = values as Readonly<Record<string, unknown>>;
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  return names.find((name) => {
    const value = known[name];
    const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    return value === undefined || isEmpty || ['', '.', '..'].includes(String(value));
  });
}

interface Choice {
  /** Whether examples are taken, which may be wrong. */
  readonly examples: boolean;
  readonly origins: Map<string, Origin>;
}

function parametersOf(operation: Operation, making: RequestMaking, choice: Choice): RequestParts {
  const { schemas } = making.contract;
  const groups = { path: {}, query: {}, header: {}, cookie: {} } as Record<
    Exclude<Parameter['in'], 'querystring'>,
    Record<string, JsonValue>
  >;
  let wholeQuery: JsonValue | undefined;
  for (const parameter of inPathOrder(operation)) {
    const { name, in: place } = parameter;
    const isGiven = hasExample(parameter, schemas);
    const known = place === 'path' ? making.idOf(name, groups.path) : undefined;
    if (!parameter.required && !(making.optional && isGiven && !isOfConnection(parameter))) continue;
    const example = choice.examples ? parameter.examples?.[0] : undefined;
    const value =
      known?.value ??
      example ??
      sampleValue(parameter.schema, { schemas, direction: 'request', examples: choice.examples });
    if (value === undefined || value === null) continue;
    if (place === 'querystring') wholeQuery = value;
    else groups[place][name] = value;
    if (place === 'path')
      choice.origins.set(name, known?.origin ?? (isGiven && choice.examples ? 'example' : 'made'));
  }
  const isWhole = wholeQueryOf(operation) !== undefined;
  const query = isWhole ? wholeQuery : groups.query;
  return { path: groups.path, query, headers: groups.header, cookies: groups.cookie };
}

/** Parameters of the path as they stand in it, then the others. */
function inPathOrder({ path, parameters }: Operation): readonly Parameter[] {
  const rank = ({ name, in: place }: Parameter) =>
    place === 'path' ? path.indexOf(`{${name}}`) : path.length;
  return parameters.toSorted((one, other) => rank(one) - rank(other));
}

/** Headers that mean something to the connection itself. */
export function isOfConnection({ name, in: place }: Parameter): boolean {
  return (
    place === 'header' &&
    /^(connection|upgrade|keep-alive|te|trailer|transfer-encoding|content-length|host|expect|sec-websocket-.*|last-event-id)$/i.test(
      name,
    )
  );
}

function hasExample({ schema, examples }: Parameter, schemas: Contract['schemas']): boolean {
  return (examples?.length ?? 0) > 0 || saysValue(schema, schemas, 0);
}

function saysValue(schema: JsonSchema | undefined, schemas: Contract['schemas'], steps: number): boolean {
  if (typeof schema !== 'object' || steps > 8) return false;
  if (['example', 'examples', 'default', 'const', 'enum'].some((key) => key in schema)) return true;
  const name = refName(schema);
  return name !== undefined && Object.hasOwn(schemas, name) && saysValue(schemas[name], schemas, steps + 1);
}

function fits(
  operation: Operation,
  parts: RequestParts,
  { parameters: check }: OperationValidators,
): boolean {
  return check === undefined || check(parameterValues(operation, parts));
}

/** Parameters as a server has them before it checks them: text, split as styles say. */
export function parameterValues({ parameters }: Operation, parts: RequestParts): ParameterValues {
  const whole = wholeQueryOf({ parameters });
  const asDocument = new Set(
    parameters
      .filter(({ contentType }) => contentType !== undefined)
      .map(({ name, in: place }) => `${place} ${name}`),
  );
  const group = (place: Parameter['in'], values: object = {}) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        place === 'header' ? name.toLowerCase() : name,
        asDocument.has(`${place} ${name}`) ? structuredClone(value) : asText(value),
      ]),
    );
  return {
    path: group('path', parts.path),
    query:
      whole === undefined ? group('query', parts.query as object | undefined) : asWhole(whole, parts.query),
    headers: group('header', parts.headers),
    cookies: group('cookie', parts.cookies),
  };
}

/** A query that is one value, a form or a document; it may be absent. */
function asWhole({ contentType = '' }: Parameter, query: unknown): ParameterValues['query'] {
  const value = isUrlEncoded(contentType) && query !== undefined ? asText(query) : structuredClone(query);
  return value as ParameterValues['query'];
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one)]));
  return String(value);
}
