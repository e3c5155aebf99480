/** client/: a client of whatever the document describes. Behaviour is in the runtime files beside it. */
import type { Contract, GeneratedFile } from '../../model/contract.js';
import { camelCase } from '../../model/names.js';
import { allSources, header } from '../headers.js';
import { groupOperations } from '../operation-text.js';
import { runtimeFile } from '../runtime-files.js';
import { clientFile, type GroupModule } from './client-file.js';
import { groupFile } from './group-file.js';
import { hasServerVariables } from './server-address.js';

const FOLDER = 'client';

const RUNTIME = [
  ...['connection', 'event-stream', 'http-error', 'idempotency-key', 'retry', 'sse-parser'].map(
    (name) => `http/${name}.ts`,
  ),
  ...[
    ...['body', 'credentials', 'errors', 'expect-ok', 'http-client', 'json-lines', 'media-type', 'multipart'],
    ...[
      'operation',
      'prepared-request',
      'read-reply',
      'reply',
      'request',
      'serialise',
      'server-url',
      'stream-reading',
    ],
    'validators',
  ].map((name) => `client/${name}.ts`),
];

/** Emits the client. */
export function emitClient(contract: Contract): readonly GeneratedFile[] {
  const groups = [...groupOperations(contract.operations, ({ sdkGroup }) => sdkGroup)];
  const modules = groupModules(groups.map(([group]) => group));
  const file = (name: string, content: string): GeneratedFile => ({
    path: `${FOLDER}/${name}.ts`,
    content,
    ownership: 'generated',
  });
  return [
    file('index', indexFile(contract, modules)),
    file('client', clientFile(contract, modules)),
    ...groups.map(([group, operations], at) =>
      file(`groups/${modules[at]?.module}`, groupFile(contract, group, operations)),
    ),
    ...RUNTIME.map((path) => runtimeFile(path, FOLDER)),
  ];
}

/** `pullRequests` is in `pull-requests.ts`; no two modules have one name where case does not count. */
function groupModules(groups: readonly string[]): readonly GroupModule[] {
  const taken = new Set<string>();
  return groups.map((group) => {
    let module = camelCase(group)
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase();
    while (taken.has(module)) module += '_';
    taken.add(module);
    return { group, module };
  });
}

function indexFile(contract: Contract, modules: readonly GroupModule[]): string {
  const variables = hasServerVariables(contract) ? ', type ServerVariables' : '';
  const auth = contract.securitySchemes.some(({ type }) => type !== 'mutualTLS') ? 'type Auth, ' : '';
  const exports = [
    `export { ${auth}type Client, type ClientOptions, createClient${variables} } from './client.js';`,
    "export type { Credential, UserAndPassword } from './credentials.js';",
    `export {
  ApiError,
  ConnectionError,
  type Fault,
  UnexpectedResponseError,
  ValidationError,
} from './errors.js';`,
    "export { NotAStreamError } from './event-stream.js';",
    "export { expectOk } from './expect-ok.js';",
    ...modules
      .map(({ module }) => `./groups/${module}.js`)
      .sort()
      .map((path) => `export type * from '${path}';`),
    "export type { Binary, CallOptions, StreamOptions } from './operation.js';",
    "export type { AnyReply, NotOk, Ok } from './reply.js';",
    "export type { StreamEvent } from './stream-reading.js';",
  ];
  return `${header(allSources(contract))}\n${exports.join('\n')}\n`;
}
