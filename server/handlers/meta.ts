/** The operations that need no key: health, the words of error codes, and the contract itself. */
import { createHash } from 'node:crypto';
import type { ProblemKind } from '../../generated/contract/problem-kind.js';
import type { MetaHandlers } from '../../generated/server/handlers.js';
import type { RequestContext } from '../http/context.js';
import { matchesTag } from '../http/entity-tag.js';
import { ProblemError } from '../http/problem-error.js';
import { fixedBody, preparedBody } from '../http/respond.js';
import type { Services } from '../services.js';
import { createReadinessHandler } from './readiness.js';

/** Makes the handlers of the tag `meta`. */
export function createMetaHandlers(services: Services): MetaHandlers<RequestContext> {
  const { documents } = services.contract;
  const health = fixedBody({ status: 'ok' as const });
  return {
    async getHealth() {
      return { status: 200, headers: {}, body: health };
    },
    getReadiness: createReadinessHandler(services),
    async getProblem({ path }) {
      return { status: 200, headers: {}, body: describeProblem(services, path.code) };
    },
    getOpenapiJson: jsonDocument(documents.openapiJson),
    getOpenapiYaml: yamlDocument(documents.openapiYaml),
    getOpenapi32: jsonDocument(documents.openapi32Json),
    getAsyncapi: yamlDocument(documents.asyncapiYaml),
  };
}

interface DocumentRequest {
  readonly headers: { readonly 'If-None-Match'?: string };
}

function jsonDocument(text: string) {
  const body = preparedBody<{ readonly [key: string]: unknown }>(text);
  const headers = headersOf(text);
  return async (request: DocumentRequest) =>
    matchesTag(request.headers['If-None-Match'], headers.ETag)
      ? ({ status: 304, headers } as const)
      : ({ status: 200, headers, body } as const);
}

function yamlDocument(text: string) {
  const body = Buffer.from(text);
  const headers = headersOf(text);
  return async (request: DocumentRequest) =>
    matchesTag(request.headers['If-None-Match'], headers.ETag)
      ? ({ status: 304, headers } as const)
      : ({ status: 200, headers, contentType: 'application/yaml', body } as const);
}

/** A document stays the same until the next release: clients may keep it and ask whether it still is. */
function headersOf(text: string) {
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return { ETag: `"${tag}"`, 'Cache-Control': 'no-cache' } as const;
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
