/** Where a service is. */
import { asList, asObject, asString } from '../load/json.js';
import type { JsonObject, ServerTemplate, ServerVariable } from './contract.js';

/** The base URLs of a document, a path or an operation, variables filled in with their defaults. */
export function readServers({ servers }: JsonObject): readonly string[] {
  return asList(servers).flatMap((value) => {
    const server = asObject(value);
    const variables = asObject(server.variables);
    const url = asString(server.url)?.replaceAll(
      /\{([^}]*)\}/g,
      (whole, name: string) => asString(asObject(variables[name]).default) ?? whole,
    );
    return url === undefined ? [] : [url];
  });
}

/** The first base URL of a document that is more than a path, if it has variables, all of which have a default. */
export function readServerTemplate(document: JsonObject): ServerTemplate | undefined {
  const server = asList(document.servers)
    .map(asObject)
    .find(({ url }) => /^https?:\/\/|^\{/i.test(asString(url) ?? ''));
  const url = asString(server?.url) ?? '';
  const names = [...new Set(Array.from(url.matchAll(/\{([^}]*)\}/g), ([, name = '']) => name))];
  const variables = names.flatMap((name) => readVariable(name, asObject(asObject(server?.variables)[name])));
  return names.length === 0 || variables.length < names.length ? undefined : { url, variables };
}

function readVariable(name: string, variable: JsonObject): readonly ServerVariable[] {
  const usual = asString(variable.default);
  if (usual === undefined) return [];
  const values = asList(variable.enum).filter((value) => typeof value === 'string');
  const description = asString(variable.description);
  return [
    {
      name,
      default: usual,
      ...(values.length > 0 && { values }),
      ...(description !== undefined && { description }),
    },
  ];
}
