/**
 * contract/types.ts and contract/schemas.ts of a document. openapi-typescript makes types of the operations of webhooks, but
 * not of those of callbacks: it is shown them as webhooks. Of a parameter that is a JSON document it sees but text: it is
 * shown the schema of the document.
 */
import type { Contract, EmitCache, GeneratedFile, JsonObject, JsonValue } from '../../model/contract.js';
import { isJsonType } from '../../model/webhooks.js';
import { emitTypes } from './index.js';

/** Emits the types of everything in a document that has a schema. */
export async function emitDocumentTypes(
  contract: Contract,
  cache: EmitCache,
): Promise<readonly GeneratedFile[]> {
  const openapi = withParsedParameters(withCallbacks(contract.documents.openapi));
  return emitTypes({ ...contract, documents: { ...contract.documents, openapi } }, cache);
}

/** The document with its callbacks among its webhooks. */
function withCallbacks(document: JsonObject): JsonObject {
  const found: [string, JsonValue][] = [];
  const paths = mapMembers(document.paths, (item, path) =>
    mapMembers(item, (operation, method) => {
      const { callbacks, ...others } = objectOf(operation);
      if (callbacks === undefined) return operation;
      for (const [name, callback] of Object.entries(objectOf(callbacks))) {
        for (const [expression, target] of Object.entries(follow(document, callback)))
          found.push([`${method} ${path} ${name} ${expression}`, target]);
      }
      return others;
    }),
  );
  if (found.length === 0) return document;
  return { ...document, paths, webhooks: { ...objectOf(document.webhooks), ...Object.fromEntries(found) } };
}

/** The document with each JSON parameter as if it were written in a style. */
function withParsedParameters(document: JsonObject): JsonObject {
  const inItems = (items: JsonValue | undefined) =>
    mapMembers(items, (item) =>
      mapMembers(item, (value, key) => {
        if (key === 'parameters') return parsedParameters(value);
        const { parameters, ...others } = objectOf(value);
        return parameters === undefined ? value : { ...others, parameters: parsedParameters(parameters) };
      }),
    );
  const { paths, webhooks, components } = document;
  const { parameters } = objectOf(components);
  return {
    ...document,
    ...(paths !== undefined && { paths: inItems(paths) }),
    ...(webhooks !== undefined && { webhooks: inItems(webhooks) }),
    ...(parameters !== undefined && {
      components: { ...objectOf(components), parameters: mapMembers(parameters, parsedParameter) },
    }),
  };
}

function parsedParameters(parameters: JsonValue): JsonValue {
  return Array.isArray(parameters) ? parameters.map(parsedParameter) : parameters;
}

function parsedParameter(parameter: JsonValue): JsonValue {
  const { content, ...others } = objectOf(parameter);
  const [entry] = Object.entries(objectOf(content));
  if (entry === undefined || !isJsonType(entry[0])) return parameter;
  return { ...others, schema: objectOf(entry[1]).schema ?? {} };
}

/** A callback may stand among the components. */
function follow({ components }: JsonObject, callback: JsonValue): JsonObject {
  const { $ref: reference } = objectOf(callback);
  const pattern = /^#\/components\/callbacks\/(.*)$/;
  const name = typeof reference === 'string' ? pattern.exec(reference)?.[1] : undefined;
  if (name === undefined) return objectOf(callback);
  const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
  return objectOf(objectOf(objectOf(components).callbacks)[key]);
}

function mapMembers(
  value: JsonValue | undefined,
  change: (value: JsonValue, key: string) => JsonValue,
): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([key, one]) => [key, change(one, key)]));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
