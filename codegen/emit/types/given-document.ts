/** The document that openapi-typescript is given: what it makes types of, and nothing else. */
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { METHODS } from '../../model/methods.js';
import { isObject, isSchema } from '../subschemas.js';

/** Who sends a body, and with it which of its properties are there. */
export type Direction = 'request' | 'response';

/** Of an operation: how what it is asked is seen, and how what it answers. */
export type Directions = readonly [asked: Direction, answered: Direction];

/** An operation that clients call. */
export const INCOMING: Directions = ['request', 'response'];

/** A webhook or callback: what the service sends as a request is seen as it sends its responses. */
export const OUTGOING: Directions = ['response', 'request'];

/** What becomes of a schema that stands in the document. */
export type SchemaChange = (schema: JsonSchema, direction: Direction) => JsonSchema;

const IS_METHOD: ReadonlySet<string> = new Set(METHODS);

/** Where operations stand, by their ids, whose methods openapi-typescript has no word for. */
export const FURTHER = 'x-operations';

/** An OpenAPI 3.1 document with its schemas replaced, apart from those with a name, and without what has no type. */
export function typesDocument(document: JsonObject, change: SchemaChange): JsonObject {
  const printer = new DocumentCopy(change);
  const components = asObject(document.components);
  return {
    openapi: '3.1.0',
    info: document.info ?? {},
    [FURTHER]: printer.furtherOperations(document),
    paths: printer.pathItems(document.paths, INCOMING),
    ...(document.webhooks !== undefined && { webhooks: printer.pathItems(document.webhooks, OUTGOING) }),
    components: {
      responses: mapObject(components.responses, (one) => printer.response(one, 'response')),
      parameters: mapObject(components.parameters, (one) => printer.parameter(one, 'request')),
      requestBodies: mapObject(components.requestBodies, (one) => printer.body(one, 'request')),
      headers: mapObject(components.headers, (one) => printer.header(one, 'response')),
      pathItems: printer.pathItems(components.pathItems, INCOMING),
    },
  };
}

class DocumentCopy {
  readonly #change: SchemaChange;

  constructor(change: SchemaChange) {
    this.#change = change;
  }

  pathItems(items: JsonValue | undefined, directions: Directions): JsonObject {
    return mapObject(items, (item) => this.#pathItem(item, directions));
  }

  /** The operations of further methods, each with the parameters of its path. */
  furtherOperations({ paths, webhooks }: JsonObject): JsonObject {
    const of = (items: JsonValue | undefined, directions: Directions) =>
      Object.values(asObject(items))
        .filter(isObject)
        .flatMap((item) =>
          Object.values(asObject(item['x-additionalOperations']))
            .filter(isObject)
            .map((operation) => {
              const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)];
              return [
                String(operation.operationId),
                this.#operation({ ...operation, parameters }, directions),
              ] as const;
            }),
        );
    return Object.fromEntries([...of(paths, INCOMING), ...of(webhooks, OUTGOING)]);
  }

  response(response: JsonObject, direction: Direction): JsonObject {
    const { headers } = response;
    return {
      ...pick(response, ['$ref', 'description']),
      ...(headers !== undefined && {
        headers: mapObject(headers, (header) => this.header(header, direction)),
      }),
      ...this.#content(response, direction),
    };
  }

  /** A parameter without a name. Its value is that of its content, which openapi-typescript would set under the content's type. */
  header(header: JsonObject, direction: Direction): JsonObject {
    const { content, ...others } = header;
    const [media] = Object.values(asObject(content));
    return this.parameter(content === undefined ? header : { ...others, ...asObject(media) }, direction);
  }

  parameter(parameter: JsonObject, direction: Direction): JsonObject {
    return {
      ...pick(parameter, ['$ref', 'name', 'in', 'required', 'description', 'deprecated', 'example']),
      // It knows no query that is one value.
      ...(parameter.in === 'querystring' && { in: 'query' }),
      ...this.#schema(parameter, direction),
      ...this.#content(parameter, direction),
    };
  }

  body(body: JsonObject, direction: Direction): JsonObject {
    return { ...pick(body, ['$ref', 'description', 'required']), ...this.#content(body, direction) };
  }

  #pathItem(item: JsonObject, directions: Directions): JsonObject {
    const [asked] = directions;
    const entries = Object.entries(item).flatMap(([key, value]): [string, JsonValue][] => {
      if (key === 'parameters') return [[key, this.#parameters(value, asked)]];
      if (IS_METHOD.has(key) && isObject(value)) return [[key, this.#operation(value, directions)]];
      return ['$ref', 'summary', 'description'].includes(key) ? [[key, value]] : [];
    });
    return Object.fromEntries(entries);
  }

  #operation(operation: JsonObject, [asked, answered]: Directions): JsonObject {
    const { parameters, requestBody, responses } = operation;
    return {
      ...pick(operation, ['operationId', 'summary', 'description', 'deprecated']),
      ...(parameters !== undefined && { parameters: this.#parameters(parameters, asked) }),
      ...(isObject(requestBody) && { requestBody: this.body(requestBody, asked) }),
      ...(responses !== undefined && {
        responses: mapObject(responses, (response) => this.response(response, answered)),
      }),
    };
  }

  #parameters(parameters: JsonValue, direction: Direction): JsonValue {
    return listOf(parameters)
      .filter(isObject)
      .map((parameter) => this.parameter(parameter, direction));
  }

  #content({ content }: JsonObject, direction: Direction): JsonObject {
    if (content === undefined) return {};
    return { content: mapObject(content, (media) => this.#schema(media, direction)) };
  }

  #schema({ schema }: JsonObject, direction: Direction): JsonObject {
    return isSchema(schema) ? { schema: this.#change(schema, direction) } : {};
  }
}

function mapObject(value: JsonValue | undefined, change: (value: JsonObject) => JsonObject): JsonObject {
  const entries = Object.entries(asObject(value)).flatMap(([key, one]): [string, JsonValue][] =>
    isObject(one) ? [[key, change(one)]] : [],
  );
  return Object.fromEntries(entries);
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function pick(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key]]])),
  ) as JsonObject;
}
