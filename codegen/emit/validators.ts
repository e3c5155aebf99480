/**
 * contract/validators/*.js: JSON Schemas compiled by Ajv, now rather than at run time. Each file stands alone: what Ajv's
 * code imports is inlined by esbuild.
 */
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { Contract, GeneratedFile, JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { docComment, header, openapiSource, propertyName } from './typescript-text.js';

/** A validator of a module: the name that the module exports it under, and its schema. */
interface Export {
  readonly name: string;
  readonly schema: JsonSchema;
}

interface ModuleOptions {
  readonly useDefaults: boolean;
}

const ROOT = 'specwire:///contract';

/** Ajv takes the tag's value from each variant's `const`; it refuses a `mapping`. */
function forAjv(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(forAjv);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as JsonObject;
  return Object.fromEntries(
    Object.entries(object).map(([key, child]) => {
      const isTag =
        key === 'discriminator' && typeof child === 'object' && child !== null && 'propertyName' in child;
      return [
        key,
        isTag ? { propertyName: (child as JsonObject)['propertyName'] as JsonValue } : forAjv(child),
      ];
    }),
  );
}

async function createAjv(contract: Contract, options: ModuleOptions): Promise<Ajv2020> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const { default: addFormats } = await import('ajv-formats');
  const ajv = new Ajv2020({
    allErrors: true,
    discriminator: true,
    strict: false,
    useDefaults: options.useDefaults,
    code: { source: true, esm: true, lines: true },
  });
  (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
  ajv.addSchema({ $id: ROOT, components: { schemas: forAjv(contract.schemas as JsonObject) } });
  return ajv;
}

/** A schema of the contract, with its references led to the one that Ajv has under ROOT. */
function rooted(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(forAjv(schema as JsonValue));
  return JSON.parse(text.replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`)) as JsonSchema;
}

async function compileModule(
  contract: Contract,
  exports: readonly Export[],
  options: ModuleOptions,
): Promise<string> {
  const { default: standaloneCode } = await import('ajv/dist/standalone/index.js');
  const { build } = await import('esbuild');
  const ajv = await createAjv(contract, options);
  const ids: Record<string, string> = {};
  for (const { name, schema } of exports) {
    const id = `specwire:///validators/${name}`;
    const body = rooted(schema);
    ajv.addSchema(typeof body === 'boolean' ? { $id: id, not: body ? false : {} } : { ...body, $id: id });
    ids[name] = id;
  }
  const compile = standaloneCode as unknown as (instance: Ajv2020, refs: Record<string, string>) => string;
  const bundled = await build({
    stdin: { contents: compile(ajv, ids), resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return stripPaths(bundled.outputFiles[0]?.text ?? '');
}

/** esbuild names each module's file, as found from the current folder: the output must not depend on that. */
function stripPaths(code: string): string {
  return code.replaceAll(/^\/\/ .*\n/gm, '').replaceAll(/"[^"\n]*node_modules\//g, '"node_modules/');
}

function declarations(doc: string, name: string, type: string, imports: string): string {
  return `${imports}\n${docComment(doc)}export declare const ${name}: ${type};\n`;
}

function moduleFiles(
  path: string,
  source: string,
  code: string,
  table: string,
  types: string,
): readonly GeneratedFile[] {
  return [
    { path: `${path}.js`, content: `${header(source)}${code}\n${table}`, ownership: 'generated' },
    { path: `${path}.d.ts`, content: `${header(source)}${types}`, ownership: 'generated' },
  ];
}

async function emitJobValidators(contract: Contract): Promise<readonly GeneratedFile[]> {
  const exports: Export[] = [];
  const entries = contract.jobTypes.map((job) => {
    const local = (suffix: string, schema: JsonSchema) => {
      const name = `validate${job.pascalName}${suffix}`;
      exports.push({ name, schema });
      return name;
    };
    const events = job.events.map(
      (event, index) => `${propertyName(event.name)}: ${local(`Event${index}`, event.data)}`,
    );
    const checkpoint =
      job.checkpoint === undefined ? '' : ` checkpoint: ${local('Checkpoint', job.checkpoint)},`;
    return `  ${propertyName(job.name)}: { input: ${local('Input', job.input)}, result: ${local('Result', job.result)},${checkpoint} events: { ${events.join(', ')} } },\n`;
  });
  const code = await compileModule(contract, exports, { useDefaults: true });
  return moduleFiles(
    'contract/validators/jobs',
    'specs/jobs',
    code,
    `export const jobValidators = {\n${entries.join('')}};\n`,
    declarations(
      'Validators of each job type. That of the input fills in defaults.',
      'jobValidators',
      'Readonly<Record<JobTypeName, JobValidators>>',
      "import type { JobValidators } from '../../worker/job.js';\nimport type { JobTypeName } from '../job-types.js';\n",
    ),
  );
}

async function emitRequestValidators(contract: Contract): Promise<readonly GeneratedFile[]> {
  const exports: Export[] = [];
  const entries = contract.operations.flatMap((operation) => {
    const json = operation.requestBody?.content.find((media) => media.contentType === 'application/json');
    if (json?.schema === undefined) return [];
    const name = `validate_${operation.operationId.replaceAll(/\W/g, '_')}_body`;
    exports.push({ name, schema: json.schema });
    return [`  ${propertyName(operation.operationId)}: { body: ${name} },\n`];
  });
  const code = await compileModule(contract, exports, { useDefaults: false });
  return moduleFiles(
    'contract/validators/requests',
    openapiSource(contract),
    code,
    `export const requestValidators = {\n${entries.join('')}};\n`,
    declarations(
      'Validators of request bodies, by operationId. They change nothing.',
      'requestValidators',
      'Readonly<Record<string, { readonly body?: Validator<unknown> } | undefined>>',
      "import type { Validator } from '../validation.js';\n",
    ),
  );
}

async function emitMessageValidators(contract: Contract): Promise<readonly GeneratedFile[]> {
  const exports = contract.messages.map((message) => ({
    name: `validate${message.name}`,
    schema: message.payload,
  }));
  const entries = contract.messages.map((message) => `  ${message.name}: validate${message.name},\n`);
  const code = await compileModule(contract, exports, { useDefaults: false });
  return moduleFiles(
    'contract/validators/messages',
    'the messages of all specs',
    code,
    `export const messageValidators = {\n${entries.join('')}};\n`,
    declarations(
      'Validators of whole events, envelope included, by the name of their message.',
      'messageValidators',
      'Readonly<Record<string, Validator<unknown>>>',
      "import type { Validator } from '../validation.js';\n",
    ),
  );
}

/** Emits validators for job types, request bodies and events. */
export async function emitValidators(contract: Contract): Promise<readonly GeneratedFile[]> {
  const jobs = contract.jobTypes.length > 0 ? await emitJobValidators(contract) : [];
  const messages = contract.messages.length > 0 ? await emitMessageValidators(contract) : [];
  return [...jobs, ...(await emitRequestValidators(contract)), ...messages];
}
