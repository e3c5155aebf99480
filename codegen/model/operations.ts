/** Reads the operations of a bundled OpenAPI document, its references to parameters, headers and responses resolved. */
import { asList, asObject, asString, isObject, valueAt } from '../load/json.js';
import type {
  FieldEncoding,
  Header,
  HttpMethod,
  JsonObject,
  JsonSchema,
  JsonValue,
  MediaType,
  Operation,
  OutgoingRequest,
  Parameter,
  ParameterStyle,
  RequestBody,
  Response,
  SecurityScheme,
} from './contract.js';
import { operationEntries } from './methods.js';
import { readServers } from './servers.js';

/** All operations, in the order of the document. */
export function readOperations(document: JsonObject): readonly Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(asObject(document.paths))) {
    operations.push(...operationsOf(document, path, follow(document, item)));
  }
  return operations;
}

function operationsOf(document: JsonObject, path: string, pathItem: JsonObject): readonly Operation[] {
  return operationEntries(pathItem).map(({ method, operation }) =>
    readOperation(document, path, method, pathItem, operation),
  );
}

function readOperation(
  document: JsonObject,
  path: string,
  method: HttpMethod,
  pathItem: JsonObject,
  operation: JsonObject,
): Operation {
  const operationId = asString(operation.operationId) ?? '';
  const security = readSecurity(operation.security ?? document.security);
  const isPublic = security.length === 0;
  const tag = asString(asList(operation.tags)[0]) ?? 'default';
  const servers = readServers(operation.servers === undefined ? pathItem : operation);
  const rateLimit = operation['x-rate-limit'] ?? (isPublic ? null : 'reads');
  return {
    operationId,
    method,
    path,
    tag,
    ...texts(operation, ['summary', 'description']),
    deprecated: operation.deprecated === true,
    isPublic,
    security,
    ...(servers.length > 0 && { servers }),
    rateLimit: rateLimit === 'jobs' || rateLimit === 'reads' ? rateLimit : null,
    isIdempotent: operation['x-idempotent'] === true,
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

const PLACES = ['path', 'query', 'querystring', 'header', 'cookie'] as const;

/** An operation's own parameters take the place of the path's of the same name. */
function readParameters(
  document: JsonObject,
  pathItem: JsonObject,
  operation: JsonObject,
): readonly Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const value of [...asList(pathItem.parameters), ...asList(operation.parameters)]) {
    const parameter = follow(document, value);
    const name = asString(parameter.name) ?? '';
    const place = PLACES.find((one) => one === parameter.in);
    if (place === undefined) continue;
    parameters.set(`${place}:${name}`, {
      name,
      in: place,
      required: parameter.required === true,
      ...texts(parameter, ['description']),
      deprecated: parameter.deprecated === true,
      schema: schemaOf(parameter),
      ...readWriting(place, parameter),
      ...readExamples(document, parameter),
    });
  }
  return [...parameters.values()];
}

const STYLES: readonly ParameterStyle[] = [
  ...(['simple', 'label', 'matrix', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject'] as const),
  'cookie',
];

/** How a parameter's value becomes text, the defaults of its place filled in. */
function readWriting(
  place: Parameter['in'],
  parameter: JsonObject,
): Pick<Parameter, 'style' | 'explode' | 'allowReserved' | 'contentType' | 'encoding'> {
  const usual = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  const written = STYLES.find((one) => one === parameter.style) ?? usual;
  const style = written === 'cookie' && place !== 'cookie' ? usual : written;
  const [[contentType, media] = []] = Object.entries(asObject(parameter.content));
  const { encoding } = asObject(media);
  return {
    style,
    explode: typeof parameter.explode === 'boolean' ? parameter.explode : isUsuallyExploded(style),
    allowReserved: parameter.allowReserved === true,
    ...(contentType !== undefined && { contentType }),
    ...(place === 'querystring' && isObject(encoding) && { encoding: readEncoding(encoding) }),
  };
}

/** The parameter that is the whole query (OpenAPI 3.2, section 4.12.1), if there is one. */
export function wholeQueryOf({ parameters }: Pick<Operation, 'parameters'>): Parameter | undefined {
  return parameters.find((one) => one.in === 'querystring');
}

/** Whether lists and objects of a style are several pairs unless something else is said. */
export function isUsuallyExploded(style: ParameterStyle): boolean {
  return style === 'form' || style === 'cookie';
}

function readSecurity(value: JsonValue | undefined): Operation['security'] {
  return asList(value).map((one) =>
    Object.fromEntries(
      Object.entries(asObject(one)).map(([scheme, scopes]) => [
        scheme,
        asList(scopes).filter((scope) => typeof scope === 'string'),
      ]),
    ),
  );
}

/** The declared security schemes. */
export function readSecuritySchemes(document: JsonObject): readonly SecurityScheme[] {
  return Object.entries(asObject(asObject(document.components).securitySchemes)).flatMap(([name, value]) => {
    const scheme = follow(document, value);
    const type = SCHEME_TYPES.find((one) => one === scheme.type);
    if (type === undefined) return [];
    const place = (['header', 'query', 'cookie'] as const).find((one) => one === scheme.in);
    return [
      {
        name,
        type,
        ...(typeof scheme.scheme === 'string' && { scheme: scheme.scheme.toLowerCase() }),
        ...(place !== undefined && { key: { in: place, name: asString(scheme.name) ?? '' } }),
        ...texts(scheme, ['description']),
      },
    ];
  });
}

const SCHEME_TYPES = ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS'] as const;

/** All requests that the service makes: its webhooks, then the callbacks of its operations. */
export function readOutgoing(document: JsonObject): readonly OutgoingRequest[] {
  const webhooks = Object.entries(asObject(document.webhooks)).flatMap(([name, item]) =>
    operationsOf(document, '', follow(document, item)).map(
      (operation): OutgoingRequest => ({ kind: 'webhook', name, operation }),
    ),
  );
  return [...webhooks, ...readCallbacks(document)];
}

function readCallbacks(document: JsonObject): readonly OutgoingRequest[] {
  const found: OutgoingRequest[] = [];
  for (const item of Object.values(asObject(document.paths))) {
    for (const { operation: owner } of operationEntries(follow(document, item))) {
      const ownerId = asString(owner.operationId) ?? '';
      for (const [name, callback] of Object.entries(asObject(owner.callbacks))) {
        for (const [expression, target] of Object.entries(follow(document, callback))) {
          for (const operation of operationsOf(document, '', follow(document, target)))
            found.push({ kind: 'callback', name, expression, ownerId, operation });
        }
      }
    }
  }
  return found;
}

function readRequestBody(document: JsonObject, body: JsonObject): RequestBody {
  return {
    required: body.required === true,
    ...texts(body, ['description']),
    content: readContent(document, body.content),
  };
}

/**
 * What these say is said by the content and by the connection, which another value would break (OpenAPI 3.1, section
 * 4.8.17.1; RFC 9110, section 7.6.1).
 */
const OF_THE_CONNECTION = /^(content-type|connection|keep-alive|transfer-encoding)$/i;

function readResponse(document: JsonObject, status: string, response: JsonObject): Response {
  return {
    status,
    description: asString(response.description) ?? '',
    headers: Object.entries(asObject(response.headers)).flatMap(([name, value]): readonly Header[] => {
      if (OF_THE_CONNECTION.test(name)) return [];
      const header = follow(document, value);
      const { explode, contentType } = readWriting('header', header);
      return [
        {
          name,
          required: header.required === true,
          ...texts(header, ['description']),
          schema: schemaOf(header),
          explode,
          ...(contentType !== undefined && { contentType }),
        },
      ];
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
      ...readExamples(document, media),
      ...(isObject(media.encoding) && { encoding: readEncoding(media.encoding) }),
    };
  });
}

function readExamples(document: JsonObject, media: JsonObject): { readonly examples?: readonly JsonValue[] } {
  const named = Object.values(asObject(media.examples)).map((one) => follow(document, one).value);
  const examples = [media.example, ...named].filter((one) => one !== undefined);
  return examples.length === 0 ? {} : { examples };
}

function readEncoding(encoding: JsonObject): { readonly [field: string]: FieldEncoding } {
  const entries = Object.entries(encoding).map(([field, value]) => {
    const { explode, allowReserved, ...one } = asObject(value);
    const style = STYLES.find((known) => known === one.style);
    return [
      field,
      {
        ...texts(one, ['contentType']),
        ...(style !== undefined && { style }),
        ...(typeof explode === 'boolean' && { explode }),
        ...(typeof allowReserved === 'boolean' && { allowReserved }),
      },
    ] as const;
  });
  return Object.fromEntries(entries);
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

function texts<K extends string>(object: JsonObject, keys: readonly K[]): { [key in K]?: string } {
  const found: { [key in K]?: string } = {};
  for (const key of keys) {
    const value = asString(object[key]);
    if (value !== undefined) found[key] = value;
  }
  return found;
}
