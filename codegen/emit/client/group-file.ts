/** client/groups/<group>.ts: the types of a group's operations, and a class with a method or more for each. */
import type { Contract, Operation } from '../../model/contract.js';
import { camelCase, pascalCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { allSources, header } from '../headers.js';
import { ModuleImports } from '../module-imports.js';
import { operationDoc } from '../operation-text.js';
import { SchemaTypes } from '../schema-types.js';
import { list, literal, propertyName } from '../typescript-text.js';
import { BodyTypes } from './body-types.js';
import { type Method, methodsOf } from './operation-shape.js';
import { isOptional, RequestPrinter } from './request-printer.js';
import { ResponsePrinter } from './response-printer.js';
import { operationSpec, streamSpec } from './spec-literal.js';

/** The name of a group's class. */
export function groupClassName(group: string): string {
  return `${pascalCase(group)}Operations`;
}

/** Prints the module of a group. */
export function groupFile(contract: Contract, group: string, operations: readonly Operation[]): string {
  const imports = new ModuleImports();
  const types = new SchemaTypes(imports, '../../contract', contract.schemas);
  const bodies = new BodyTypes(imports, types, contract.schemas);
  const requests = new RequestPrinter(imports, types, bodies);
  const responses = new ResponsePrinter(imports, types, bodies, contract.schemas);
  const taken = new Set(operations.map(({ sdkMethod }) => sdkMethod));
  const shapes = operations.map((operation) => ({ operation, methods: methodsOf(operation, taken) }));
  const declared = shapes.flatMap(({ operation, methods }) => [
    ...requests.types(operation),
    ...methods.map((method) => printResult(operation, method, responses)),
  ]);
  const specs = shapes
    .filter(({ methods }) => methods.length > 1)
    .map(({ operation }) => sharedSpec(contract, operation, imports));
  const printed = shapes.flatMap(({ operation, methods }) => {
    const inline = () => literal(operationSpec(contract, operation), '      ');
    const spec = methods.length > 1 ? specName(operation) : inline();
    return methods.map((method) => printMethod(contract, operation, method, spec, requests, imports));
  });
  const body = [...declared.filter((text) => text !== ''), ...specs, groupClass(group, printed, imports)];
  return `${header(allSources(contract))}\n${imports.print()}${body.join('\n')}`;
}

function printResult(operation: Operation, method: Method, responses: ResponsePrinter): string {
  if (method.kind === 'call') return responses.types(operation);
  const { kind, media } = method;
  return kind === 'events' ? responses.events(operation, media) : responses.lines(operation, media);
}

function groupClass(group: string, methods: readonly string[], imports: ModuleImports): string {
  const http = imports.type('HttpClient', '../http-client.js');
  return `${docComment(`The operations of \`${group}\`.`)}export class ${groupClassName(group)} {
  readonly #http: ${http};

  constructor(http: ${http}) {
    this.#http = http;
  }

${methods.join('\n')}}
`;
}

/** The spec of an operation that has several methods. */
function sharedSpec(contract: Contract, operation: Operation, imports: ModuleImports): string {
  const type = imports.type('OperationSpec', '../operation.js');
  const value = literal(operationSpec(contract, operation), '');
  return `const ${specName(operation)}: ${type} = ${value};\n`;
}

function specName({ operationId }: Operation): string {
  return `${camelCase(operationId)}Spec`;
}

function printMethod(
  contract: Contract,
  operation: Operation,
  method: Method,
  spec: string,
  requests: RequestPrinter,
  imports: ModuleImports,
): string {
  const request = `request: ${requests.name(operation)}${isOptional(operation) ? ' = {}' : ''}`;
  const options = imports.type(method.kind === 'events' ? 'StreamOptions' : 'CallOptions', '../operation.js');
  const stream = method.kind === 'call' ? [] : [literal(streamSpec(contract, method.media), '      ')];
  const args = [spec, ...stream, 'request', 'options'];
  const parameters = [request, `options?: ${options}`];
  const head = list(
    `${propertyName(method.name)}(`,
    parameters,
    `): ${resultType(operation, method)} {`,
    '  ',
  );
  return `${operationDoc(operation, '  ')}  ${head}
    ${list(`return this.#http.${method.kind}(`, args, ');', '    ')}
  }
`;
}

function resultType({ operationId }: Operation, { kind }: Method): string {
  const name = pascalCase(operationId);
  if (kind === 'call') return `Promise<${name}Response>`;
  return `AsyncGenerator<${name}${kind === 'events' ? 'StreamItem' : 'Line'}, void, void>`;
}
