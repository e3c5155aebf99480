/** The bundled documents that the server publishes. */
import { stringify } from 'yaml';
import type { Contract, EmitCache, GeneratedFile, JsonObject } from '../model/contract.js';

function json(path: string, document: JsonObject): GeneratedFile {
  return { path, content: `${JSON.stringify(document, null, 2)}\n`, ownership: 'generated' };
}

async function yaml(path: string, document: JsonObject, cache: EmitCache): Promise<GeneratedFile> {
  // No anchors: not every tool that reads these follows them.
  const print = () => stringify(document, { lineWidth: 110, aliasDuplicateObjects: false });
  const content = await cache.remember('yaml', document, print);
  return { path, content, ownership: 'generated' };
}

/** OpenAPI 3.1 as JSON and YAML, 3.2 as JSON, AsyncAPI as YAML. */
export async function emitDocuments(contract: Contract, cache: EmitCache): Promise<readonly GeneratedFile[]> {
  const { openapi, openapi32, asyncapi } = contract.documents;
  return [
    json('docs/openapi.json', openapi),
    await yaml('docs/openapi.yaml', openapi, cache),
    json('docs/openapi-3.2.json', openapi32),
    ...(asyncapi === undefined ? [] : [await yaml('docs/asyncapi.yaml', asyncapi, cache)]),
  ];
}
