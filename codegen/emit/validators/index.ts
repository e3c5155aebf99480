/** contract/validators/*.js: schemas compiled now rather than at run time. Each file stands alone. */
import { bareSchema } from '../../model/bare-schema.js';
import type { Contract, EmitCache, GeneratedFile, JobType, JsonSchema } from '../../model/contract.js';
import { pascalCase, typeName } from '../../model/names.js';
import { UnusableSchemas } from '../../model/unusable-schemas.js';
import { docComment } from '../doc-comment.js';
import { allSources, header, jobsSource, openapiSource } from '../headers.js';
import { isJson } from '../media-types.js';
import { ModuleImports } from '../module-imports.js';
import { reachableSchemas } from '../reachable-schemas.js';
import { propertyName } from '../typescript-text.js';
import { compileModule, type ModuleOptions } from './compile-module.js';
import { forRequests } from './read-only.js';
import { RefusedSchemas } from './refused-schemas.js';
import type { ValidatorExport } from './validator-export.js';

/** Emits validators for job types, request bodies, events and webhooks. */
export async function emitValidators(
  contract: Contract,
  cache: EmitCache,
): Promise<readonly GeneratedFile[]> {
  const modules = await Promise.allSettled([
    contract.jobTypes.length > 0 ? emitJobValidators(contract, cache) : [],
    contract.messages.length > 0 ? emitMessageValidators(contract, cache) : [],
    contract.webhooks.length > 0 ? emitWebhookValidators(contract, cache) : [],
    emitRequestValidators(contract, cache),
  ]);
  const failures = modules.flatMap((module) => (module.status === 'rejected' ? [module.reason] : []));
  const refusals = failures.filter((failure) => failure instanceof UnusableSchemas);
  // All of them, whichever module comes upon them; each may be needed by several.
  if (refusals.length > 0) throw new UnusableSchemas(refusals.flatMap(({ schemas }) => schemas));
  if (failures.length > 0) throw failures[0];
  return modules.flatMap((module) => (module.status === 'fulfilled' ? module.value : []));
}

/** A module: what it exports beside its validators, and the types of that. */
interface ValidatorModule {
  readonly path: string;
  readonly source: string;
  readonly code: string;
  readonly tables: readonly string[];
  readonly declarations: readonly string[];
  readonly imports: ModuleImports;
}

function moduleFiles(module: ValidatorModule): readonly GeneratedFile[] {
  const top = header(module.source);
  const types = `${top}\n${module.imports.print()}${module.declarations.join('\n')}`;
  return [
    {
      path: `${module.path}.js`,
      content: `${top}${module.code}\n${module.tables.join('\n')}`,
      ownership: 'generated',
    },
    { path: `${module.path}.d.ts`, content: types, ownership: 'generated' },
  ];
}

/** The module's code; the same as before if the rules of its schemas are, whatever their descriptions say. */
function compile(
  contract: Contract,
  cache: EmitCache,
  exports: readonly ValidatorExport[],
  options: ModuleOptions,
  viewOf: (schema: JsonSchema) => JsonSchema = (schema) => schema,
): Promise<string> {
  const bare = exports.map(({ name, schema }) => ({ name, schema: viewOf(bareSchema(schema)) }));
  const roots = bare.map(({ schema }) => schema);
  const named = Object.entries(reachableSchemas(contract.schemas, roots)).map(([name, schema]) => [
    name,
    viewOf(bareSchema(schema)),
  ]);
  const schemas = Object.fromEntries(named) as Record<string, JsonSchema>;
  const code = cache.remember('validators', [schemas, bare, options], () =>
    compileModule(schemas, bare, options),
  );
  return code.catch((error: unknown) => {
    if (!(error instanceof RefusedSchemas)) throw error;
    const asWritten = new Map([
      ...Object.entries(contract.schemas),
      ...exports.map(({ name, schema }) => [name, schema] as const),
    ]);
    throw new UnusableSchemas(
      error.refusals.map(({ name, reason }) => ({ schema: asWritten.get(name) ?? true, reason })),
    );
  });
}

async function emitJobValidators(contract: Contract, cache: EmitCache): Promise<readonly GeneratedFile[]> {
  const imports = new ModuleImports();
  imports.type('JobValidators', '../../worker/job.js');
  imports.type('JobTypeName', '../job-types.js');
  const code = await compile(contract, cache, contract.jobTypes.flatMap(jobExports), { useDefaults: true });
  const doc = docComment('Validators of each job type. That of the input fills in defaults.');
  return moduleFiles({
    path: 'contract/validators/jobs',
    source: jobsSource(contract),
    code,
    tables: [`export const jobValidators = {\n${contract.jobTypes.map(jobLines).join('')}};\n`],
    declarations: [
      `${doc}export declare const jobValidators: Readonly<Record<JobTypeName, JobValidators>>;\n`,
    ],
    imports,
  });
}

function jobExports(job: JobType): readonly ValidatorExport[] {
  const { pascalName, input, result, checkpoint, events, inputs } = job;
  return [
    { name: `validate${pascalName}Input`, schema: input },
    { name: `validate${pascalName}Result`, schema: result },
    ...(checkpoint === undefined ? [] : [{ name: `validate${pascalName}Checkpoint`, schema: checkpoint }]),
    ...[...events, ...inputs].map(({ message, data }) => ({ name: `validate${message}Data`, schema: data })),
  ];
}

function jobLines(job: JobType): string {
  const name = `validate${job.pascalName}`;
  const table = (types: JobType['events']) =>
    types.map((type) => `      ${propertyName(type.name)}: validate${type.message}Data,\n`).join('');
  const events = table(job.events);
  const inputs = table(job.inputs);
  const checkpoint = job.checkpoint === undefined ? '' : `    checkpoint: ${name}Checkpoint,\n`;
  return `  ${propertyName(job.name)}: {
    input: ${name}Input,
    result: ${name}Result,
${checkpoint}    events: {${events === '' ? '' : `\n${events}    `}},
${inputs === '' ? '' : `    inputs: {\n${inputs}    },\n`}  },
`;
}

async function emitRequestValidators(
  contract: Contract,
  cache: EmitCache,
): Promise<readonly GeneratedFile[]> {
  const imports = new ModuleImports();
  imports.type('Validator', '../validation.js');
  const bodies = contract.operations.flatMap(({ operationId, requestBody }) => {
    const schema = requestBody?.content.find(isJson)?.schema;
    return schema === undefined ? [] : [{ operationId, schema }];
  });
  const nameOf = (operationId: string) => `validate${pascalCase(operationId)}Body`;
  const exports = bodies.map(({ operationId, schema }) => ({ name: nameOf(operationId), schema }));
  const lines = bodies.map(
    ({ operationId }) => `  ${propertyName(operationId)}: { body: ${nameOf(operationId)} },\n`,
  );
  const doc = docComment('Validators of request bodies, by operationId. They change nothing.');
  return moduleFiles({
    path: 'contract/validators/requests',
    source: openapiSource(contract),
    code: await compile(contract, cache, exports, { useDefaults: false }, forRequests),
    tables: [`export const requestValidators = {\n${lines.join('')}};\n`],
    declarations: [
      `${docComment('Validators of one request.')}export interface RequestValidators {\n  readonly body?: Validator<unknown>;\n}\n`,
      `${doc}export declare const requestValidators: Readonly<Record<string, RequestValidators | undefined>>;\n`,
    ],
    imports,
  });
}

async function emitMessageValidators(
  contract: Contract,
  cache: EmitCache,
): Promise<readonly GeneratedFile[]> {
  const imports = new ModuleImports();
  imports.type('Validator', '../validation.js');
  const exports = contract.messages.map(({ name, payload }) => ({
    name: messageValidator(name),
    schema: payload,
  }));
  const lines = contract.messages.map(({ name }) => `  ${propertyName(name)}: ${messageValidator(name)},\n`);
  const byName = docComment('Validators of whole events, envelope included, by the name of their message.');
  const byType = docComment(
    'The same by job type and event type, the reserved events of every job among them.',
  );
  const byInput = docComment('Validators of whole input frames, by job type and input.');
  const byFrame = docComment('Validators of the other frames that clients send, by their type.');
  return moduleFiles({
    path: 'contract/validators/messages',
    source: allSources(contract),
    code: await compile(contract, cache, exports, { useDefaults: false }),
    tables: [
      `export const messageValidators = {\n${lines.join('')}};\n`,
      `export const eventValidators = {\n${contract.jobTypes.map((job) => eventLines(contract, job)).join('')}};\n`,
      `export const inputValidators = {\n${contract.jobTypes.map((job) => inputLines(contract, job)).join('')}};\n`,
      `export const clientFrameValidators = {\n${clientFrameLines(contract)}};\n`,
    ],
    declarations: [
      'type Validators = Readonly<Record<string, Validator<unknown> | undefined>>;\n',
      `${byName}export declare const messageValidators: Validators;\n`,
      `${byType}export declare const eventValidators: Readonly<Record<string, Validators | undefined>>;\n`,
      `${byInput}export declare const inputValidators: Readonly<Record<string, Validators | undefined>>;\n`,
      `${byFrame}export declare const clientFrameValidators: Validators;\n`,
    ],
    imports,
  });
}

async function emitWebhookValidators(
  contract: Contract,
  cache: EmitCache,
): Promise<readonly GeneratedFile[]> {
  const imports = new ModuleImports();
  imports.type('Validator', '../validation.js');
  const nameOf = (webhook: string) => `validate${pascalCase(webhook)}`;
  const exports = contract.webhooks.map(({ name, payload }) => ({ name: nameOf(name), schema: payload }));
  const lines = contract.webhooks.map(({ name }) => `  ${propertyName(name)}: ${nameOf(name)},\n`);
  const doc = docComment('Validators of what webhooks post, by its `type`.');
  return moduleFiles({
    path: 'contract/validators/webhooks',
    source: allSources(contract),
    code: await compile(contract, cache, exports, { useDefaults: false }),
    tables: [`export const webhookValidators = {\n${lines.join('')}};\n`],
    declarations: [
      `${doc}export declare const webhookValidators: Readonly<Record<string, Validator<unknown> | undefined>>;\n`,
    ],
    imports,
  });
}

function messageValidator(message: string): string {
  return `validate${typeName(message)}`;
}

/** Without a channel that takes them, inputs have no frame to come in. */
function inputLines({ messages }: Contract, job: JobType): string {
  const framed = job.inputs.filter(({ message }) => messages.some(({ name }) => name === message));
  if (framed.length === 0) return '';
  const entries = framed.map(
    ({ name, message }) => `    ${propertyName(name)}: ${messageValidator(message)},\n`,
  );
  return `  ${propertyName(job.name)}: {\n${entries.join('')}  },\n`;
}

function clientFrameLines({ messages }: Contract): string {
  const frames = messages.filter(({ role, jobType }) => role === 'client-frame' && jobType === undefined);
  return frames
    .map(({ eventType, name }) => `  ${propertyName(eventType)}: ${messageValidator(name)},\n`)
    .join('');
}

function eventLines(contract: Contract, job: JobType): string {
  const messages = contract.messages.filter(
    ({ jobType, role }) => role === 'event' && (jobType === undefined || jobType === job.name),
  );
  const entries = messages.map(
    ({ eventType, name }) => `    ${propertyName(eventType)}: ${messageValidator(name)},\n`,
  );
  return `  ${propertyName(job.name)}: {\n${entries.join('')}  },\n`;
}
