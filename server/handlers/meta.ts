/** The operations that need no key: health, the words of error codes, and the contract itself. */
import type { ProblemKind } from '../../generated/contract/problem-kind.js';
import type { MetaHandlers } from '../../generated/server/handlers.js';
import type { RequestContext } from '../http/context.js';
import { ProblemError } from '../http/problem-error.js';
import { fixedBody, fixedDocument } from '../http/respond.js';
import type { Services } from '../services.js';
import { createReadinessHandler } from './readiness.js';

const YAML = 'application/yaml' as const;

/** Makes the handlers of the tag `meta`. */
export function createMetaHandlers(services: Services): MetaHandlers<RequestContext> {
  const { documents } = services.contract;
  const health = fixedBody({ status: 'ok' as const });
  const openapi = fixedDocument({}, documents.openapiJson);
  const openapi32 = fixedDocument({}, documents.openapi32Json);
  const openapiYaml = fixedDocument(Buffer.from(documents.openapiYaml), documents.openapiYaml);
  const asyncapiYaml = fixedDocument(Buffer.from(documents.asyncapiYaml), documents.asyncapiYaml);
  return {
    async getHealth() {
      return { status: 200, headers: {}, body: health };
    },
    getReadiness: createReadinessHandler(services),
    async getProblem({ path }) {
      return { status: 200, headers: {}, body: describeProblem(services, path.code) };
    },
    async getOpenapiJson() {
      return { status: 200, headers: {}, body: openapi };
    },
    async getOpenapiYaml() {
      return { status: 200, headers: {}, contentType: YAML, body: openapiYaml };
    },
    async getOpenapi32() {
      return { status: 200, headers: {}, body: openapi32 };
    },
    async getAsyncapi() {
      return { status: 200, headers: {}, contentType: YAML, body: asyncapiYaml };
    },
  };
}

type Kinds = Readonly<Record<string, ProblemKind>>;

function find(kinds: Kinds, code: string): ProblemKind | undefined {
  return Object.hasOwn(kinds, code) ? kinds[code] : undefined;
}

function describeProblem({ contract }: Services, code: string) {
  const response = find(contract.problems, code);
  const job = find(contract.jobErrors, code);
  const kind = response ?? job;
  if (kind === undefined)
    throw new ProblemError('not_found', { detail: 'There is no error code of this name.' });
  const usedIn: ('response' | 'job')[] = [];
  if (response !== undefined) usedIn.push('response');
  if (job !== undefined) usedIn.push('job');
  return {
    type: `/problems/${code}`,
    code,
    title: kind.title,
    description: kind.description,
    retryable: kind.retryable,
    ...(response?.status !== undefined && { status: response.status }),
    used_in: usedIn,
  };
}
