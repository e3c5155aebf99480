/** server/routes.ts and server/index.ts: the route table, and the contract as the runtime takes it. */
import type { Contract, GeneratedFile, Operation } from '../model/contract.js';
import { docComment } from './doc-comment.js';
import { allSources, header, openapiSource } from './headers.js';
import { eventStreamOf, upgrades } from './media-types.js';
import { literalField } from './typescript-text.js';

function routeLines(operation: Operation): string {
  const route = {
    operationId: operation.operationId,
    method: operation.method,
    path: operation.path,
    tag: operation.tag,
    public: operation.isPublic,
    rateLimit: operation.rateLimit,
    streams: eventStreamOf(operation) !== undefined,
    upgrades: upgrades(operation),
    requestBody: operation.requestBody !== undefined,
  };
  const fields = Object.entries(route).map(([name, value]) => literalField(name, value, '    '));
  return `  {\n${fields.join('')}  },\n`;
}

function routesFile(contract: Contract): string {
  const routes = contract.operations.map(routeLines).join('');
  return `${header(openapiSource(contract))}
import type { Route } from './contract.js';

${docComment('Every operation of the contract.')}export const routes: readonly Route[] = [${routes === '' ? '' : `\n${routes}`}];
`;
}

function indexFile(contract: Contract): string {
  const hasAsyncapi = contract.documents.asyncapi !== undefined;
  const hasMessages = contract.messages.length > 0;
  const messageImport = hasMessages
    ? "import { clientFrameValidators, inputValidators } from '../contract/validators/messages.js';\n"
    : '';
  return `${header(allSources(contract))}
import { readFileSync } from 'node:fs';
import { jobTypes } from '../contract/job-types.js';
import { jobErrors, problems } from '../contract/problems.js';
${messageImport}import { requestValidators } from '../contract/validators/requests.js';
import type { ServiceContract } from './contract.js';
import { routes } from './routes.js';

export type * from './contract.js';
export type * from './handlers.js';

function read(name: string): string {
  return readFileSync(new URL(\`../docs/\${name}\`, import.meta.url), 'utf8');
}

const openapiJson = read('openapi.json');

${docComment('Everything that the runtime needs to serve this contract.')}export const contract: ServiceContract = {
  routes,
  jobTypes,
  problems,
  jobErrors,
  validators: {
    requests: requestValidators,
    inputs: ${hasMessages ? 'inputValidators' : '{}'},
    clientFrames: ${hasMessages ? 'clientFrameValidators' : '{}'},
  },
  documents: {
    openapi: JSON.parse(openapiJson) as Record<string, unknown>,
    openapiJson,
    openapiYaml: read('openapi.yaml'),
    openapi32Json: read('openapi-3.2.json'),
    asyncapiYaml: ${hasAsyncapi ? "read('asyncapi.yaml')" : "''"},
  },
};
`;
}

/** Emits the route table and the module that the server imports. */
export function emitRoutes(contract: Contract): readonly GeneratedFile[] {
  return [
    { path: 'server/routes.ts', content: routesFile(contract), ownership: 'generated' },
    { path: 'server/index.ts', content: indexFile(contract), ownership: 'generated' },
  ];
}
