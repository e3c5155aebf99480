/** client/groups/<group>.ts: the types of a group's operations, and a class with a method or more for each. */
import type { Contract, Operation } from '../../model/contract.js';
import { pascalCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { allSources, header } from '../headers.js';
import { ModuleImports } from '../module-imports.js';
import { operationDoc } from '../operation-text.js';
import { SchemaTypes } from '../schema-types.js';
import { list, literalField, propertyName } from '../typescript-text.js';
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
    requests.type(operation),
    ...methods.map((method) => {
      if (method.kind === 'call') return responses.types(operation);
      return method.kind === 'events'
        ? responses.events(operation, method.media)
        : responses.lines(operation, method.media);
    }),
  ]);
  const printed = shapes.flatMap(({ operation, methods }) =>
    methods.map((method) => printMethod(contract, operation, method, requests, imports)),
  );
  const http = imports.type('HttpClient', '../http-client.js');
  const groupClass = `${docComment(`The operations of \`${group}\`.`)}export class ${groupClassName(group)} {
  readonly #http: ${http};

  constructor(http: ${http}) {
    this.#http = http;
  }

${printed.join('\n')}}
`;
  const body = [...declared.filter((text) => text !== ''), groupClass].join('\n');
  return `${header(allSources(contract))}\n${imports.print()}${body}`;
}

function printMethod(
  contract: Contract,
  operation: Operation,
  method: Method,
  requests: RequestPrinter,
  imports: ModuleImports,
): string {
  const request = `request: ${requests.name(operation)}${isOptional(operation) ? ' = {}' : ''}`;
  const options = imports.type(method.kind === 'events' ? 'StreamOptions' : 'CallOptions', '../operation.js');
  const name = pascalCase(operation.operationId);
  const result =
    method.kind === 'call' ? `Promise<${name}Response>` : `AsyncGenerator<${name}StreamItem, void, void>`;
  const head = list(
    `${propertyName(method.name)}(`,
    [request, `options?: ${options}`],
    `): ${result} {`,
    '  ',
  );
  const spec = literal(operationSpec(contract, operation));
  const stream = method.kind === 'call' ? '' : literal(streamSpec(method.media));
  return `${operationDoc(operation, '  ')}  ${head}
    return this.#http.${method.kind}(
${spec}${stream}      request,
      options,
    );
  }
`;
}

/** A plain value as an argument of a call in a method. */
function literal(value: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(value).map(([name, field]) => literalField(name, field, '        '));
  return `      {\n${fields.join('')}      },\n`;
}
