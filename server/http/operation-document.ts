/** What requests need of an OpenAPI document, in a form that express-openapi-validator bears. */

/** A JSON object of the document. */
export type JsonRecord = { readonly [key: string]: unknown };

/** A parameter of an operation, its `$ref` resolved. */
interface DocumentParameter {
  readonly name: string;
  readonly in: string;
  readonly allowEmptyValue?: boolean;
  readonly schema?: JsonRecord;
}

/** An operation as it stands in the document. */
export interface DocumentOperation {
  readonly operationId: string;
  readonly operation: JsonRecord;
  readonly parameters: readonly DocumentParameter[];
  /** Names of query parameters that carry credentials. */
  readonly credentials: readonly string[];
  /** Whether the operation answers invalid requests with 400; one that does not takes whatever comes. */
  readonly refusesInvalid: boolean;
  readonly needsBody: boolean;
  /** Whether there is anything to hold its parameters and body to: a parameter that may be any text needs no look. */
  readonly hasRules: boolean;
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

/** What the route table says of an operation. */
interface RouteKey {
  readonly operationId: string;
  readonly path: string;
  readonly method: string;
}

/** Finds the operation of a route. */
export function findOperation(document: JsonRecord, route: RouteKey): DocumentOperation {
  const item = recordAt(document, 'paths', route.path);
  const operation = recordAt(item, route.method);
  const own = listOf(operation.parameters).map((parameter) => resolve(document, parameter));
  const shared = listOf(item.parameters)
    .map((parameter) => resolve(document, parameter))
    .filter((one) => !own.some((other) => other.name === one.name && other.in === one.in));
  return {
    operationId: route.operationId,
    operation,
    parameters: [...shared, ...own] as unknown as readonly DocumentParameter[],
    credentials: findCredentials(document, operation),
    refusesInvalid: '400' in recordAt(operation, 'responses'),
    needsBody: resolve(document, operation.requestBody).required === true,
    hasRules: operation.requestBody !== undefined || ![...shared, ...own].every(isAnyText),
  };
}

function isAnyText(parameter: JsonRecord): boolean {
  const { type, $ref: _ref, ...rules } = recordAt(parameter, 'schema');
  const isFree =
    type === 'string' && Object.keys(rules).every((key) => STRIPPED.has(key) && key !== 'default');
  return isFree && _ref === undefined && (parameter.in === 'path' || parameter.required !== true);
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

/** An operation's place in a document for the validator, with or without its body. */
export function placeOf(operationId: string, withBody: boolean): string {
  return withBody ? `/${operationId}` : `/${operationId}/parameters`;
}

/**
 * The document that the validator gets: every operation at a place of its own, with its body and without, and the schemas
 * that requests reach. Nothing of the responses is in it, so nothing of them can be too much for it.
 */
export function requestDocument(document: JsonRecord, operations: readonly DocumentOperation[]): JsonRecord {
  const paths: Record<string, unknown> = {};
  for (const { operationId, operation, parameters } of operations) {
    const bare = {
      parameters: parameters.map(({ ...parameter }) => ({
        ...parameter,
        // It would refuse reserved characters in the text of the query, where they do no harm, and nothing else with them.
        ...(parameter.in === 'query' && { allowReserved: true }),
        example: undefined,
        examples: undefined,
      })),
      responses: { 200: { description: 'Responses are validated in tests, on the wire.' } },
    };
    const requestBody = resolve(document, operation.requestBody);
    const whole =
      operation.requestBody === undefined ? bare : { ...bare, requestBody: stripSchema(requestBody) };
    paths[placeOf(operationId, true)] = { post: whole };
    paths[placeOf(operationId, false)] = { post: bare };
  }
  const schemas = new Map<string, unknown>();
  collectSchemas(document, paths, schemas);
  return {
    openapi: document.openapi,
    info: document.info,
    paths,
    components: { schemas: Object.fromEntries(schemas) },
  };
}
