/** Schema keywords that are legal and do nothing: mostly slips, told as warnings. */
import { didYouMean } from '../../diagnostics.js';
import type { JsonObject } from '../../model/contract.js';
import { isArray, own } from '../json.js';
import { SCHEMA_TYPES } from './schema-grammar.js';
import type { SchemaComplaint } from './values.js';

/**
 * Formats of JSON Schema, and those of OpenAPI's registry.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3
 * @see https://spec.openapis.org/registry/format/
 */
const FORMATS: ReadonlySet<string> = new Set([
  ...[
    'date-time',
    'date',
    'time',
    'duration',
    'email',
    'idn-email',
    'hostname',
    'idn-hostname',
    'ipv4',
    'ipv6',
  ],
  ...['uri', 'uri-reference', 'uri-template', 'iri', 'iri-reference', 'uuid', 'regex'],
  ...[
    'json-pointer',
    'relative-json-pointer',
    'iso-time',
    'iso-date-time',
    'json-pointer-uri-fragment',
    'url',
  ],
  ...['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float', 'double'],
  ...['decimal', 'decimal128', 'double-int', 'byte', 'binary', 'base64url', 'password', 'char', 'html'],
  ...['commonmark', 'media-range', 'http-date', 'date-time-local', 'time-local', 'sf-binary', 'sf-boolean'],
  ...['sf-decimal', 'sf-integer', 'sf-string', 'sf-token'],
]);

/** Keywords that say something of values of one type only. */
const KEYWORDS_OF: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'contentEncoding', 'contentMediaType', 'contentSchema'],
  number: ['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  array: [
    ...['items', 'prefixItems', 'contains', 'minContains', 'maxContains', 'minItems', 'maxItems'],
    ...['uniqueItems', 'unevaluatedItems'],
  ],
  object: [
    ...['properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'],
    ...['minProperties', 'maxProperties', 'required', 'dependentRequired', 'dependentSchemas'],
  ],
};

/** The type that a keyword is for. */
const TYPE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(KEYWORDS_OF).flatMap(([type, keywords]) => keywords.map((keyword) => [keyword, type])),
);

/** Finds what a schema says in vain. */
export function idleKeywords(schema: JsonObject): readonly SchemaComplaint[] {
  return [...unknownFormat(schema), ...keywordsOfOtherTypes(schema)];
}

function* unknownFormat({ format }: JsonObject): Iterable<SchemaComplaint> {
  if (typeof format !== 'string' || FORMATS.has(format)) return;
  const near = didYouMean(format, FORMATS);
  yield {
    code: 'idle-keyword',
    severity: 'warning',
    at: ['format'],
    on: 'value',
    message: `\`${format}\` is a format that nothing checks`,
    hint:
      near === undefined
        ? 'Use `pattern` if values have to be of a certain form.'
        : `Did you mean \`${near}\`?`,
  };
}

function* keywordsOfOtherTypes(schema: JsonObject): Iterable<SchemaComplaint> {
  const written = own(schema, 'type') ?? 'any';
  const types = (isArray(written) ? written : [written]).map(String);
  // A type that is missing allows all of them; one that does not exist is reported as such.
  if (!types.every((type) => SCHEMA_TYPES.includes(type))) return;
  for (const key of Object.keys(schema)) {
    const type = TYPE_OF.get(key);
    if (type === undefined || types.includes(type) || (type === 'number' && types.includes('integer')))
      continue;
    const message = `\`${key}\` says nothing of a value of the type \`${types.join('` or `')}\``;
    const hint = `It is for the type \`${type}\`.`;
    yield { code: 'idle-keyword', severity: 'warning', at: [key], on: 'key', message, hint };
  }
}
