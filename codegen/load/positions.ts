/**
 * Which parts of a document are schemas, which are references, and which are plain values that must be left alone: a
 * `$ref` inside an example is just text.
 */
import type { JsonValue } from '../model/contract.js';
import { isArray, isObject } from './json.js';

/** What stands at a place of a document. */
export type Position =
  /** An object of OpenAPI or AsyncAPI, keyed by the specification's words. */
  | 'object'
  /** A mapping whose keys are the author's names. */
  | 'map'
  | 'schema'
  | 'schema-map'
  | 'schema-list'
  /** OpenAPI's named examples: each a reference or an object with a `value`. */
  | 'example-map'
  /** Data: copied as it is. */
  | 'data';

/** Which specification the words of a file come from. */
export type Family = 'openapi' | 'asyncapi' | 'schemas';

/** Schema keywords that hold one schema. */
const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
  'additionalItems',
]);
/** Schema keywords that hold schemas by name. */
const SCHEMA_MAP_KEYWORDS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);
/** Schema keywords that hold a list of schemas. */
const SCHEMA_LIST_KEYWORDS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

/** Words whose value maps the author's own names, in either specification. */
const NAMED: ReadonlySet<string> = new Set([
  'paths',
  'webhooks',
  'responses',
  'parameters',
  'requestBodies',
  'headers',
  'securitySchemes',
  'links',
  'callbacks',
  'pathItems',
  'content',
  'encoding',
  'variables',
  'channels',
  'operations',
  'messages',
  'servers',
  'correlationIds',
  'serverVariables',
  'replies',
  'replyAddresses',
  'externalDocs',
  'tags',
  'operationTraits',
  'messageTraits',
]);

/** The position of a child of `position`. */
export function childPosition(family: Family, position: Position, key: string, value: JsonValue): Position {
  switch (position) {
    case 'data':
      return 'data';
    case 'map':
      return 'object';
    case 'schema-map':
    case 'schema-list':
      return 'schema';
    case 'example-map':
      return isObject(value) && typeof value.$ref === 'string' ? 'object' : 'data';
    case 'schema':
      return schemaChild(key, value);
    case 'object':
      return objectChild(family, key, value);
    default:
      return position satisfies never;
  }
}

function schemaChild(key: string, value: JsonValue): Position {
  if (SCHEMA_KEYWORDS.has(key)) return isArray(value) ? 'schema-list' : 'schema';
  if (SCHEMA_MAP_KEYWORDS.has(key)) return 'schema-map';
  if (SCHEMA_LIST_KEYWORDS.has(key)) return 'schema-list';
  // `x-job-events: { $ref: <envelope> }` is a reference to a schema.
  if (key === 'x-job-events') return 'schema';
  return 'data';
}

function objectChild(family: Family, key: string, value: JsonValue): Position {
  if (key === 'x-itemSchema' || key === 'itemSchema' || key === 'schema') return 'schema';
  if (key === 'x-job' && family === 'asyncapi') return 'object';
  // Of a channel: a reference to the frame that inputs come in.
  if (key === 'x-job-inputs' && family === 'asyncapi') return 'schema';
  if (key.startsWith('x-')) return 'data';
  if (key === 'schemas') return 'schema-map';
  if (key === 'examples') return family === 'openapi' && isObject(value) ? 'example-map' : 'data';
  if (key === 'example' || key === 'default' || key === 'enum') return 'data';
  if (family === 'asyncapi') {
    if (key === 'payload') return 'schema';
    // A message's headers are one schema; its properties stand for the single headers.
    if (key === 'headers') return 'schema';
    // Inside x-job.
    if (key === 'input' || key === 'result' || key === 'checkpoint') return 'schema';
  }
  return NAMED.has(key) && isObject(value) ? 'map' : 'object';
}
