/** A module of validators: JSON Schemas compiled by Ajv, and what Ajv's code imports inlined by esbuild. */
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { typeName } from '../../model/names.js';
import { reachableSchemas } from '../reachable-schemas.js';
import { refName } from '../schema-refs.js';
import { bundleModule } from './bundle-module.js';
import { withLinearFaults } from './linear-faults.js';
import { withQuickUniqueness } from './quick-uniqueness.js';
import { findRefused, RefusedSchemas } from './refused-schemas.js';
import { withSizesFirst } from './sizes-first.js';
import { withStableNames } from './stable-names.js';
import { withTags } from './tags.js';
import type { ValidatorExport } from './validator-export.js';

/** How a module's validators treat values. */
export interface ModuleOptions {
  /** Writes defaults into what it is given. */
  readonly useDefaults: boolean;
}

/** Names of schemas by themselves. */
type Schemas = Readonly<Record<string, JsonSchema>>;

const ROOT = 'specwire:///contract';
const EXPORTS = 'specwire:///exports/';

/**
 * Compiles the module's code. `schemas` are those that the exports refer to, at any depth. What Ajv refuses is thrown as
 * `RefusedSchemas`.
 */
export async function compileModule(
  schemas: Schemas,
  exports: readonly ValidatorExport[],
  options: ModuleOptions,
): Promise<string> {
  try {
    return await compile(schemas, exports, options);
  } catch (error) {
    const one = (part: Schemas, single: ValidatorExport) => compile(part, [single], options);
    const refusals = await findRefused(schemas, exports, { error, compile: one });
    // If each is right by itself, the mistake is ours.
    throw refusals.length > 0 ? new RefusedSchemas(refusals) : error;
  }
}

async function compile(
  schemas: Schemas,
  exports: readonly ValidatorExport[],
  options: ModuleOptions,
): Promise<string> {
  const { default: standaloneCode } = await import('ajv/dist/standalone/index.js');
  // Schemas by name are no schema themselves: a name may be that of a keyword.
  const named = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, prepare(schema, schemas)]),
  ) as JsonObject;
  const ajv = await createAjv(named, options);
  const exportNames = new Map<string, string>();
  const repeats: string[] = [];
  for (const { name, schema } of exports) {
    const id = addExport(ajv, name, prepare(schema, schemas));
    const first = exportNames.get(id);
    if (first === undefined) exportNames.set(id, name);
    else repeats.push(`export const ${name} = ${first};`);
  }
  // Smaller ones first: what others refer to is compiled once, by itself.
  for (const id of smallestFirst(schemas, exports, exportNames)) ajv.getSchema(id);
  const print = standaloneCode as unknown as (instance: Ajv2020, refs: Record<string, string>) => string;
  const code = print(ajv, Object.fromEntries([...exportNames].map(([id, name]) => [name, id])));
  const text = [withStableNames(withLinearFaults(code), functionNames(ajv, named)), ...repeats].join('\n');
  return bundleModule(text, import.meta.dirname);
}

/** The schema as Ajv is to have it. */
function prepare(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const tagged = withTags(schema as JsonValue, schemas);
  return withSizesFirst(withQuickUniqueness(tagged, schemas)) as JsonSchema;
}

/** The ids of exports, those that need fewer schemas before those that need more. */
function smallestFirst(
  schemas: Schemas,
  exports: readonly ValidatorExport[],
  exportNames: ReadonlyMap<string, string>,
): readonly string[] {
  const sizes = new Map(
    exports.map(({ name, schema }) => [name, Object.keys(reachableSchemas(schemas, [schema])).length]),
  );
  const size = ([, name]: readonly [string, string]) => sizes.get(name) ?? 0;
  return [...exportNames].sort((a, b) => size(a) - size(b)).map(([id]) => id);
}

async function createAjv(named: JsonObject, options: ModuleOptions): Promise<Ajv2020> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const { default: addFormats } = await import('ajv-formats');
  const ajv = new Ajv2020({
    allErrors: true,
    discriminator: true,
    strict: false,
    inlineRefs: false,
    logger: false,
    useDefaults: options.useDefaults,
    code: { source: true, esm: true, lines: true },
  });
  (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
  ajv.addSchema({ $id: ROOT, components: { schemas: named } });
  return ajv;
}

/** Makes a schema known to Ajv; returns its id. */
function addExport(ajv: Ajv2020, name: string, schema: JsonSchema): string {
  const target = refName(schema);
  if (target !== undefined && Object.keys(schema).length === 1)
    return `${ROOT}#/components/schemas/${target}`;
  const id = `${EXPORTS}${name}`;
  const text = JSON.stringify(schema);
  // References between schemas lead to the document that Ajv has under ROOT.
  const rooted = JSON.parse(text.replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`)) as JsonSchema;
  ajv.addSchema(typeof rooted === 'boolean' ? { $id: id, not: rooted ? false : {} } : { ...rooted, $id: id });
  return id;
}

/** What Ajv keeps of a compiled function: not part of its types, checked by a test. */
interface CompiledFunction {
  readonly str: string;
  readonly value?: { readonly ref?: { readonly schemaEnv?: { readonly schema?: JsonSchema } } };
}

/** Names for Ajv's functions: that of the schema, or of the export, that each one checks. */
function functionNames(ajv: Ajv2020, named: JsonObject): ReadonlyMap<string, string> {
  const schemaNames = new Map(Object.entries(named).map(([name, schema]) => [schema, name]));
  const { _values: values } = ajv.scope as unknown as {
    _values: { validate?: ReadonlyMap<unknown, CompiledFunction> };
  };
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { str, value } of values.validate?.values() ?? []) {
    const schema = value?.ref?.schemaEnv?.schema as JsonObject | undefined;
    const subject = schemaNames.get(schema as JsonValue) ?? exportName(schema);
    const name = subject === undefined ? '' : `check_${typeName(subject)}`;
    if (name === '' || taken.has(name)) continue;
    taken.add(name);
    names.set(str, name);
  }
  return names;
}

function exportName(schema: JsonObject | undefined): string | undefined {
  const id = typeof schema === 'object' ? schema.$id : undefined;
  return typeof id === 'string' && id.startsWith(EXPORTS) ? id.slice(EXPORTS.length) : undefined;
}
