/** server/ of a document: handlers' types, the route table, a router for Express, and the runtime behind it. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Contract, GeneratedFile } from '../../model/contract.js';
import { expressModule } from './express.js';
import { handlersModule } from './handlers.js';
import { routesModule } from './routes.js';

const RUNTIME = new URL('../../runtime/', import.meta.url);
const FOLDER = 'server/express/';
const NOTE = "// Specwire's runtime, copied here by `specwire generate`. Do not edit.\n\n";

/** Emits the server of a document. */
export function emitDocumentServer(whole: Contract): readonly GeneratedFile[] {
  const operations = whole.operations.filter(({ servedAs }) => servedAs === undefined);
  const contract = { ...whole, operations };
  const files: readonly (readonly [string, string])[] = [
    ['server/handlers.ts', handlersModule(contract)],
    ['server/routes.ts', routesModule(contract)],
    ['server/express.ts', expressModule(contract)],
    ...runtimeFiles(),
  ];
  return files.map(([path, content]) => ({ path, content, ownership: 'generated' }));
}

function runtimeFiles(): readonly (readonly [string, string])[] {
  const isCopied = (name: string) => name.endsWith('.ts') && !name.endsWith('.test.ts');
  const names = readdirSync(new URL(FOLDER, RUNTIME)).filter(isCopied).sort();
  return ['contract/validation.ts', ...names.map((name) => `${FOLDER}${name}`)].map((path) => [
    path,
    NOTE + readFileSync(new URL(path, RUNTIME), 'utf8'),
  ]);
}
