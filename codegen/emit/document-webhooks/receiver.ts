/** webhooks/receiver.ts: routers for those who receive what the service sends. */
import type { Contract } from '../../model/contract.js';
import { docComment } from '../doc-comment.js';
import { header, openapiSource } from '../headers.js';

import { type Kind, kindsOf } from './kinds.js';

/** The module. */
export function receiverModule(contract: Contract): string {
  const kinds = kindsOf(contract);
  const names = (suffix: string) => kinds.map(({ name }) => `${name}${suffix}`);
  const routes = kinds.map(({ kind }) => `${kind}Routes`).sort();
  return `${header(openapiSource(contract))}
import type { RequestHandler } from 'express';
import { operationValidators } from '../contract/validators/operations.js';
import { contractRouter } from '../server/express/router.js';
import type { ContextOf, ReceiveOptions, RequestContext } from '../server/express/serve-options.js';
import type { ${names('Handlers').sort().join(', ')} } from './handlers.js';
import { ${routes.join(', ')} } from './routes.js';

export { HttpProblem, type ProblemDetail } from '../server/express/http-problem.js';
export type { ContextOf, ReceiveOptions, RequestContext } from '../server/express/serve-options.js';
export type * from './handlers.js';

${kinds.map((kind) => receiver(kind, contract.title)).join('\n')}`;
}

function receiver({ kind, name, requests }: Kind, title: string): string {
  const [first] = requests;
  const path = first?.kind === 'webhook' ? first.name : `${first?.ownerId ?? ''}/${first?.name ?? ''}`;
  const doc = docComment(
    `Makes a router that receives the ${kind}s of ${title}. Each has its path below the one at which the router is ` +
      `mounted: \`/${path}\`, and so on; with \`nameOf\` all of them come to the same.\n\n` +
      'What breaks the contract is answered with a problem (RFC 9457), what no handler is there for with 501.',
  );

  return `${doc}export function create${name}Receiver<Context>(
  handlers: Partial<${name}Handlers<Context>>,
  options: ReceiveOptions & { readonly context: ContextOf<Context, undefined> },
): RequestHandler;
export function create${name}Receiver(
  handlers: Partial<${name}Handlers<RequestContext<undefined>>>,
  options?: ReceiveOptions,
): RequestHandler;
export function create${name}Receiver(handlers: object, options: ReceiveOptions = {}): RequestHandler {
  const contract = { routes: ${kind}Routes, securitySchemes: [], operationValidators };
  return contractRouter(contract, handlers, options);
}
`;
}
