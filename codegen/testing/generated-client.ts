/** For tests: the client that a document gives, loaded. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { emitDocumentAt, type OutputFolder, outputFolder } from './emit-project.js';

/** A method of a client whose types are not at hand. */
type Method = (request?: object, options?: object) => unknown;

/** A client whose types are not at hand. */
export type AnyClient = Readonly<Record<string, Readonly<Record<string, Method>>>>;

/** What a test uses of a client's module. */
export interface ClientModule {
  createClient(options?: object): AnyClient;
  expectOk<T>(reply: T): T;
}

/** The output of a document, with its client. */
export interface GeneratedClient extends AsyncDisposable {
  readonly output: OutputFolder;
  readonly module: ClientModule;
}

/** Generates the client of the document at an absolute path; `more` are files that are laid beside it. */
export async function generateClient(
  path: string,
  more: Readonly<Record<string, string>> = {},
): Promise<GeneratedClient> {
  const files = new Map([...(await emitDocumentAt(path)), ...Object.entries(more)]);
  const output = await outputFolder(files);
  const module = (await import(pathToFileURL(join(output.path, 'client/index.ts')).href)) as ClientModule;
  return { output, module, [Symbol.asyncDispose]: () => output[Symbol.asyncDispose]() };
}

/** Calls a method of a client. */
export async function call(
  client: AnyClient,
  name: string,
  request: object = {},
  options?: object,
): Promise<unknown> {
  return await methodOf(client, name)(request, options);
}

/** Everything that a stream of a client gives. */
export async function collect(client: AnyClient, name: string, request: object = {}, options?: object) {
  const items: unknown[] = [];
  for await (const item of methodOf(client, name)(request, options) as AsyncIterable<unknown>)
    items.push(item);
  return items;
}

function methodOf(client: AnyClient, name: string): Method {
  const [group = '', method = ''] = name.split('.');
  const found = client[group]?.[method];
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found.bind(client[group]);
}
