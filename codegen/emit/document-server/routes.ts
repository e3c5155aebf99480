/** server/routes.ts of a document: its operations and security schemes as plain data. */
import type { Contract } from '../../model/contract.js';
import { docComment } from '../doc-comment.js';
import { header, openapiSource } from '../headers.js';
import { fieldLines, routeLines } from './route-lines.js';

/** The module. */
export function routesModule(contract: Contract): string {
  const routes = contract.operations.map((operation) => routeLines(operation, contract.schemas)).join('');
  const schemes = contract.securitySchemes
    .map(({ description: _, ...scheme }) => `  {\n${fieldLines(scheme)}  },\n`)
    .join('');
  return `${header(openapiSource(contract))}
import type { RouteSecurityScheme, RouteTable } from './express/route.js';

${docComment('Every operation of the contract.')}export const routes: RouteTable = [${lines(routes)}];

${docComment('How clients show who they are.')}export const securitySchemes: readonly RouteSecurityScheme[] = [${lines(schemes)}];
`;
}

function lines(text: string): string {
  return text === '' ? '' : `\n${text}`;
}
