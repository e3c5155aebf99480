/** Reads the operations of a bundled OpenAPI document, its references to parameters, headers and responses resolved. */
import { asObject, asString, isArray, isObject, valueAt } from '../load/json.js';
import type {
  Header,
  HttpMethod,
  JsonObject,
  JsonSchema,
  JsonValue,
  MediaType,
  Operation,
  Parameter,
  RequestBody,
  Response,
} from './contract.js';

/** The methods that OpenAPI knows, in the order in which operations are listed. */
const METHODS: readonly HttpMethod[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** All operations, in the order of the document. */
export function readOperations(document: JsonObject): readonly Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(asObject(document.paths))) {
    const pathItem = follow(document, item);
    for (const [key, value] of Object.entries(pathItem)) {
      const method = METHODS.find((one) => one === key);
      if (method && isObject(value)) operations.push(readOperation(document, path, method, pathItem, value));
    }
  }
  return operations;
}

function readOperation(
  document: JsonObject,
  path: string,
  method: HttpMethod,
  pathItem: JsonObject,
  operation: JsonObject,
): Operation {
  const operationId = asString(operation.operationId) ?? '';
  const security = operation.security ?? document.security;
  const isPublic = !isArray(security) || security.length === 0;
  const tag = asString((isArray(operation.tags) ? operation.tags : [])[0]) ?? 'default';
  const rateLimit = operation['x-rate-limit'] ?? (isPublic ? null : 'reads');
  return {
    operationId,
    method,
    path,
    tag,
    ...texts(operation, ['summary', 'description']),
    deprecated: operation.deprecated === true,
    isPublic,
    rateLimit: rateLimit === 'jobs' || rateLimit === 'reads' ? rateLimit : null,
    sdkGroup: asString(operation['x-sdk-group']) ?? tag,
    sdkMethod: asString(operation['x-sdk-method']) ?? operationId,
    parameters: readParameters(document, pathItem, operation),
    ...(operation.requestBody !== undefined && {
      requestBody: readRequestBody(document, follow(document, operation.requestBody)),
    }),
    responses: Object.entries(asObject(operation.responses)).map(([status, response]) =>
      readResponse(document, status, follow(document, response)),
    ),
  };
}

/** An operation's own parameters take the place of the path's of the same name. */
function readParameters(
  document: JsonObject,
  pathItem: JsonObject,
  operation: JsonObject,
): readonly Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const value of [...listOf(pathItem.parameters), ...listOf(operation.parameters)]) {
    const parameter = follow(document, value);
    const name = asString(parameter.name) ?? '';
    const place = asString(parameter.in);
    if (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'cookie') continue;
    parameters.set(`${place}:${name}`, {
      name,
      in: place,
      required: parameter.required === true,
      ...texts(parameter, ['description']),
      deprecated: parameter.deprecated === true,
      schema: schemaOf(parameter),
    });
  }
  return [...parameters.values()];
}

function readRequestBody(document: JsonObject, body: JsonObject): RequestBody {
  return {
    required: body.required === true,
    ...texts(body, ['description']),
    content: readContent(document, body.content),
  };
}

function readResponse(document: JsonObject, status: string, response: JsonObject): Response {
  return {
    status,
    description: asString(response.description) ?? '',
    headers: Object.entries(asObject(response.headers)).map(([name, value]): Header => {
      const header = follow(document, value);
      const required = header.required === true;
      return { name, required, ...texts(header, ['description']), schema: schemaOf(header) };
    }),
    content: readContent(document, response.content),
  };
}

/** The media types of a body. */
export function readContent(document: JsonObject, content: JsonValue | undefined): readonly MediaType[] {
  return Object.entries(asObject(content)).map(([contentType, value]) => {
    const media = follow(document, value);
    const itemSchema = media['x-itemSchema'] ?? media.itemSchema;
    return {
      contentType,
      ...(media.schema !== undefined && { schema: media.schema as JsonSchema }),
      ...(itemSchema !== undefined && { itemSchema: itemSchema as JsonSchema }),
    };
  });
}

/** `schema`, or that of the one media type of `content`. */
function schemaOf(object: JsonObject): JsonSchema {
  if (object.schema !== undefined) return object.schema as JsonSchema;
  const [media] = Object.values(asObject(object.content));
  return (asObject(media).schema as JsonSchema | undefined) ?? true;
}

/** The value, or what it refers to within the document. */
export function follow(document: JsonObject, value: JsonValue | undefined): JsonObject {
  let object = asObject(value);
  // A chain longer than this is a circle.
  for (let step = 0; step < 16; step++) {
    const reference = asString(object.$ref);
    if (reference === undefined || !reference.startsWith('#')) return object;
    object = asObject(valueAt(document, reference.slice(1)));
  }
  return {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isArray(value) ? value : [];
}

function texts<K extends string>(object: JsonObject, keys: readonly K[]): { [key in K]?: string } {
  const found: { [key in K]?: string } = {};
  for (const key of keys) {
    const value = asString(object[key]);
    if (value !== undefined) found[key] = value;
  }
  return found;
}
