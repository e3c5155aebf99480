/** The bundled documents that the server publishes. */
import type { Contract, EmitCache, GeneratedFile, JsonObject } from '../model/contract.js';
import { printYaml } from './yaml-document.js';

function json(path: string, document: JsonObject): GeneratedFile {
  return { path, content: `${JSON.stringify(document, null, 2)}\n`, ownership: 'generated' };
}

async function yaml(path: string, document: JsonObject, cache: EmitCache): Promise<GeneratedFile> {
  return { path, content: await printYaml(document, cache), ownership: 'generated' };
}

/** OpenAPI 3.1 as JSON and YAML, 3.2 as JSON, AsyncAPI as YAML. */
export async function emitDocuments(contract: Contract, cache: EmitCache): Promise<readonly GeneratedFile[]> {
  const { openapi, openapi32, asyncapi } = contract.documents;
  return [
    json('docs/openapi.json', openapi),
    await yaml('docs/openapi.yaml', openapi, cache),
    ...(openapi32 === undefined ? [] : [json('docs/openapi-3.2.json', openapi32)]),
    ...(asyncapi === undefined ? [] : [await yaml('docs/asyncapi.yaml', asyncapi, cache)]),
  ];
}

/** The one document that a document and all that it refers to make: OpenAPI 3.1. */
export function emitBundle({ documents }: Contract): readonly GeneratedFile[] {
  return [json('docs/openapi.json', documents.openapi)];
}
