/** The code that Ajv makes of one schema, apart from that of all others. */
import type { Ajv2020 as AjvInstance } from 'ajv/dist/2020.js';
import type { JsonObject, JsonSchema } from '../../../model/contract.js';
import { typeName } from '../../../model/names.js';
import { refName } from '../../schema-refs.js';
import { mapSubschemas } from '../../subschemas.js';
import { memberAccess } from '../../typescript-text.js';
import { withLinearFaults } from '../linear-faults.js';
import { regularExpression } from './patterns.js';

/** What a document asks of Ajv beyond the common; code that nobody needs costs time at each check. */
export interface Features {
  /** Some schema looks at what others have left unevaluated. */
  readonly unevaluated: boolean;
  /** Some property has a name that every object has from the start: `constructor`. */
  readonly inheritedNames: boolean;
}

/** What a name in the code stands for. */
export type CodeValue =
  | { readonly kind: 'self' }
  | { readonly kind: 'schema'; readonly name: string }
  | { readonly kind: 'data'; readonly value: JsonSchema }
  | { readonly kind: 'pattern'; readonly expression: RegExp }
  | { readonly kind: 'global'; readonly text: string }
  | { readonly kind: 'runtime'; readonly name: string; readonly rest: string };

/** The code of one function. */
export interface FunctionSource {
  /** A function declaration, and statements behind it. */
  readonly code: string;
  /** What the names mean that the code does not declare. */
  readonly values: ReadonlyMap<string, CodeValue>;
}

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Compiles schemas that refer to named ones: each to a function that calls those of the others. */
export interface FunctionCompiler {
  /** Throws what Ajv throws. */
  compile(schema: JsonSchema): FunctionSource;
}

/** A compiler for schemas that refer to these. */
export async function createFunctionCompiler(
  schemas: Schemas,
  features: Features,
): Promise<FunctionCompiler> {
  const { SchemaEnv } = await import('ajv/dist/compile/index.js');
  const ajv = await createAjv(features);
  const names = new Map<unknown, string>();
  const ids = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    // Ajv takes what has a function for compiled, and calls it. So it goes no further than one schema, however many
    // others that leads to; and no name has to be written as a URI.
    // By its name, so that no other schema changes it: some of Ajv's code shows it.
    const id = `schema.${typeName(name)}`;
    const env = new SchemaEnv({ schema: schema as object, schemaId: '$id', baseId: id });
    env.validate = Object.assign((_value: unknown): _value is unknown => true, { schema, schemaEnv: env });
    ajv.schemas[id] = env;
    names.set(env.validate, name);
    ids.set(name, id);
  }
  return { compile: (schema) => compile(ajv, withIds(schema, ids), names) };
}

function withIds(schema: JsonSchema, ids: ReadonlyMap<string, string>): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const inner = mapSubschemas(schema, (sub) => withIds(sub, ids));
  const id = ids.get(refName(inner) ?? '');
  return id === undefined ? inner : { ...inner, $ref: id };
}

async function createAjv(features: Features): Promise<AjvInstance> {
  const [{ Ajv2020 }, { fullFormats }, { _ }] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv-formats/dist/formats.js'),
    import('ajv'),
  ]);
  const ajv = new Ajv2020({
    allErrors: true,
    // What Ajv's optimizer leaves out costs little at run time, and the search for it a quarter of the time here.
    code: {
      source: true,
      esm: true,
      lines: true,
      optimize: false,
      formats: _`formats`,
      regExp,
      process: uncompiled,
    },
    discriminator: true,
    formats: fullFormats,
    inlineRefs: false,
    logger: false,
    messages: false,
    meta: false,
    // Decimal fractions are not what they seem: 0.07 is no multiple of 0.01 otherwise.
    multipleOfPrecision: 8,
    ownProperties: features.inheritedNames,
    strict: false,
    strictNumbers: true,
    uriResolver: {
      parse: (uri) => ({ path: uri }),
      resolve: (_base, id) => id,
      serialize: ({ path = '' }) => path,
    },
    validateSchema: false,
  });
  ajv.opts.unevaluated = features.unevaluated;
  ajv.opts.dynamicRef = false;
  return ajv;
}

/** Ajv runs what it has printed, to get a function that nobody here calls. This is sooner read than all that code. */
const uncompiled = () => 'return () => true;';

const regExp = Object.assign((pattern: string) => regularExpression(pattern) ?? new RegExp(pattern, 'u'), {
  code: 'new RegExp',
});

/** How Ajv adds a fault: a quarter of all its code. No string has such a line break. */
const ADD_ERROR = /if\(vErrors === null\)\{\nvErrors = \[(\w+)\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}/g;

function compile(ajv: AjvInstance, schema: JsonSchema, names: ReadonlyMap<unknown, string>): FunctionSource {
  // A boolean has no place in Ajv's memory of schemas.
  const object: JsonObject = typeof schema === 'object' ? schema : { not: schema ? false : {} };
  const { source } = ajv.compile(object);
  ajv.removeSchema(object);
  if (source === undefined) throw new Error('Ajv gives no code: `code.source` is not set');
  const { validateName, validateCode, scopeValues, evaluated } = source;
  const values = new Map<string, CodeValue>([[String(validateName), { kind: 'self' }]]);
  for (const [prefix, scoped] of Object.entries(scopeValues)) {
    for (const name of scoped ?? []) {
      if (name.value !== undefined) values.set(String(name), codeValue(prefix, name.value, names));
    }
  }
  const behind = evaluated === undefined ? '' : `${String(validateName)}.evaluated = ${String(evaluated)};\n`;
  return {
    code: `${withLinearFaults(String(validateCode)).replaceAll(ADD_ERROR, '(vErrors ??= []).push($1);')}\n${behind}`,
    values,
  };
}

function codeValue(
  prefix: string,
  { ref, key, code }: { readonly ref: unknown; readonly key?: unknown; readonly code?: unknown },
  names: ReadonlyMap<unknown, string>,
): CodeValue {
  switch (prefix) {
    case 'validate':
      return { kind: 'schema', name: names.get(ref) ?? '' };
    case 'pattern':
      return { kind: 'pattern', expression: ref as RegExp };
    case 'schema':
      return { kind: 'data', value: ref as JsonSchema };
    case 'formats':
      return { kind: 'runtime', name: 'formats', rest: memberAccess(String(key)) };
    default: {
      if (ref === Object.prototype.hasOwnProperty) return { kind: 'global', text: String(code) };
      const name = ['equal', 'ucs2length'].find((helper) => String(code).includes(`runtime/${helper}"`));
      if (name === undefined) throw new Error(`Ajv's code needs ${String(code)}`);
      return { kind: 'runtime', name, rest: '' };
    }
  }
}
