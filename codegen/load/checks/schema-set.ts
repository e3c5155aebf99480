/** The named schemas of a contract, as something that values can be held against. */
import { createHash } from 'node:crypto';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { bareSchema } from '../../model/bare-schema.js';
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { schemaNameOf } from '../../model/schema-references.js';
import { asObject, asString, isArray, isObject, own, valueAt } from '../json.js';
import { type ExampleComplaint, explainErrors } from './example-errors.js';

const ROOT = 'contract';

/** Compiles schemas when they are first needed. */
export class SchemaSet {
  readonly #schemas: Readonly<Record<string, JsonSchema>>;
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #fingerprints = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  readonly #tolerant: boolean;
  #ajv: Ajv2020 | undefined;

  /** `tolerant`: there are mistakes in schemas already, and what cannot be compiled is one of them. */
  constructor(schemas: Readonly<Record<string, JsonSchema>>, tolerant: boolean) {
    this.#schemas = schemas;
    this.#tolerant = tolerant;
  }

  /** Equal for schemas that say the same, those included that they refer to. */
  fingerprint(schema: JsonSchema): string {
    const text = this.#textOf(schema);
    const known = this.#fingerprints.get(text);
    if (known !== undefined) return known;
    const digest = createHash('sha256').update(text);
    for (const name of [...this.#reachable(text)].sort())
      digest.update(`${name}\0${this.#namedText(name)}\0`);
    const fingerprint = digest.digest('base64url');
    this.#fingerprints.set(text, fingerprint);
    return fingerprint;
  }

  /** What is wrong with a value. */
  check(schema: JsonSchema, value: JsonValue): readonly ExampleComplaint[] {
    try {
      return this.#check(schema, value);
    } catch (error) {
      if (this.#tolerant) return [];
      // Every slip that we know of is found before; what Ajv alone refuses is still the author's to see.
      const reason = error instanceof Error ? error.message : String(error);
      return [{ message: `the schema cannot be used (${reason})`, pointer: '', on: 'value' }];
    }
  }

  #check(schema: JsonSchema, value: JsonValue): readonly ExampleComplaint[] {
    const errors = this.#validate(schema, value);
    if (errors.length === 0) return [];
    const branch = this.#branch(schema, value);
    if ('complaint' in branch) return [branch.complaint];
    const sharper = this.#validate(branch.schema, value);
    return explainErrors(sharper.length > 0 ? sharper : errors);
  }

  #validate(schema: JsonSchema, value: JsonValue): readonly ErrorObject[] {
    const validate = this.#compile(schema);
    return validate(value) ? [] : (validate.errors ?? []);
  }

  #compile(schema: JsonSchema): ValidateFunction {
    const text = this.#textOf(schema);
    const known = this.#compiled.get(text);
    if (known) return known;
    const rooted = text.replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`);
    const validate = this.#engine().compile(JSON.parse(rooted) as JsonObject | boolean);
    this.#compiled.set(text, validate);
    return validate;
  }

  #engine(): Ajv2020 {
    if (this.#ajv) return this.#ajv;
    const ajv = new Ajv2020({
      // Each validator runs once or twice: compiling it must be cheap, not running it.
      code: { optimize: false },
      allErrors: true,
      // An example has no property `constructor` unless it is written there.
      ownProperties: true,
      strict: false,
      verbose: true,
      logger: false,
      validateSchema: false,
    });
    // The default export of a CommonJS module, as its types do not say.
    (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
    ajv.addSchema({ $id: ROOT, components: { schemas: this.#schemas } });
    this.#ajv = ajv;
    return ajv;
  }

  /** The text of what a schema says of values; a reference into the named schemas is followed. */
  #textOf(schema: JsonSchema): string {
    const target = bareSchema(this.#at(schema));
    return JSON.stringify(isObject(target) ? { ...target, default: undefined } : target);
  }

  #at(schema: JsonSchema): JsonSchema {
    const reference = isObject(schema) && Object.keys(schema).length === 1 ? schema.$ref : undefined;
    if (typeof reference !== 'string' || !reference.startsWith('#/components/schemas/')) return schema;
    const pointer = decodeURIComponent(reference.slice('#/components/schemas'.length));
    return (valueAt(this.#schemas as JsonObject, pointer) ?? true) as JsonSchema;
  }

  #reachable(text: string, found = new Set<string>()): ReadonlySet<string> {
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"/]+)"/g)) {
      if (name === undefined || found.has(name)) continue;
      found.add(name);
      this.#reachable(this.#namedText(name), found);
    }
    return found;
  }

  #namedText(name: string): string {
    const known = this.#texts.get(name);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.#schemas[name] ?? true);
    this.#texts.set(name, text);
    return text;
  }

  /** Where a union's branches are told apart by a constant, the branch that the value says it is. */
  #branch(
    schema: JsonSchema,
    value: JsonValue,
  ): { readonly schema: JsonSchema } | { readonly complaint: ExampleComplaint } {
    const union = this.#follow(schema);
    const branches = isArray(union.oneOf) ? union.oneOf : isArray(union.anyOf) ? union.anyOf : [];
    const tag = this.#tagOf(branches);
    const named = tag && isObject(value) ? asString(own(value, tag.property)) : undefined;
    if (!tag || named === undefined) return { schema };
    const branch = tag.values.get(named);
    if (branch !== undefined) return this.#branch(branch, value);
    const [complaint] = explainErrors([
      {
        keyword: 'enum',
        instancePath: `/${tag.property}`,
        schemaPath: '',
        params: { allowedValues: [...tag.values.keys()] },
        data: named,
      },
    ]);
    return complaint ? { complaint } : { schema };
  }

  /** The property whose constants tell all branches apart. */
  #tagOf(branches: readonly JsonValue[]): { property: string; values: Map<string, JsonSchema> } | undefined {
    const first = this.#follow(branches[0] as JsonSchema | undefined);
    for (const property of Object.keys(asObject(first.properties))) {
      const values = new Map<string, JsonSchema>();
      for (const branch of branches) {
        const constant = asObject(asObject(this.#follow(branch as JsonSchema).properties)[property]).const;
        if (typeof constant === 'string') values.set(constant, branch as JsonSchema);
      }
      if (values.size === branches.length) return { property, values };
    }
    return undefined;
  }

  #follow(schema: JsonSchema | undefined, depth = 0): JsonObject {
    if (!isObject(schema)) return {};
    const name = schemaNameOf(schema.$ref);
    return name === undefined || depth > 20 ? schema : this.#follow(this.#schemas[name], depth + 1);
  }
}
