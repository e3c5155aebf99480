/** For tests: a document by itself, up to its server running. */
import { symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { emitDocument } from '../compile-document.js';
import { emitClient } from '../emit/client/index.js';
import { emitDocumentServer } from '../emit/document-server/index.js';
import { emitOperationValidators } from '../emit/validators/operations/index.js';
import type { Contract, GeneratedFile } from '../model/contract.js';
import { NO_CACHE } from '../model/no-cache.js';
import { type OutputFolder, outputFolder } from './emit-project.js';

const REPOSITORY = join(import.meta.dirname, '../..');

/** The output of a document in a folder of its own. `more` is laid beside it. */
export async function documentOutput(
  contract: Contract,
  more: Readonly<Record<string, string>> = {},
): Promise<OutputFolder> {
  const { files } = await emitDocument(contract);
  return withPackages(files, more);
}

/** What of it runs: the rest is types. */
export async function runningOutput(contract: Contract): Promise<OutputFolder> {
  const emitters = [emitOperationValidators, emitDocumentServer, emitClient];
  const files = await Promise.all(emitters.map((emit) => emit(contract, NO_CACHE)));
  return withPackages(files.flat(), {});
}

async function withPackages(
  files: readonly GeneratedFile[],
  more: Readonly<Record<string, string>>,
): Promise<OutputFolder> {
  const written = files.map(({ path, content }) => [path, content] as const);
  const output = await outputFolder(new Map([...written, ...Object.entries(more)]));
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

/** What a handler was asked, as JSON has it. */
export type Asked = Readonly<Record<string, unknown>>;

/** Serves a document whose operations answer what `answerOf` gives by their ids; `onAsked` hears of each request. */
export async function serveAnswers(
  output: OutputFolder,
  { operations }: Pick<Contract, 'operations'>,
  answerOf: (operationId: string) => object,
  onAsked: (asked: Asked) => void,
): Promise<Listening> {
  const handlers = operations.map(({ operationId }) => {
    const handle = async (parts: object) => {
      onAsked(JSON.parse(JSON.stringify({ operationId, ...parts })) as Asked);
      return answerOf(operationId);
    };
    return [operationId, handle] as const;
  });
  return serveOutput(output, Object.fromEntries(handlers));
}
