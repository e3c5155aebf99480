/** server/express.ts of a document: its router, and the types of what the router is told. */
import type { Contract, SecurityScheme } from '../../model/contract.js';
import { docComment } from '../doc-comment.js';
import { header, openapiSource } from '../headers.js';
import { propertyName } from '../typescript-text.js';

/** The module. */
export function expressModule(contract: Contract): string {
  const isClosed = contract.operations.some(({ security }) => security.length > 0);
  return `${header(openapiSource(contract))}
import type { RequestHandler } from 'express';
import { operationValidators } from '../contract/validators/operations.js';
import { contractRouter } from './express/router.js';
${isClosed ? securityImports(contract) : ''}import type { ContextOf, RequestContext, ServeOptions } from './express/serve-options.js';
import type { Handlers } from './handlers.js';
import { routes, securitySchemes } from './routes.js';

export type { Binary } from './express/answer.js';
export { HttpProblem, type ProblemDetail } from './express/http-problem.js';
export type { BrokenAnswer, ContextOf, RequestContext } from './express/serve-options.js';
export type { NamedStreamEvent, StreamEvent } from './express/stream-event.js';
export type * from './handlers.js';

${isClosed ? closedRouter(contract) : openRouter(contract)}`;
}

function securityImports({ securitySchemes }: Contract): string {
  const names = securitySchemes.some(isBasic) ? 'Authenticate, BasicCredentials' : 'Authenticate';
  return `import type { ${names} } from './express/security.js';\n`;
}

function isBasic({ type, scheme }: SecurityScheme): boolean {
  return type === 'http' && scheme === 'basic';
}

function routerDoc({ title, servers }: Contract): string {
  const base = servers.map(pathOf).find((path) => path !== '');
  const mount =
    base === undefined
      ? '`app.use(createRouter(handlers))`'
      : `\`app.use('${base}', createRouter(handlers))\``;
  const place = base === undefined ? '' : ', where its servers say that it is';
  return docComment(
    `Makes a router that serves ${title}: ${mount}${place}. Nothing needs to parse bodies before it.\n\n` +
      'It answers what breaks the contract with a problem (RFC 9457); handlers see nothing else but what is right.',
  );
}

function pathOf(server: string): string {
  const path = /^(?:[a-z][a-z\d+.-]*:\/\/[^/]*)?(\/[^?#]*)?/i.exec(server)?.[1] ?? '';
  return path.replace(/\/+$/, '').replaceAll("'", '%27');
}

function openRouter(contract: Contract): string {
  return `${docComment('How the router serves.')}export type RouterOptions = ServeOptions;

${routerDoc(contract)}export function createRouter<Context>(
  handlers: Handlers<Context>,
  options: RouterOptions & { readonly context: ContextOf<Context, undefined> },
): RequestHandler;
export function createRouter(
  handlers: Handlers<RequestContext<undefined>>,
  options?: RouterOptions,
): RequestHandler;
export function createRouter(handlers: object, options: RouterOptions = {}): RequestHandler {
  return contractRouter({ routes, securitySchemes, operationValidators }, handlers, options);
}
`;
}

function closedRouter(contract: Contract): string {
  const schemes = contract.securitySchemes;
  const credentials = schemes.map((scheme) => {
    const type = isBasic(scheme) ? 'BasicCredentials' : 'string';
    return `${docComment(scheme.description ?? '', '  ')}  readonly ${propertyName(scheme.name)}?: ${type};\n`;
  });
  const scopes = schemes.map(({ name }) => `  readonly ${propertyName(name)}?: readonly string[];\n`);
  return `${docComment('What a client shows, by security scheme; not verified yet.')}export interface Credentials {
${credentials.join('')}}

${docComment('Security schemes that an operation needs together, with their scopes.')}export interface SecurityRequirement {
${scopes.join('')}}

${docComment('How the router serves.')}export interface RouterOptions<Identity> extends ServeOptions {
${docComment('Says who the client is, before anything else of its request is looked at.', '  ')}  readonly authenticate: Authenticate<Identity, Credentials, SecurityRequirement>;
}

${routerDoc(contract)}export function createRouter<Context, Identity>(
  handlers: Handlers<Context>,
  options: RouterOptions<Identity> & { readonly context: ContextOf<Context, Identity> },
): RequestHandler;
export function createRouter<Identity>(
  handlers: Handlers<RequestContext<Identity>>,
  options: RouterOptions<Identity>,
): RequestHandler;
export function createRouter(handlers: object, options: RouterOptions<unknown>): RequestHandler {
  return contractRouter({ routes, securitySchemes, operationValidators }, handlers, options);
}
`;
}
