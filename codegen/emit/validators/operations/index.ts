/** contract/validators/operations.js and all that it loads: what requests and responses are checked with. */
import type {
  Contract,
  EmitCache,
  GeneratedFile,
  JsonSchema,
  JsonValue,
  Operation,
  SchemaGap,
} from '../../../model/contract.js';
import { docComment } from '../../doc-comment.js';
import { header, openapiSource } from '../../headers.js';
import { isObject } from '../../subschemas.js';
import type { ContractPath, ValidatorInput, ValidatorOutput } from './checks.js';
import { runtimeModule } from './runtime-module.js';
import { compileInThread } from './thread.js';

const FOLDER = 'contract/validators';

/** So many operations are worth a thread. */
const OPERATIONS_FOR_THREAD = 100;

/** Emits validators of every operation, each loaded when it is first asked for. */
export async function emitOperationValidators(
  contract: Contract,
  cache: EmitCache,
  report: (gap: SchemaGap) => void = () => undefined,
): Promise<readonly GeneratedFile[]> {
  const input = {
    header: header(openapiSource(contract)),
    operations: contract.operations.map(bare),
    outgoing: contract.outgoing.map(({ operation }) => ({ operation: bare(operation) })),
    messages: contract.messages.map(({ name, payload, headers }) => ({
      name,
      payload,
      ...(headers !== undefined && { headers }),
    })),
    schemas: contract.schemas,
  };
  const [{ files, gaps }, runtime] = await Promise.all([
    compile(input),
    cache.remember('validator-runtime', [], runtimeModule),
  ]);
  for (const { path, reason } of gaps) report({ schema: schemaAt(contract, path), reason });
  const all = [
    ...files,
    ['runtime.js', `${input.header}\n${runtime}`] as const,
    ['operations.d.ts', `${input.header}\n${DECLARATIONS}`] as const,
    ...(input.messages.length === 0
      ? []
      : [['messages.d.ts', `${input.header}\n${MESSAGE_DECLARATIONS}`] as const]),
  ];
  return all.map(([path, content]) => ({ path: `${FOLDER}/${path}`, content, ownership: 'generated' }));
}

async function compile(input: ValidatorInput): Promise<ValidatorOutput> {
  if (input.operations.length >= OPERATIONS_FOR_THREAD) return compileInThread(input);
  const { compileValidators } = await import('./compile.js');
  return compileValidators(input);
}

/** Without its texts, which validators have nothing of. */
function bare({ summary: _, description: __, ...operation }: Operation): Operation {
  return operation;
}

/** The schema at a path, or the innermost one around what is not there. */
function schemaAt(contract: Contract, path: ContractPath): JsonSchema {
  let found: JsonSchema = true;
  let value = contract as unknown as JsonValue;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)] ?? null;
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key] ?? null;
    else break;
    if (isObject(value)) found = value;
  }
  return found;
}

const DECLARATIONS = `import type { OperationValidators, RequestValidators } from '../validation.js';

${docComment('Validators of requests, by operationId.')}export declare const requestValidators: Readonly<Record<string, () => Promise<RequestValidators>>>;

${docComment('Validators of requests and responses, by operationId.')}export declare const operationValidators: Readonly<Record<string, () => Promise<OperationValidators>>>;
`;

const MESSAGE_DECLARATIONS = `import type { MessageValidators } from '../validation.js';

${docComment('Validators of messages, by the name of their type.')}export declare const messageValidators: Readonly<Record<string, () => Promise<MessageValidators>>>;
`;
