/** server/handlers.ts of a document: what each operation is asked and what it may answer, and who answers. */
import type { Contract, Operation } from '../../model/contract.js';
import { pascalCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { header, openapiSource } from '../headers.js';
import { ModuleImports } from '../module-imports.js';
import { groupOperations, operationDoc } from '../operation-text.js';
import { SchemaTypes } from '../schema-types.js';
import { member, propertyName } from '../typescript-text.js';
import { RequestTypes } from './request-types.js';
import { ResponseTypes } from './response-types.js';

/** The module. */
export function handlersModule(contract: Contract): string {
  const { operations, schemas } = contract;
  const imports = new ModuleImports();
  const types = new SchemaTypes(imports, '../contract', schemas);
  const requests = new RequestTypes(imports, types, schemas);
  const responses = new ResponseTypes(imports, types, schemas);
  const groups = groupsOf(operations);
  const body = [
    ...operations.flatMap((operation) => [requests.print(operation), responses.print(operation)]),
    ...groups.map(handlersOfGroup),
    wholeInterface(groups),
  ].join('\n');
  return `${header(openapiSource(contract))}\n${imports.print()}${body}`;
}

/** Operations whose tags give the same name. */
interface Group {
  readonly name: string;
  readonly tags: readonly string[];
  readonly operations: readonly Operation[];
}

function groupsOf(operations: readonly Operation[]): readonly Group[] {
  const names = new Map<string, string>();
  for (const { tag } of operations) {
    // A tag without a letter of the alphabet is told by its place.
    if (!names.has(tag)) names.set(tag, pascalCase(tag) || `Tag${names.size + 1}`);
  }
  const nameOf = ({ tag }: Operation): string => names.get(tag) ?? tag;
  return [...groupOperations(operations, nameOf)].map(([name, members]) => ({
    name,
    tags: [...new Set(members.map(({ tag }) => tag))],
    operations: members,
  }));
}

function handlersOfGroup({ name, tags, operations }: Group): string {
  const methods = operations.map((operation) => {
    const type = pascalCase(operation.operationId);
    const head = `${propertyName(operation.operationId)}(request: ${type}Request, context: Context)`;
    return (
      operationDoc(operation, '  ') + member(`  ${head}`.trimStart(), [`Promise<${type}Response>`], '  ')
    );
  });
  const doc = docComment(`Operations tagged ${tags.map((tag) => `\`${tag}\``).join(', ')}.`);
  return `${doc}export interface ${name}Handlers<Context> {\n${methods.join('')}}\n`;
}

function wholeInterface(groups: readonly Group[]): string {
  const doc = docComment('One method per operation of the contract.');
  if (groups.length === 0) return `${doc}export type Handlers<_Context> = Readonly<Record<never, never>>;\n`;
  const names = groups.map(({ name }) => `${name}Handlers<Context>`);
  const flat = `export interface Handlers<Context> extends ${names.join(', ')} {}\n`;
  if (flat.length <= 110) return doc + flat;
  return `${doc}export interface Handlers<Context>\n  extends ${names.join(',\n    ')} {}\n`;
}
