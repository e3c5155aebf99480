/** webhooks/handlers.ts: what each request of the service carries, what it may be answered, and who answers. */
import type { Contract, OutgoingRequest } from '../../model/contract.js';
import { sentMethod } from '../../model/methods.js';
import { pascalCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { RequestTypes } from '../document-server/request-types.js';
import { ResponseTypes } from '../document-server/response-types.js';
import { header, openapiSource } from '../headers.js';
import { ModuleImports } from '../module-imports.js';
import { SchemaTypes } from '../schema-types.js';
import { OUTGOING } from '../types/given-document.js';
import { member, propertyName } from '../typescript-text.js';
import { type Kind, kindsOf } from './kinds.js';

/** The module. */
export function outgoingHandlersModule(contract: Contract): string {
  const { outgoing, schemas } = contract;
  const imports = new ModuleImports();
  const types = new SchemaTypes(imports, '../contract', schemas, OUTGOING);
  const requests = new RequestTypes(imports, types, schemas);
  const responses = new ResponseTypes(imports, types, schemas, '../server/express');
  const body = [
    ...outgoing.flatMap(({ operation }) => [requests.print(operation), responses.print(operation)]),
    ...kindsOf(contract).flatMap((kind) => [
      handlersOf(kind),
      tableOf(kind, 'Request'),
      tableOf(kind, 'Response'),
    ]),
  ].join('\n');
  return `${header(openapiSource(contract))}\n${imports.print()}${body}`;
}

function handlersOf({ kind, name, requests }: Kind): string {
  const methods = requests.map((request) => {
    const { operationId } = request.operation;
    const type = pascalCase(operationId);
    const head = `${propertyName(operationId)}(request: ${type}Request, context: Context)`;
    return outgoingDoc(request) + member(head, [`Promise<${type}Response>`], '  ');
  });
  const doc = docComment(`Receives ${kind}s: a method for each.`);
  return `${doc}export interface ${name}Handlers<Context> {\n${methods.join('')}}\n`;
}

/** The types by operation, for the sender. */
function tableOf({ kind, name, requests }: Kind, part: 'Request' | 'Response'): string {
  const members = requests.map(({ operation: { operationId } }) =>
    member(`readonly ${propertyName(operationId)}`, [`${pascalCase(operationId)}${part}`], '  '),
  );
  const doc = docComment(part === 'Request' ? `What is sent as ${kind}s.` : `What ${kind}s are answered.`);
  return `${doc}export interface ${name}${part}s {\n${members.join('')}}\n`;
}

function outgoingDoc({ kind, name, expression, ownerId, operation }: OutgoingRequest): string {
  const method = sentMethod(operation);
  const where =
    kind === 'webhook'
      ? `${method}, webhook \`${name}\``
      : `${method} to \`${expression ?? ''}\`, callback \`${name}\` of \`${ownerId ?? ''}\``;
  const { summary, description, deprecated } = operation;
  const paragraphs = [summary, description, where, deprecated ? '@deprecated' : undefined];
  return docComment(paragraphs.filter(Boolean).join('\n\n'), '  ');
}
