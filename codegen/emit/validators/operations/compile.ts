/**
 * The modules of validators: one for each named schema (or for those that lead to each other in circles), and for each
 * operation one for its request and one for its responses. An operation loads what it needs, and nothing is compiled
 * twice.
 */
import { typeName } from '../../../model/names.js';
import { references, schemaGroups } from '../../schema-groups.js';
import type { Check, Gap, ValidatorInput, ValidatorOutput } from './checks.js';
import { fileNames } from './file-names.js';
import { createFunctionCompiler, type FunctionCompiler, type FunctionSource } from './function-source.js';
import { planChecks } from './operation-checks.js';
import { operationFiles } from './operation-modules.js';
import { allChecks, prepareChecks } from './prepare.js';
import { ValidatorModule } from './validator-module.js';

/** Compiles everything. What Ajv refuses is accepted by its validator whatever it is, and told. */
export async function compileValidators(input: ValidatorInput): Promise<ValidatorOutput> {
  const { schemas: checks, operations, features, gaps } = prepareChecks(planChecks(input));
  const schemas = Object.fromEntries(Object.entries(checks).map(([name, { schema }]) => [name, schema]));
  const roots = operations.flatMap(allChecks).flatMap(({ schema }) => [...references(schema)]);
  const groups = schemaGroups(schemas, new Set(roots));
  const places = new SchemaPlaces(groups);
  const compiler = new TolerantCompiler(await createFunctionCompiler(schemas, features));
  const groupFiles = groups.map((group): [string, string] => {
    const module = new ValidatorModule('../runtime.js', places.from(group));
    for (const name of group) {
      const check = checks[name];
      if (check !== undefined) module.addFunction(functionName(name), compiler.compile(check), true);
    }
    return [`schemas/${places.fileOf(group)}.js`, `${input.header}\n${module.print()}`];
  });
  const files = operationFiles(operations, {
    header: input.header,
    compile: (check) => compiler.compile(check),
    placeOf: places.from([]),
  });
  return { files: [...groupFiles, ...files], gaps: [...gaps, ...compiler.gaps] };
}

/** Where the functions of named schemas are. */
class SchemaPlaces {
  readonly #files: ReadonlyMap<string, string>;
  readonly #groups = new Map<string, readonly string[]>();

  constructor(groups: readonly (readonly string[])[]) {
    this.#files = fileNames(groups.map(([first = '']) => first));
    for (const group of groups) for (const name of group) this.#groups.set(name, group);
  }

  fileOf([first = '']: readonly string[]): string {
    return this.#files.get(first) ?? '';
  }

  /** Places as a group of schemas sees them; as an operation does for an empty one. */
  from(own: readonly string[]): (schema: string) => { readonly name: string; readonly from?: string } {
    return (schema) => {
      const name = functionName(schema);
      const group = this.#groups.get(schema) ?? [];
      if (group === own) return { name };
      const folder = own.length === 0 ? '../schemas' : '.';
      return { name, from: `${folder}/${this.fileOf(group)}.js` };
    };
  }
}

function functionName(schema: string): string {
  return `check_${typeName(schema)}`;
}

/** Goes on after a schema that Ajv refuses. */
class TolerantCompiler {
  readonly gaps: Gap[] = [];
  readonly #compiler: FunctionCompiler;
  readonly #known = new Map<string, FunctionSource>();

  constructor(compiler: FunctionCompiler) {
    this.#compiler = compiler;
  }

  /** The code for a check; operations often have the same parameters, and the same inline schemas. */
  compile(check: Check): FunctionSource {
    const key = JSON.stringify(check.schema);
    const known = this.#known.get(key) ?? this.#attempt(check);
    this.#known.set(key, known);
    return known;
  }

  #attempt({ schema, locate }: Check): FunctionSource {
    try {
      return this.#compiler.compile(schema);
    } catch (error) {
      const reason = error instanceof RangeError ? 'it is nested too deep' : String((error as Error).message);
      this.gaps.push({ path: locate([]), reason: `nothing is checked of this schema: ${reason}` });
      const evaluated = '{"props":true,"items":true,"dynamicProps":false,"dynamicItems":false}';
      const code = `function validate0() {\n  return true;\n}\nvalidate0.evaluated = ${evaluated};\n`;
      return { code, values: new Map([['validate0', { kind: 'self' }]]) };
    }
  }
}
