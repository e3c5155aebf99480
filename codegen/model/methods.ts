/** The operations of a path by their methods, those among them that OpenAPI 3.1 has no word for. */
import { asObject, isObject } from '../load/json.js';
import type { HttpMethod, JsonObject, Operation } from './contract.js';

/** The methods that OpenAPI 3.1 knows, in the order in which operations are listed. */
export const METHODS: readonly HttpMethod[] = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
];

/** The method as it is sent. */
export function sentMethod({ method }: Pick<Operation, 'method'>): string {
  return hasField(method) ? method.toUpperCase() : method;
}

/** Whether a path has a field for the method in OpenAPI 3.2. */
export function hasField(method: HttpMethod): boolean {
  return method === 'query' || METHODS.some((one) => one === method);
}

/** Keys that lead to an operation from its path, as an author writes them in OpenAPI 3.2. */
export function operationKeys(method: HttpMethod): readonly string[] {
  return hasField(method) ? [method] : ['additionalOperations', method];
}

const SAFE: ReadonlySet<string> = new Set(['get', 'head', 'options', 'trace', 'query']);

/** Whether a method changes nothing (RFC 9110, section 9.2.1). */
export function isSafeMethod({ method }: Pick<Operation, 'method'>): boolean {
  return SAFE.has(method);
}

/** An operation of a path, and where it stands. */
export interface OperationEntry {
  readonly method: HttpMethod;
  readonly operation: JsonObject;
  /** Keys that lead to it from the path, as an author writes them in OpenAPI 3.2. */
  readonly keys: readonly string[];
}

/** The operations of a path, in the order of the document; those of further methods behind the others. */
export function operationEntries(pathItem: JsonObject): readonly OperationEntry[] {
  const entries = Object.entries(pathItem).flatMap(([key, operation]): OperationEntry[] => {
    const method = METHODS.find((one) => one === key);
    return method && isObject(operation) ? [{ method, operation, keys: [key] }] : [];
  });
  const others = Object.entries(asObject(pathItem['x-additionalOperations'])).flatMap(
    ([key, operation]): OperationEntry[] => {
      if (!isObject(operation)) return [];
      const method = key === 'QUERY' ? 'query' : key;
      return [{ method, operation, keys: operationKeys(method) }];
    },
  );
  return [...entries, ...others];
}

/** The operation of a path with this method; the empty one if there is none. */
export function operationOf(pathItem: JsonObject, method: HttpMethod): JsonObject {
  return operationEntries(pathItem).find((one) => one.method === method)?.operation ?? {};
}
