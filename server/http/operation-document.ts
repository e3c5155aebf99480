/**
 * The part of an OpenAPI document that one operation needs, for express-openapi-validator. It compares a request with
 * the paths of its document one by one, compiling a pattern for each, and one schema that it cannot take makes every
 * route answer 500: a document with one path costs less and fails alone.
 */

/** A JSON object of the document. */
export type JsonRecord = { readonly [key: string]: unknown };

/** A parameter of an operation, its `$ref` resolved. */
interface DocumentParameter {
  readonly name: string;
  readonly in: string;
  readonly allowEmptyValue?: boolean;
}

/** An operation as it stands in the document. */
export interface DocumentOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: JsonRecord;
  readonly parameters: readonly DocumentParameter[];
  /** Names of query parameters that carry credentials. */
  readonly credentials: readonly string[];
  /** Whether the operation answers invalid requests with 400; one that does not takes whatever comes. */
  readonly refusesInvalid: boolean;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordAt(value: unknown, ...keys: readonly string[]): JsonRecord {
  let current = value;
  for (const key of keys) current = isRecord(current) ? current[key] : undefined;
  return isRecord(current) ? current : {};
}

function resolve(document: JsonRecord, value: unknown): JsonRecord {
  if (!isRecord(value)) return {};
  const reference = value.$ref;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return value;
  const keys = reference.slice(2).split('/');
  return resolve(
    document,
    recordAt(document, ...keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Finds an operation by its path and method. */
export function findOperation(document: JsonRecord, path: string, method: string): DocumentOperation {
  const item = recordAt(document, 'paths', path);
  const operation = recordAt(item, method);
  const own = listOf(operation.parameters).map((parameter) => resolve(document, parameter));
  const shared = listOf(item.parameters)
    .map((parameter) => resolve(document, parameter))
    .filter((one) => !own.some((other) => other.name === one.name && other.in === one.in));
  return {
    path,
    method,
    operation,
    parameters: [...shared, ...own] as unknown as readonly DocumentParameter[],
    credentials: findCredentials(document, operation),
    refusesInvalid: '400' in recordAt(operation, 'responses'),
  };
}

function findCredentials(document: JsonRecord, operation: JsonRecord): readonly string[] {
  return listOf(operation.security ?? document.security).flatMap((requirement) =>
    Object.keys(isRecord(requirement) ? requirement : {})
      .map((name) => recordAt(document, 'components', 'securitySchemes', name))
      .filter((scheme) => scheme.type === 'apiKey' && scheme.in === 'query')
      .map((scheme) => String(scheme.name)),
  );
}

/**
 * What the validator must not see: `default`s, which it would write into the body that we are going to store;
 * `discriminator`s, of which it mixes the branches up when one has references of its own (`const` tells them apart as
 * well); and what only informs.
 */
const STRIPPED: ReadonlySet<string> = new Set([
  'default',
  'discriminator',
  'example',
  'examples',
  'description',
]);

function stripSchema(value: unknown, isMapOfSchemas = false): unknown {
  if (Array.isArray(value)) return value.map((item) => stripSchema(item));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => isMapOfSchemas || !STRIPPED.has(key))
    .map(([key, child]) => {
      if (!isMapOfSchemas && ['const', 'enum', 'required'].includes(key)) return [key, child];
      return [key, stripSchema(child, !isMapOfSchemas && ['properties', 'patternProperties'].includes(key))];
    });
  return Object.fromEntries(entries);
}

function collectSchemas(document: JsonRecord, value: unknown, found: Map<string, unknown>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectSchemas(document, item, found);
    return;
  }
  if (!isRecord(value)) return;
  for (const child of Object.values(value)) {
    const name = typeof child === 'string' ? /^#\/components\/schemas\/([^/]+)$/.exec(child)?.[1] : undefined;
    if (name !== undefined && !found.has(name)) {
      const schema = stripSchema(recordAt(document, 'components', 'schemas', name));
      found.set(name, schema);
      collectSchemas(document, schema, found);
    } else collectSchemas(document, child, found);
  }
}

/** A document with this operation only, for GET and HEAD alike, with or without its body. */
export function isolateOperation(
  document: JsonRecord,
  found: DocumentOperation,
  withBody: boolean,
): JsonRecord {
  const { path, method, operation, parameters } = found;
  const isolated = {
    parameters: parameters.map(({ ...parameter }) => ({
      ...parameter,
      example: undefined,
      examples: undefined,
    })),
    ...(withBody && { requestBody: stripSchema(resolve(document, operation.requestBody)) }),
    responses: { 200: { description: 'Responses are validated in tests, on the wire.' } },
  };
  const schemas = new Map<string, unknown>();
  collectSchemas(document, isolated, schemas);
  return {
    openapi: document.openapi,
    info: document.info,
    paths: { [path]: { [method]: isolated, ...(method === 'get' && { head: isolated }) } },
    components: { schemas: Object.fromEntries(schemas) },
  };
}
