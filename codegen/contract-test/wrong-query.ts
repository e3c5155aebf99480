/** Mistakes in a query that is one value (OpenAPI 3.2). */
import { isUrlEncoded } from '../emit/media-types.js';
import { pointerSegments } from '../load/json.js';
import type { Operation } from '../model/contract.js';
import { wholeQueryOf } from '../model/operations.js';
import type { OperationValidators, ParameterValues } from '../runtime/contract/validation.js';
import { keysOf } from './response-check.js';
import { parameterValues } from './valid-request.js';
import { mutateValue } from './value-mutations.js';
import type { RequestParts } from './wire.js';
import type { WrongRequest } from './wrong-request.js';

/** So many say enough. */
const MOST = 10;

/** A right query with one mistake each; none where the query is no value of its own. */
export function wrongQueries(
  operation: Operation,
  { parameters: check }: OperationValidators,
  parts: RequestParts,
): readonly WrongRequest[] {
  const whole = wholeQueryOf(operation);
  if (whole === undefined || check === undefined || parts.query === undefined) return [];
  const keys = [...keysOf(operation), 'parameters', whole.name, 'content', whole.contentType ?? '', 'schema'];
  const isForm = isUrlEncoded(whole.contentType ?? '');
  const ofQuery = queryCheck(check, isForm, (query) => parameterValues(operation, { ...parts, query }));
  return mutateValue(parts.query, ofQuery, MOST).map(
    ({ pointer, rule, value, words }): WrongRequest => ({
      name: `refuses ${pointer === '' ? 'the query' : `query ${pointer}`} ${words} (${rule})`,
      kind: 'parameter',
      parts: { ...parts, query: value },
      keys,
      steps: pointerSegments(pointer),
    }),
  );
}

/** The check of all parameters as one of the query alone. */
function queryCheck(check: ParametersCheck, isForm: boolean, valuesOf: (query: unknown) => ParameterValues) {
  const ofQuery = Object.assign(
    (query: unknown): boolean => {
      if (isForm && !isFlat(query)) return true;
      const isRight = check(valuesOf(query));
      ofQuery.errors = (check.errors ?? []).map((error) => ({
        ...error,
        instancePath: error.instancePath.replace(/^\/query/, ''),
      }));
      return isRight;
    },
    { errors: null as NonNullable<ParametersCheck['errors']> | null },
  );
  return ofQuery;
}

/** Whether a form can say it: whatever is deeper arrives as a text. */
function isFlat(query: unknown): boolean {
  if (typeof query !== 'object' || query === null) return false;
  return Object.values(query).every((field: unknown) =>
    [field].flat().every((one) => typeof one !== 'object' || one === null),
  );
}

type ParametersCheck = NonNullable<OperationValidators['parameters']>;
