/** server/routes.ts and server/index.ts: the route table, and the contract as the runtime takes it. */
import type { Contract, GeneratedFile, Operation } from '../model/contract.js';
import { docComment, header, literal, openapiSource } from './typescript-text.js';

function route(operation: Operation): string {
  const fields = {
    operationId: operation.operationId,
    method: operation.method,
    path: operation.path,
    tag: operation.tag,
    public: operation.isPublic,
    rateLimit: operation.rateLimit,
    streams: operation.responses.some((response) =>
      response.content.some((media) => media.contentType === 'text/event-stream'),
    ),
    requestBody: operation.requestBody !== undefined,
  };
  return `  ${literal(fields, '  ')},\n`;
}

const DOCUMENTS = `function read(name: string): string {
  return readFileSync(new URL(\`../docs/\${name}\`, import.meta.url), 'utf8');
}

const openapiJson = read('openapi.json');
`;

function index(contract: Contract): string {
  const hasAsyncapi = contract.documents.asyncapi !== undefined;
  const table = `${docComment('Everything that the runtime needs to serve this contract.')}export const contract: ServiceContract = {
  routes,
  jobTypes,
  problems,
  jobErrors,
  validators: { requests: requestValidators },
  documents: {
    openapi: JSON.parse(openapiJson) as Record<string, unknown>,
    openapiJson,
    openapiYaml: read('openapi.yaml'),
    openapi32Json: read('openapi-3.2.json'),
    asyncapiYaml: ${hasAsyncapi ? "read('asyncapi.yaml')" : "''"},
  },
};
`;
  const imports = [
    "import { readFileSync } from 'node:fs';",
    "import { jobTypes } from '../contract/job-types.js';",
    "import { jobErrors, problems } from '../contract/problems.js';",
    "import { requestValidators } from '../contract/validators/requests.js';",
    "import type { ServiceContract } from './contract.js';",
    "import { routes } from './routes.js';",
  ].join('\n');
  const exports = "export type * from './contract.js';\nexport type * from './handlers.js';\n";
  return [header('the specs'), `${imports}\n`, exports, DOCUMENTS, table].join('\n');
}

/** Emits the route table and the module that the server imports. */
export function emitRoutes(contract: Contract): readonly GeneratedFile[] {
  const routes = [
    header(openapiSource(contract)),
    "import type { Route } from './contract.js';\n",
    `${docComment('Every operation of the contract.')}export const routes: readonly Route[] = [\n${contract.operations.map(route).join('')}];\n`,
  ].join('\n');
  return [
    { path: 'server/routes.ts', content: routes, ownership: 'generated' },
    { path: 'server/index.ts', content: index(contract), ownership: 'generated' },
  ];
}
