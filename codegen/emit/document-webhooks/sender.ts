/** webhooks/sender.ts: functions for the service that sends. */
import type { Contract } from '../../model/contract.js';
import { docComment } from '../doc-comment.js';
import { header, openapiSource } from '../headers.js';
import { type Kind, kindsOf } from './kinds.js';

/** The module. */
export function senderModule(contract: Contract): string {
  const kinds = kindsOf(contract);
  const types = kinds.flatMap(({ name }) => [`${name}Requests`, `${name}Responses`]).sort();
  const routes = kinds.map(({ kind }) => `${kind}Routes`).sort();
  return `${header(openapiSource(contract))}
import type { Route } from '../server/express/route.js';
import type { ${types.join(', ')} } from './handlers.js';
import { ${routes.join(', ')} } from './routes.js';
import { type SendOptions, sendRequest } from './send-request.js';

export { type SendOptions, UndocumentedAnswer } from './send-request.js';

${kinds.map(sender).join('\n')}
function routeOf(routes: readonly Route[], operationId: string): Route {
  const route = routes.find((one) => one.operationId === operationId);
  if (route === undefined) throw new TypeError(\`The contract has no \${operationId}\`);
  return route;
}
`;
}

function sender({ kind, name }: Kind): string {
  const doc = docComment(
    `Sends a ${kind} to a URL. What it resolves to is the answer, whatever its status; one that the contract lacks is ` +
      'an `UndocumentedAnswer`.',
  );
  return `${doc}export async function send${name}<Id extends keyof ${name}Requests & string>(
  operationId: Id,
  url: string | URL,
  request: ${name}Requests[Id],
  options?: SendOptions,
): Promise<${name}Responses[Id]> {
  const answer = await sendRequest(routeOf(${kind}Routes, operationId), url, request, options);
  return answer as unknown as ${name}Responses[Id];
}
`;
}
