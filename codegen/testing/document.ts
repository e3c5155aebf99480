/** For tests: a document by itself, up to its server running. */
import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { emitDocumentServer } from '../emit/document-server/index.js';
import { emitTypes } from '../emit/types.js';
import { asObject, asString } from '../load/json.js';
import type { Contract, JsonObject, JsonSchema } from '../model/contract.js';
import { readOperations, readOutgoing, readSecuritySchemes, readServers } from '../model/operations.js';
import { readWebhooks } from '../model/webhooks.js';
import { type OutputFolder, outputFolder } from './emit-project.js';
import { standInValidators } from './stand-in-validators.js';

/** The contract of a document that is one file of OpenAPI 3.1, in the form that lowering gives. */
export function contractOf(openapi: JsonObject): Contract {
  const info = asObject(openapi.info);
  const schemas = asObject(asObject(openapi.components).schemas) as Record<string, JsonSchema>;
  return {
    title: asString(info.title) ?? '',
    version: asString(info.version) ?? '',
    sources: ['openapi.yaml'],
    operations: readOperations(openapi),
    schemas,
    channels: [],
    channelOperations: [],
    messages: [],
    webhooks: readWebhooks(openapi),
    outgoing: readOutgoing(openapi),
    servers: readServers(openapi),
    securitySchemes: readSecuritySchemes(openapi),
    jobTypes: [],
    problems: [],
    jobErrors: [],
    documents: { openapi, openapi32: openapi },
  };
}

const REPOSITORY = join(import.meta.dirname, '../..');

/** The output of a document, as far as its server goes, in a folder of its own. `more` is laid beside it. */
export async function documentOutput(
  contract: Contract,
  more: Readonly<Record<string, string>> = {},
): Promise<OutputFolder> {
  const types = await emitTypes(contract, { remember: async (_name, _inputs, make) => make() });
  const files = [...types, ...emitDocumentServer(contract)].map(
    ({ path, content }) => [path, content] as const,
  );
  const validation = readFileSync(join(REPOSITORY, 'codegen/runtime/contract/validation.ts'), 'utf8');
  const output = await outputFolder(
    new Map([
      ...files,
      ['contract/validation.ts', validation],
      ...standInValidators(contract),
      ...Object.entries(more),
    ]),
  );
  await symlink(join(REPOSITORY, 'node_modules'), join(output.path, 'node_modules'));
  return output;
}

/** A module of an output. */
export async function importModule<T>({ path }: OutputFolder, name: string): Promise<T> {
  return (await import(pathToFileURL(join(path, name)).href)) as T;
}

/** A server that listens. */
export interface Listening extends AsyncDisposable {
  readonly url: string;
}

/** Lets an Express application listen on a free port. */
export async function listen(app: express.Express): Promise<Listening> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The generated `createRouter`, its types aside. */
export type CreateRouter = (handlers: object, options?: object) => express.Router;

/** Serves a document with its generated router. */
export async function serveOutput(
  output: OutputFolder,
  handlers: object,
  options: object = {},
): Promise<Listening> {
  const { createRouter } = await importModule<{ createRouter: CreateRouter }>(output, 'server/express.ts');
  return listen(express().disable('x-powered-by').use(createRouter(handlers, options)));
}
