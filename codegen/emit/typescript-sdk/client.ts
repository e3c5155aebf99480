/** sdk/typescript/client.ts: one class per group of operations, one method per operation. */
import type { Contract, Operation } from '../../model/contract.js';
import { camelCase, pascalCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { allSources, header } from '../headers.js';
import { eventStreamOf, upgrades } from '../media-types.js';
import { ModuleImports } from '../module-imports.js';
import { groupOperations } from '../operation-text.js';
import { propertyName } from '../typescript-text.js';
import { isJobSocket } from './job-api.js';
import { MethodPrinter } from './method.js';
import { answerReading } from './operation-shape.js';

/** Prints the module. */
export function clientFile(contract: Contract): string {
  const imports = new ModuleImports();
  const printer = new MethodPrinter(contract, imports);
  const groups = groupOperations(contract.operations, ({ sdkGroup }) => sdkGroup);
  const body = [
    CALL_OPTIONS,
    ...contract.operations
      .filter((operation) => !upgrades(operation))
      .flatMap((operation) => [printer.optionsType(operation), printer.resultType(operation)])
      .filter((text) => text !== ''),
    ...[...groups].map(([group, operations]) => groupClass(contract, group, operations, printer, imports)),
    clientClass(contract, [...groups.keys()], imports),
  ].join('\n');
  return `${header(allSources(contract))}\n${imports.print()}${body}`;
}

const CALL_OPTIONS = `/** Options of every call. */
export interface CallOptions {
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined;
  /** Sent along, such as \`X-Request-ID\` and \`traceparent\`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds that one try may take, in place of the client's own. Streams are not limited by it. */
  readonly timeoutMs?: number | undefined;
}
`;

function groupClass(
  contract: Contract,
  group: string,
  operations: readonly Operation[],
  printer: MethodPrinter,
  imports: ModuleImports,
): string {
  const transport = imports.value('Transport', './transport.js');
  const methods = operations.flatMap((operation) => methodsOf(contract, operation, printer)).join('\n');
  return `${docComment(`The operations of \`${group}\`.`)}export class ${pascalCase(group)}Client {
  readonly #transport: ${transport};

  constructor(transport: ${transport}) {
    this.#transport = transport;
  }

${methods}}
`;
}

/** An operation that answers with JSON and with a stream, as the request asks, is two methods. */
function methodsOf(contract: Contract, operation: Operation, printer: MethodPrinter): readonly string[] {
  // A socket of another kind is nothing that this client could open.
  if (upgrades(operation)) return isJobSocket(contract, operation) ? [printer.session(operation)] : [];
  const stream = eventStreamOf(operation);
  if (stream === undefined) return [printer.call(operation)];
  if (answerReading(operation).contents.length === 0) return [printer.stream(operation, stream)];
  return [printer.call(operation), printer.stream(operation, stream, 'Stream')];
}

function clientClass(contract: Contract, groups: readonly string[], imports: ModuleImports): string {
  const options = imports.type('ClientOptions', './transport.js');
  const transport = imports.value('Transport', './transport.js');
  const names = groups.map((group) => ({
    field: propertyName(camelCase(group)),
    type: `${pascalCase(group)}Client`,
  }));
  const members = names.map(({ field, type }) => `  readonly ${field}: ${type};\n`).join('');
  const assignments = names
    .map(({ field, type }) => `    this.${field} = new ${type}(transport);\n`)
    .join('');
  return `${docComment(`Client of ${contract.title}.`)}export class SpecwireClient {
${members}
  constructor(options: ${options}) {
    const transport = new ${transport}(options);
${assignments}  }
}
`;
}
