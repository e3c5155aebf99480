/** The bundled documents that the server publishes. */
import { stringify } from 'yaml';
import type { Contract, GeneratedFile, JsonObject } from '../model/contract.js';

function json(path: string, document: JsonObject): GeneratedFile {
  return { path, content: `${JSON.stringify(document, null, 2)}\n`, ownership: 'generated' };
}

function yaml(path: string, document: JsonObject): GeneratedFile {
  // No anchors: not every tool that reads these follows them.
  const content = stringify(document, { lineWidth: 110, aliasDuplicateObjects: false });
  return { path, content, ownership: 'generated' };
}

/** OpenAPI 3.1 as JSON and YAML, 3.2 as JSON, AsyncAPI as YAML. */
export function emitDocuments(contract: Contract): readonly GeneratedFile[] {
  const { openapi, openapi32, asyncapi } = contract.documents;
  return [
    json('docs/openapi.json', openapi),
    yaml('docs/openapi.yaml', openapi),
    json('docs/openapi-3.2.json', openapi32),
    ...(asyncapi === undefined ? [] : [yaml('docs/asyncapi.yaml', asyncapi)]),
  ];
}
