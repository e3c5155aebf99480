/** Requests that the contract refuses: a right one with one mistake in it. */
import { shapeOf } from '../emit/document-server/schema-view.js';
import { isJson } from '../emit/media-types.js';
import { asObject, pointerSegments } from '../load/json.js';
import type { Contract, JsonValue, Operation, Parameter } from '../model/contract.js';
import { operationOf } from '../model/methods.js';
import { follow } from '../model/operations.js';
import type { OperationValidators } from '../runtime/contract/validation.js';
import { keysOf } from './response-check.js';
import { isOfConnection, parameterValues } from './valid-request.js';
import { atLimit, mutateValue, shown, variedFirst } from './value-mutations.js';
import type { RequestParts } from './wire.js';
import { wrongQueries } from './wrong-query.js';
import type { WrongRequest } from './wrong-request.js';

/** So many of a kind say enough. */
const MOST_OF_PARAMETERS = 10;
const MOST_OF_BODY = 14;

/** Mistakes in a right request, always the same ones. */
export function wrongRequests(
  contract: Contract,
  operation: Operation,
  validators: OperationValidators,
  parts: RequestParts,
): readonly WrongRequest[] {
  return [
    ...inParameters(contract, operation, validators, parts),
    ...wrongQueries(operation, validators, parts),
    ...inBody(operation, validators, parts),
  ];
}

/** The name of the case in which nothing is shown. */
export const ANONYMOUS = 'refuses who shows no credentials';

/** The request without what shows who sends it; undefined where nobody needs to be known. */
export function anonymousRequest(
  contract: Contract,
  operation: Operation,
  parts: RequestParts,
): WrongRequest | undefined {
  if (!needsCredentials(operation)) return undefined;
  const without = new Set(['authorization', 'cookie']);
  for (const { key } of contract.securitySchemes) if (key !== undefined) without.add(key.name.toLowerCase());
  const keys = [...keysOf(operation), 'security'];
  return { name: ANONYMOUS, kind: 'credentials', parts, without, keys };
}

/** Whether each way to call an operation needs some credential. */
export function needsCredentials({ security }: Operation): boolean {
  return security.length > 0 && security.every((alternative) => Object.keys(alternative).length > 0);
}

type PlacedParameter = Parameter & { readonly in: keyof typeof GROUPS };

/** Whether it is one value among others, not the whole query. */
function hasPlace(parameter: Parameter): parameter is PlacedParameter {
  return parameter.in !== 'querystring';
}

const GROUPS = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

function inParameters(
  contract: Contract,
  operation: Operation,
  { parameters: check }: OperationValidators,
  parts: RequestParts,
): readonly WrongRequest[] {
  if (check === undefined) return [];
  const found: (WrongRequest & { readonly rule: string })[] = [];
  for (const parameter of operation.parameters) {
    if (!hasPlace(parameter) || isOfConnection(parameter)) continue;
    const { name, in: place, required } = parameter;
    const seen = new Set<string>();
    const keys = parameterKeys(contract, operation, parameter);
    const add = (rule: string, words: string, changed: RequestParts): void => {
      if (seen.has(rule)) return;
      seen.add(rule);
      found.push({
        name: `refuses ${place} ${name} ${words} (${rule})`,
        kind: 'parameter',
        parts: changed,
        keys,
        rule,
      });
    };
    if (required && place !== 'path') {
      const { [name]: _, ...others } = (parts[GROUPS[place]] ?? {}) as Record<string, unknown>;
      add('required', 'missing', { ...parts, [GROUPS[place]]: others });
    }
    for (const value of parameterCandidates(parameter, contract.schemas)) {
      const changed = withParameter(parts, parameter, value);
      const error = check(parameterValues(operation, changed))
        ? undefined
        : realError(check.errors ?? [], parameter);
      if (error === undefined) continue;
      const near =
        typeof value === 'string' && error.keyword !== 'maxLength' ? value : (atLimit(value, error) ?? value);
      const nearer = withParameter(parts, parameter, near);
      const isStill = !check(parameterValues(operation, nearer));
      add(error.keyword, `as ${shown(isStill ? near : value)}`, isStill ? nearer : changed);
    }
  }
  return variedFirst(found).slice(0, MOST_OF_PARAMETERS);
}

/** The keys that lead to a parameter: of the operation itself, or of all operations of its path. */
function parameterKeys(
  { documents: { openapi } }: Contract,
  operation: Operation,
  { name, in: place }: Parameter,
): readonly string[] {
  const item = follow(openapi, asObject(openapi.paths)[operation.path]);
  const { parameters } = operationOf(item, operation.method);
  const own = (Array.isArray(parameters) ? (parameters as readonly JsonValue[]) : []).map((one) =>
    follow(openapi, one),
  );
  const isOwn = own.some((one) => one.name === name && one.in === place);
  return isOwn ? [...keysOf(operation), 'parameters', name] : ['paths', operation.path, 'parameters', name];
}

/** What a parameter may be that it must not be; a path with an empty part would be another path. */
function parameterCandidates(
  { in: place, contentType, schema }: Parameter,
  schemas: Contract['schemas'],
): readonly unknown[] {
  const shape = shapeOf(schema, schemas);
  if (contentType !== undefined || shape === 'object' || shape === 'any') return [];
  const long = place === 'path' ? [] : ['x'.repeat(2_000)];
  const values = ['wrong', 'no-such-value', -1_000_000_007, 1_000_000_000_007, 0.5, ...long];
  return shape === 'array' ? values.map((value) => [value]) : values;
}

type Errors = NonNullable<OperationValidators['parameters']>['errors'];

/** The mistake in this parameter, formats aside. */
function realError(errors: NonNullable<Errors>, { name, in: place }: PlacedParameter) {
  const key = place === 'header' ? name.toLowerCase() : name;
  const at = `/${GROUPS[place]}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return errors.find(({ instancePath, keyword }) => instancePath.startsWith(at) && keyword !== 'format');
}

function withParameter(
  parts: RequestParts,
  { name, in: place }: PlacedParameter,
  value: unknown,
): RequestParts {
  const group = GROUPS[place];
  return { ...parts, [group]: { ...(parts[group] as object | undefined), [name]: value } };
}

function inBody(
  operation: Operation,
  { body: checks = {} }: OperationValidators,
  parts: RequestParts,
): readonly WrongRequest[] {
  const { requestBody } = operation;
  const { contentType = '', body } = parts;
  if (requestBody === undefined || body === undefined) return [];
  const keys = [...keysOf(operation), 'requestBody'];
  const none: readonly WrongRequest[] = requestBody.required
    ? [
        {
          name: 'refuses a request without its body',
          kind: 'body',
          parts: { ...parts, body: undefined },
          keys,
        },
      ]
    : [];
  const isAny = requestBody.content.some((media) => /^(\*\/|text\/(\*|plain))/.test(media.contentType));
  const foreign: WrongRequest = {
    name: 'refuses a body of another content type',
    kind: 'content type',
    parts,
    raw: { text: 'text', contentType: 'text/plain' },
    keys: [...keys, 'content'],
  };
  const others = [...none, ...(isAny ? [] : [foreign])];
  if (!isJson({ contentType })) return others;
  const media = [...keys, 'content', contentType];
  const broken: WrongRequest = {
    name: 'refuses a body that is not JSON',
    kind: 'syntax',
    parts,
    raw: { text: '{"', contentType },
    keys: media,
  };
  const check = checks[contentType];
  const mutated = check === undefined ? [] : mutateValue(body, check, MOST_OF_BODY);
  const wrong = mutated.map(({ pointer, rule, value, words }): WrongRequest => {
    const what = pointer === '' ? 'the body' : `body ${pointer}`;
    return {
      name: `refuses ${what} ${words} (${rule})`,
      kind: 'body',
      parts: { ...parts, body: value },
      keys: [...media, 'schema'],
      steps: pointerSegments(pointer),
    };
  });
  return [...others, broken, ...wrong];
}
