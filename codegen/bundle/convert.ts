/** An OpenAPI 3.1 document, as the compiler makes it of any, in the words of another version. */
import { asObject, asString, childPointer, isArray, isObject } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { openapi32Document } from '../model/documents.js';
import { type Loss, Losses } from './losses.js';
import { mapOpenapi } from './map-openapi.js';
import { SINCE_3_1, SINCE_3_2 } from './older-fields.js';
import { SchemaConverter } from './schema-3.0.js';
import { plainMapping } from './schema-words.js';

/** The versions that a bundle can be in. */
export const VERSIONS = ['3.0', '3.1', '3.2'] as const;
export type OpenapiVersion = (typeof VERSIONS)[number];

/** A document, and what its version has no words for. */
export interface ConvertedDocument {
  readonly document: JsonObject;
  readonly losses: readonly Loss[];
}

/** Converts a self-contained document whose references all lead to components. */
export function convertOpenapi(document: JsonObject, version: OpenapiVersion): ConvertedDocument {
  const losses = new Losses();
  switch (version) {
    case '3.2':
      return { document: toNewest(document), losses: [] };
    case '3.1':
      return { document: { ...toOlder(document, version, losses), openapi: '3.1.1' }, losses: losses.list() };
    case '3.0':
      return { document: { ...toOlder(document, version, losses), openapi: '3.0.4' }, losses: losses.list() };
    default:
      return version satisfies never;
  }
}

/** Streams of events have a word of their own there; what is called `x-itemSchema` elsewhere is that word too. */
function toNewest(document: JsonObject): JsonObject {
  const renamed = mapOpenapi(document, {
    object: (kind, object, pointer) =>
      kind === 'MediaType' && !/event-stream$/.test(pointer)
        ? renameKey(object, 'x-itemSchema', 'itemSchema')
        : object,
    schema: withPlainMappings,
  });
  return openapi32Document(renamed);
}

function toOlder(document: JsonObject, version: '3.0' | '3.1', losses: Losses): JsonObject {
  const schemas = asObject(asObject(document.components).schemas);
  const converter = version === '3.0' ? new SchemaConverter(losses, looseSchemas(schemas)) : undefined;
  const unsafe = version === '3.0' ? certificateSchemes(document) : new Set<string>();
  return mapOpenapi(document, {
    object: (kind, object, pointer) => {
      const older = olderObject(version, kind, object, pointer, losses);
      return older && withoutSchemes(older, kind, unsafe);
    },
    schema: (schema, pointer) => converter?.convert(schema, pointer).schema ?? withPlainMappings(schema),
  });
}

/** The named schemas that 3.0 can only say more loosely, also because of what they refer to. */
function looseSchemas(schemas: JsonObject): ReadonlySet<string> {
  let loose: ReadonlySet<string> = new Set();
  for (;;) {
    const converter = new SchemaConverter(new Losses(), loose);
    const found = Object.entries(schemas)
      .filter(([, schema]) => converter.convert(schema as JsonSchema, '').isLoose)
      .map(
        ([name]) =>
          `#/components/schemas/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
      );
    if (found.length === loose.size) return loose;
    loose = new Set(found);
  }
}

function olderObject(
  version: '3.0' | '3.1',
  kind: string,
  object: JsonObject,
  pointer: string,
  losses: Losses,
): JsonObject | undefined {
  const unknown = [...(SINCE_3_2[kind] ?? []), ...(version === '3.0' ? (SINCE_3_1[kind] ?? []) : [])];
  const known = withoutFields(object, unknown, pointer, losses);
  const named = kind === 'MediaType' ? renameKey(known, 'itemSchema', 'x-itemSchema') : known;
  return version === '3.0' ? object30(kind, named, pointer, losses) : named;
}

function withoutFields(
  object: JsonObject,
  fields: readonly string[],
  pointer: string,
  losses: Losses,
): JsonObject {
  const present = fields.filter((field) => Object.hasOwn(object, field));
  if (present.length === 0) return object;
  for (const field of present) {
    const at = childPointer(pointer, field);
    // Each of them by its name: a webhook is as much as an operation.
    const names = field === 'webhooks' ? Object.keys(asObject(object[field])) : [];
    for (const place of names.length > 0 ? names.map((name) => childPointer(at, name)) : [at])
      losses.add(`\`${field}\``, 'left out', place);
  }
  return Object.fromEntries(Object.entries(object).filter(([key]) => !present.includes(key)));
}

/** What 3.0 demands, and 3.1 does not. */
function object30(kind: string, object: JsonObject, pointer: string, losses: Losses): JsonObject | undefined {
  switch (kind) {
    case 'Info':
      return { ...object, ...licenseOf(object) };
    case 'SecurityScheme':
      if (object.type !== 'mutualTLS') return object;
      losses.add('`mutualTLS`', 'the scheme and what asks for it are left out', pointer);
      return undefined;
    case 'Operation': {
      const hasResponses = Object.keys(asObject(object.responses)).length > 0;
      return hasResponses ? object : { ...object, responses: { default: { description: '' } } };
    }
    case 'Response':
      return { ...object, description: asString(object.description) ?? '' };
    case 'MediaType':
      // An absent schema means bytes since 3.1.
      return isBinary(pointer) && object.schema === undefined
        ? { schema: { type: 'string', contentMediaType: 'application/octet-stream' }, ...object }
        : object;
    default:
      return object;
  }
}

/** The schemes by which a client shows a certificate: 3.0 has none. */
function certificateSchemes(document: JsonObject): ReadonlySet<string> {
  const schemes = Object.entries(asObject(asObject(document.components).securitySchemes));
  return new Set(schemes.filter(([, one]) => asObject(one).type === 'mutualTLS').map(([name]) => name));
}

/** What asks for such a scheme cannot be said; an empty list would say that nothing is asked for. */
function withoutSchemes(object: JsonObject, kind: string, names: ReadonlySet<string>): JsonObject {
  const { security, ...rest } = object;
  if ((kind !== 'OpenApi' && kind !== 'Operation') || !isArray(security) || names.size === 0) return object;
  const left = security.filter((one) => !Object.keys(asObject(one)).some((name) => names.has(name)));
  if (left.length === security.length) return object;
  return left.length === 0 ? rest : { ...object, security: left };
}

/** The identifiers of SPDX have pages of their own. */
function licenseOf({ license }: JsonObject): JsonObject {
  const { identifier, ...rest } = asObject(license);
  const id = asString(identifier);
  if (id === undefined) return {};
  return { license: { ...rest, url: `https://spdx.org/licenses/${encodeURIComponent(id)}.html` } };
}

function isBinary(pointer: string): boolean {
  const type = pointer.slice(pointer.lastIndexOf('/') + 1).replaceAll('~1', '/');
  return type === 'application/octet-stream' || /^(image|audio|video)\//.test(type);
}

function renameKey(object: JsonObject, from: string, to: string): JsonObject {
  if (!Object.hasOwn(object, from)) return object;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));
}

/** In a document, a discriminator's mapping leads to schemas by text. */
function withPlainMappings(schema: JsonSchema): JsonSchema {
  return plainMappings(schema as JsonValue) as JsonSchema;
}

function plainMappings(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(plainMappings);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [
    key,
    key === 'discriminator' ? plainMapping(child) : plainMappings(child),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}
