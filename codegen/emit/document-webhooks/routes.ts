/** webhooks/routes.ts: what the service sends as plain data, each with the path at which a receiver has it. */
import type { Contract, OutgoingRequest } from '../../model/contract.js';
import { docComment } from '../doc-comment.js';
import { routeLines } from '../document-server/route-lines.js';
import { header, openapiSource } from '../headers.js';
import { kindsOf } from './kinds.js';

/** The module. */
export function outgoingRoutesModule(contract: Contract): string {
  const tables = kindsOf(contract).map(({ kind, requests }) => {
    const taken = new Set<string>();
    const routes = requests.map((request) => {
      const path = pathOf(request, taken);
      // How senders show who they are is for their receivers to say.
      return routeLines({ ...request.operation, path, security: [] }, contract.schemas);
    });
    const doc = docComment(`Every ${kind} of the contract, by the path at which it is received.`);
    return `${doc}export const ${kind}Routes: RouteTable = [\n${routes.join('')}];\n`;
  });
  return `${header(openapiSource(contract))}
import type { RouteTable } from '../server/express/route.js';

${tables.join('\n')}`;
}

/** A webhook's name, a callback's behind its operation's; the operation's id where that is taken. */
function pathOf({ name, ownerId, operation }: OutgoingRequest, taken: Set<string>): string {
  const names = ownerId === undefined ? [name] : [ownerId, name];
  // A slash in a name is one in its path.
  const wanted = `/${names.join('/').split('/').map(encodeURIComponent).join('/')}`;
  const key = (path: string) => `${operation.method} ${path}`;
  const path = taken.has(key(wanted)) ? `/${encodeURIComponent(operation.operationId)}` : wanted;
  taken.add(key(path));
  return path;
}
