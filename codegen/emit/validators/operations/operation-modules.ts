/** The modules of operations, and the table that loads them. */
import type { JsonSchema, JsonValue } from '../../../model/contract.js';
import { refName } from '../../schema-refs.js';
import type { Check, ChecksByType, OperationChecks, ResponseChecks } from './checks.js';
import { fileNames } from './file-names.js';
import type { FunctionSource } from './function-source.js';
import { type FunctionPlace, printKey, printValue, ValidatorModule } from './validator-module.js';

/** Paths in the folder of validators, with the text of each. */
export type OperationFiles = readonly (readonly [path: string, content: string])[];

/** What the modules are made with. */
export interface OperationContext {
  readonly header: string;
  readonly compile: (check: Check) => FunctionSource;
  readonly placeOf: FunctionPlace;
}

/** The modules of all operations: requests apart from responses, which a server may do without at first. */
export function operationFiles(all: readonly OperationChecks[], context: OperationContext): OperationFiles {
  const messages = all.filter(({ isMessage }) => isMessage);
  const operations = all.filter(({ isMessage }) => !isMessage);
  const names = fileNames(operations.map(({ operationId }) => operationId));
  const modules = operations.flatMap((operation) => {
    const name = names.get(operation.operationId) ?? '';
    const request = hasRequest(operation)
      ? [[`requests/${name}.js`, requestModule(operation, context)] as const]
      : [];
    return [...request, [`operations/${name}.js`, operationModule(operation, name, context)] as const];
  });
  return [
    ['operations.js', tables(operations, names, context.header)],
    ...modules,
    ...messageFiles(messages, context),
  ];
}

/** A module for each message, and the table that loads them; nothing without messages. */
function messageFiles(messages: readonly OperationChecks[], context: OperationContext): OperationFiles {
  if (messages.length === 0) return [];
  const names = fileNames(messages.map(({ operationId }) => operationId));
  const modules = messages.map(({ operationId, body }) => {
    const printer = new CheckPrinter(context);
    for (const [part, check] of body) printer.add(`export const ${part} = ${printer.check(check)};\n`);
    return [`messages/${names.get(operationId)}.js`, printer.print()] as const;
  });
  const lines = messages.map(
    ({ operationId }) =>
      `  ${printKey(operationId)}: () => import('./messages/${names.get(operationId)}.js'),\n`,
  );
  const table = `${context.header}\nexport const messageValidators = {\n${lines.join('')}};\n`;
  return [['messages.js', table], ...modules];
}

function hasRequest({ parameters, body }: OperationChecks): boolean {
  return parameters !== undefined || body.length > 0;
}

function tables(
  operations: readonly OperationChecks[],
  names: ReadonlyMap<string, string>,
  header: string,
): string {
  const line = (operation: OperationChecks, folder: string, isThere: boolean) => {
    const { operationId } = operation;
    const load = isThere ? `import('./${folder}/${names.get(operationId)}.js')` : 'Promise.resolve({})';
    return `  ${printKey(operationId)}: () => ${load},\n`;
  };
  const requests = operations.map((operation) => line(operation, 'requests', hasRequest(operation)));
  const whole = operations.map((operation) => line(operation, 'operations', true));
  return `${header}
export const requestValidators = {
${requests.join('')}};

export const operationValidators = {
${whole.join('')}};
`;
}

function requestModule(operation: OperationChecks, context: OperationContext): string {
  const printer = new CheckPrinter(context);
  const { parameters, body } = operation;
  if (parameters !== undefined) printer.add(`export const parameters = ${printer.check(parameters)};\n`);
  if (body.length > 0) printer.add(`export const body = {\n${printer.byType(body, '  ')}};\n`);
  return printer.print();
}

function operationModule(operation: OperationChecks, name: string, context: OperationContext): string {
  const printer = new CheckPrinter(context);
  const again = [
    ...(operation.body.length > 0 ? ['body'] : []),
    ...(operation.parameters !== undefined ? ['parameters'] : []),
  ];
  if (again.length > 0) printer.add(`export { ${again.join(', ')} } from '../requests/${name}.js';\n`);
  const responses = operation.responses.map((response) => printer.response(response));
  printer.add(`export const responses = {${responses.length === 0 ? '' : `\n${responses.join('')}`}};\n`);
  return printer.print();
}

/** Prints checks of one module: named schemas by their function, the others with a function of the module's own. */
class CheckPrinter {
  readonly #context: OperationContext;
  readonly #module: ValidatorModule;
  readonly #own = new Map<string, string>();
  readonly #texts: string[] = [];

  constructor(context: OperationContext) {
    this.#context = context;
    this.#module = new ValidatorModule('../runtime.js', context.placeOf);
  }

  /** Adds what stands behind the functions. */
  add(text: string): void {
    this.#texts.push(text);
  }

  print(): string {
    for (const text of this.#texts) this.#module.add(text);
    return `${this.#context.header}\n${this.#module.print()}`;
  }

  check(check: Check): string {
    const validate = this.#function(check);
    if (check.readings === undefined) return validate;
    const readings = check.readings.map((reading) => printValue(reading as JsonValue));
    return `${this.#module.useRuntime('coercing')}(${[validate, ...readings].join(', ')})`;
  }

  byType(checks: ChecksByType, indent: string): string {
    return checks.map(([key, check]) => `${indent}${printKey(key)}: ${this.check(check)},\n`).join('');
  }

  response({ status, body, headers, items, events }: ResponseChecks): string {
    const byEvent = events.map(
      ([type, checks]) => `      ${printKey(type)}: {\n${this.byType(checks, '        ')}      },\n`,
    );
    const parts = [
      body.length > 0 ? `    body: {\n${this.byType(body, '      ')}    },\n` : '',
      headers === undefined ? '' : `    headers: ${this.check(headers)},\n`,
      items.length > 0 ? `    items: {\n${this.byType(items, '      ')}    },\n` : '',
      events.length > 0 ? `    events: {\n${byEvent.join('')}    },\n` : '',
    ].join('');
    return `  ${printKey(status)}: {${parts === '' ? '' : `\n${parts}  `}},\n`;
  }

  #function(check: Check): string {
    const name = plainReference(check.schema);
    if (name !== undefined) return this.#module.use(name);
    const text = JSON.stringify(check.schema);
    const known = this.#own.get(text);
    if (known !== undefined) return known;
    const own = `check${this.#own.size + 1}`;
    this.#own.set(text, own);
    this.#module.addFunction(own, this.#context.compile(check), false);
    return own;
  }
}

/** The named schema that a schema is nothing but a reference to. */
function plainReference(schema: JsonSchema): string | undefined {
  return typeof schema === 'object' && Object.keys(schema).length === 1 ? refName(schema) : undefined;
}
