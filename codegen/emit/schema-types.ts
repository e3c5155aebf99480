/** The types of schemas in signatures: the simple ones inline, the others by a name that generated types have. */
import type {
  JsonObject,
  JsonSchema,
  JsonValue,
  MediaType,
  Operation,
  Parameter,
  Response,
  Webhook,
} from '../model/contract.js';
import { typeName } from '../model/names.js';
import { isStructured } from './media-types.js';
import type { ModuleImports } from './module-imports.js';
import { refName } from './schema-refs.js';
import { requestNames } from './schema-views.js';
import { type Direction, type Directions, INCOMING } from './types/given-document.js';
import { quote } from './typescript-text.js';

export { refName } from './schema-refs.js';

/** Prints types in one module, whose imports it notes. */
export class SchemaTypes {
  readonly #imports: ModuleImports;
  readonly #folder: string;
  readonly #requestNames: ReadonlyMap<string, string>;
  readonly #asked: Direction;
  readonly #answered: Direction;

  /** `folder` is where the module finds the contract's types: `../contract`; `schemas` are those of request bodies. */
  constructor(
    imports: ModuleImports,
    folder: string,
    schemas: Readonly<Record<string, JsonSchema>> = {},
    [asked, answered]: Directions = INCOMING,
  ) {
    this.#imports = imports;
    this.#folder = folder;
    this.#requestNames = requestNames(schemas);
    this.#asked = asked;
    this.#answered = answered;
  }

  /** The type of a named schema. */
  named(schemaName: string): string {
    return `${this.#imports.types('schemas', `${this.#folder}/schemas.js`)}.${typeName(schemaName)}`;
  }

  /** The type of a schema, as the service sends it unless told otherwise; `unknown` if it is neither simple nor named. */
  of(schema: JsonSchema | undefined, direction: Direction = 'response'): string {
    return this.#simple(schema, direction) ?? 'unknown';
  }

  /** The type of a parameter that is there. */
  parameter(operation: Operation, { name, in: written, schema, contentType }: Parameter): string {
    // A query that is one value is a parameter of the query in the document that types are made of.
    const place = written === 'querystring' ? 'query' : written;
    if (written === 'querystring' && !isStructured(contentType)) return 'string';
    const group = () => `NonNullable<${this.#operation(operation)}['parameters'][${quote(place)}]>`;
    return this.#simple(schema, this.#asked) ?? `NonNullable<${group()}${bracket(name)}>`;
  }

  /** The type of a request's body: what is `readOnly` need not be in one that a client sends. */
  requestBody(operation: Operation, { schema, contentType }: MediaType): string {
    const body = () => `NonNullable<${this.#operation(operation)}['requestBody']>`;
    return this.#simple(schema, this.#asked) ?? `${body()}['content'][${quote(contentType)}]`;
  }

  /** The type of an item of a request that is a sequence of them. */
  requestItem(schema: JsonSchema | undefined): string {
    return this.of(schema, this.#asked);
  }

  webhookBody({ payload, operationId, contentType }: Webhook): string {
    const body = () => `NonNullable<${this.#operation({ operationId })}['requestBody']>`;
    return this.#simple(payload) ?? `${body()}['content'][${quote(contentType)}]`;
  }

  /** The type of a response's body: what is `writeOnly` is not in one that the service sends. */
  responseBody(operation: Operation, { status }: Response, { schema, contentType }: MediaType): string {
    const body = () => `${this.#response(operation, status)}['content'][${quote(contentType)}]`;
    return this.#simple(schema, this.#answered) ?? body();
  }

  /** The type of an item, or of an event's data, of a response that is a sequence of them. */
  responseItem(schema: JsonSchema | undefined): string {
    return this.of(schema, this.#answered);
  }

  responseHeader(operation: Operation, { status }: Response, name: string, schema: JsonSchema): string {
    const header = () => `NonNullable<${this.#response(operation, status)}['headers']${bracket(name)}>`;
    return this.#simple(schema, this.#answered) ?? header();
  }

  #response(operation: Operation, status: string): string {
    return `${this.#operation(operation)}['responses'][${/^\d+$/.test(status) ? status : quote(status)}]`;
  }

  #operation(operation: Pick<Operation, 'operationId'>): string {
    const operations = this.#imports.type('operations', `${this.#folder}/types.js`);
    return `${operations}${bracket(operation.operationId)}`;
  }

  /** The type of a schema that can be said in few words. */
  #simple(schema: JsonSchema | undefined, direction: Direction = 'response'): string | undefined {
    if (schema === undefined || schema === true) return 'unknown';
    if (schema === false) return 'never';
    const name = refName(schema);
    if (name !== undefined) {
      const view = direction === 'request' ? (this.#requestNames.get(name) ?? name) : name;
      return Object.keys(schema).length === 1 ? this.named(view) : undefined;
    }
    if (COMBINATORS.some((keyword) => schema[keyword] !== undefined)) return undefined;
    if (isScalar(schema.const)) return scalar(schema.const);
    if (Array.isArray(schema.enum)) {
      return schema.enum.every(isScalar) ? schema.enum.map(scalar).join(' | ') : undefined;
    }
    return this.#typed(schema, direction);
  }

  #typed(schema: JsonObject, direction: Direction): string | undefined {
    switch (schema.type) {
      case 'string':
      case 'boolean':
        return schema.type;
      case 'integer':
      case 'number':
        return 'number';
      case 'array': {
        const items =
          schema.prefixItems === undefined ? this.#simple(schema.items as JsonSchema, direction) : undefined;
        return items && `readonly ${items.includes(' ') ? `(${items})` : items}[]`;
      }
      case 'object':
        return OBJECT_KEYWORDS.some((keyword) => schema[keyword] !== undefined)
          ? undefined
          : 'Readonly<Record<string, unknown>>';
      default:
        return Object.keys(schema).length === 0 ? 'unknown' : undefined;
    }
  }
}

/** `['name']`: types are indexed by brackets alone. */
function bracket(name: string): string {
  return `[${quote(name)}]`;
}

const OBJECT_KEYWORDS = ['properties', 'additionalProperties', 'patternProperties', 'propertyNames'];
const COMBINATORS = ['allOf', 'anyOf', 'oneOf', 'not', 'if', '$dynamicRef'];

function isScalar(value: JsonValue | undefined): value is string | number | boolean | null {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

function scalar(value: JsonValue): string {
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}
