/**
 * contract/types.ts and contract/schemas.ts: openapi-typescript over one document that holds all schemas, those of
 * events and job types too, and a name for each. worker/types.ts is the same for inputs as a handler gets them.
 */
import type {
  Contract,
  EmitCache,
  GeneratedFile,
  JsonObject,
  JsonSchema,
  JsonValue,
} from '../model/contract.js';
import { typeName } from '../model/names.js';
import { docComment } from './doc-comment.js';
import { allSources, header, jobsSource } from './headers.js';
import { reachableSchemas } from './reachable-schemas.js';
import { rewrite } from './rewrite.js';
import { refName } from './schema-types.js';
import { propertyName, quote } from './typescript-text.js';

/** What openapi-typescript is told about defaults: whether a property with one is always there. */
interface TypesOptions {
  readonly defaultsAreFilledIn: boolean;
}

function printTypes(cache: EmitCache, document: JsonObject, options: TypesOptions): Promise<string> {
  const bare = rewrite(document, forTypes);
  return cache.remember('types', [bare, options], async () => {
    const { default: openapiTS, astToString } = await import('openapi-typescript');
    const nodes = await openapiTS(bare as never, {
      defaultNonNullable: options.defaultsAreFilledIn,
      emptyObjectsUnknown: true,
      immutable: true,
      silent: true,
    });
    return astToString(nodes);
  });
}

/** Keywords that types do not show: an edit of theirs makes no types anew. */
const LIMITS = new Set([
  ...['maxLength', 'minLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['multipleOf', 'uniqueItems', 'maxProperties', 'minProperties'],
]);

/**
 * What openapi-typescript is given of a schema. It errs on discriminators: it takes a schema's name for the tag's value,
 * or makes `never` of it; variants narrow by their `const` without. Whole objects as examples are for the documents.
 */
function forTypes(object: JsonObject): JsonObject {
  const entries = Object.entries(withChoices(object)).flatMap(([key, value]): [string, JsonValue][] => {
    const isTag = key === 'discriminator' && typeof value === 'object';
    if (isTag || LIMITS.has(key) || (key.startsWith('x-') && !key.startsWith('x-enum'))) return [];
    if (key === 'example' && typeof value === 'object') return [];
    if (key !== 'examples') return [[key, value]];
    const scalars = Array.isArray(value) ? value.filter((one) => typeof one !== 'object') : [];
    return scalars.length === 0 ? [] : [[key, scalars]];
  });
  return Object.fromEntries(entries);
}

/**
 * A choice between properties, `oneOf: [{ required: [a] }, { required: [b] }]`, says nothing to openapi-typescript, which
 * knows no required property without its schema: each branch is given those of the object around it.
 */
function withChoices(object: JsonObject): JsonObject {
  const properties = object.properties as JsonObject | undefined;
  if (properties === undefined || typeof properties !== 'object') return object;
  const choices = ['oneOf', 'anyOf'].filter((keyword) => Array.isArray(object[keyword]));
  const rewritten = choices.map((keyword): [string, JsonValue] => {
    const branches = object[keyword] as readonly JsonValue[];
    return [keyword, branches.map((branch) => withProperties(branch, properties))];
  });
  return { ...object, ...Object.fromEntries(rewritten) };
}

function withProperties(branch: JsonValue, properties: JsonObject): JsonValue {
  const { required, ...others } = (branch ?? {}) as JsonObject;
  const hasRules = Object.keys(others).some((keyword) => keyword !== 'title' && keyword !== 'description');
  if (!Array.isArray(required) || hasRules) return branch;
  const needed = (required as readonly string[]).map((name): [string, JsonValue] => [
    name,
    withoutTexts(Object.hasOwn(properties, name) ? properties[name] : undefined),
  ]);
  return { ...others, type: 'object', required, properties: Object.fromEntries(needed) };
}

/** The property is described where it stands. */
function withoutTexts(schema: JsonValue | undefined): JsonValue {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema ?? {};
  const { title: _, description: __, examples: ___, ...rest } = schema as JsonObject;
  return rest;
}

function descriptionOf(schema: JsonSchema): string {
  return typeof schema === 'object' && typeof schema.description === 'string' ? schema.description : '';
}

function schemaAlias([name, schema]: [string, JsonSchema]): string {
  return `${docComment(descriptionOf(schema))}export type ${typeName(name)} = Schemas[${quote(name)}];\n`;
}

function schemasFile(contract: Contract): string {
  const aliases = Object.entries(contract.schemas).map(schemaAlias);
  if (aliases.length === 0) return `${header(allSources(contract))}\nexport {};\n`;
  return `${header(allSources(contract))}
import type { components } from './types.js';

type Schemas = components['schemas'];

${aliases.join('\n')}`;
}

/** The input of each job type as its handler sees it: a second view, since what a client may leave out is there. */
async function emitInputTypes(contract: Contract, cache: EmitCache): Promise<readonly GeneratedFile[]> {
  if (contract.jobTypes.length === 0) return [];
  const inline = contract.jobTypes.filter((job) => refName(job.input) === undefined);
  const inputs = Object.fromEntries(inline.map((job) => [`${job.pascalName}Input`, job.input]));
  const roots = contract.jobTypes.map((job) => job.input);
  const schemas = { ...reachableSchemas(contract.schemas, roots), ...inputs } as JsonObject;
  const document = {
    openapi: '3.1.0',
    info: { title: contract.title, version: contract.version },
    paths: {},
    components: { schemas },
  };
  const entries = contract.jobTypes.map((job) => {
    const name = refName(job.input) ?? `${job.pascalName}Input`;
    return `  readonly ${propertyName(job.name)}: components['schemas'][${quote(name)}];\n`;
  });
  const content = `${header(jobsSource(contract))}
${docComment('Inputs as handlers get them: validated, with the defaults filled in.')}export interface JobInputs {
${entries.join('')}}

${await printTypes(cache, document, { defaultsAreFilledIn: true })}`;
  return [{ path: 'worker/types.ts', content, ownership: 'generated' }];
}

/** The OpenAPI document with every schema of the contract in it. */
function wholeDocument(contract: Contract): JsonObject {
  const { openapi } = contract.documents;
  const components = (openapi.components ?? {}) as JsonObject;
  const schemas = contract.schemas as { readonly [name: string]: JsonValue };
  return { ...openapi, components: { ...components, schemas } };
}

/** Emits the types of everything that has a schema. */
export async function emitTypes(contract: Contract, cache: EmitCache): Promise<readonly GeneratedFile[]> {
  const types = await printTypes(cache, wholeDocument(contract), { defaultsAreFilledIn: false });
  return [
    {
      path: 'contract/types.ts',
      content: `${header(allSources(contract))}\n${types}`,
      ownership: 'generated',
    },
    { path: 'contract/schemas.ts', content: schemasFile(contract), ownership: 'generated' },
    ...(await emitInputTypes(contract, cache)),
  ];
}
