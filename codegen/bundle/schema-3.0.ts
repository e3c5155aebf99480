/**
 * JSON Schema 2020-12 in the words of OpenAPI 3.0. What these cannot say is said more loosely: what was allowed stays so.
 * @see https://spec.openapis.org/oas/v3.0.4.html#schema-object
 */
import { asList, childPointer, isArray, isObject, own } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import type { Losses } from './losses.js';
import {
  allowNull,
  boundsOf,
  IDLE,
  LIMITING,
  nullBranch,
  plainMapping,
  READ_ELSEWHERE,
  SAME,
  textFormOf,
  typesOf,
} from './schema-words.js';

/** A converted schema. */
export interface Converted {
  readonly schema: JsonObject;
  /** It allows more than the original. */
  readonly isLoose: boolean;
}

const LEFT_OUT = 'left out';

/** Converts schemas, knowing which named ones became looser. */
export class SchemaConverter {
  readonly #losses: Losses;
  readonly #loose: ReadonlySet<string>;

  constructor(losses: Losses, loose: ReadonlySet<string>) {
    this.#losses = losses;
    this.#loose = loose;
  }

  /** The schema in the words of 3.0. */
  convert(schema: JsonSchema, pointer: string): Converted {
    if (schema === true) return { schema: {}, isLoose: false };
    if (schema === false) return { schema: { not: {} }, isLoose: false };
    return new Conversion(this, this.#losses, this.#loose, schema, pointer).run();
  }
}

/** The conversion of one schema object. */
class Conversion {
  readonly #converter: SchemaConverter;
  readonly #losses: Losses;
  readonly #loose: ReadonlySet<string>;
  readonly #schema: JsonObject;
  readonly #pointer: string;
  readonly #out: Record<string, JsonValue> = {};
  /** What must hold as well, and has no place of its own. */
  readonly #also: JsonObject[] = [];
  #isLoose = false;

  constructor(
    converter: SchemaConverter,
    losses: Losses,
    loose: ReadonlySet<string>,
    schema: JsonObject,
    pointer: string,
  ) {
    this.#converter = converter;
    this.#losses = losses;
    this.#loose = loose;
    this.#schema = schema;
    this.#pointer = pointer;
  }

  run(): Converted {
    const reference = own(this.#schema, '$ref');
    if (typeof reference === 'string') {
      const isLoose = this.#loose.has(reference);
      if (Object.keys(this.#schema).length === 1) return { schema: { $ref: reference }, isLoose };
      this.#isLoose ||= isLoose;
      // Before 3.1 nothing counts beside a `$ref`.
      this.#also.push({ $ref: reference });
    }
    this.#type();
    for (const [key, value] of Object.entries(this.#schema)) this.#keyword(key, value);
    this.#values();
    Object.assign(this.#out, boundsOf(this.#schema));
    this.#list();
    this.#properties();
    this.#alternatives('anyOf');
    this.#alternatives('oneOf');
    this.#not();
    this.#all();
    return { schema: this.#out, isLoose: this.#isLoose };
  }

  #keyword(key: string, value: JsonValue): void {
    if (SAME.has(key) || key.startsWith('x-'))
      this.#out[key] = key === 'discriminator' ? plainMapping(value) : value;
    else if (LIMITING.has(key)) {
      this.#isLoose = true;
      if (key !== 'then' && key !== 'else') this.#lose(`\`${key}\``, LEFT_OUT);
    } else if (!READ_ELSEWHERE.has(key) && !IDLE.has(key)) this.#lose(`\`${key}\``, LEFT_OUT);
  }

  #lose(what: string, instead: string): void {
    this.#losses.add(what, instead, this.#pointer);
  }

  #inner(key: string, schema: JsonValue): JsonObject {
    const { schema: converted, isLoose } = this.#innerKnowing(key, schema);
    this.#isLoose ||= isLoose;
    return converted;
  }

  #innerKnowing(key: string | readonly [string, string | number], schema: JsonValue): Converted {
    const keys = typeof key === 'string' ? [key] : key;
    const pointer = keys.reduce<string>((at, one) => childPointer(at, one), this.#pointer);
    return this.#converter.convert(schema as JsonSchema, pointer);
  }

  #type(): void {
    const { types, isNullable } = typesOf(this.#schema);
    const [only] = types;
    if (types.length === 0 && isNullable) Object.assign(this.#out, { enum: [null], nullable: true });
    if (types.length === 1 && only !== undefined) {
      this.#out.type = only;
      if (isNullable) this.#out.nullable = true;
    }
    if (types.length < 2) return;
    const branches = types.map(
      (type): JsonObject => ({
        type,
        ...(type === 'array' && { items: {} }),
        ...(isNullable && { nullable: true }),
      }),
    );
    this.#also.push({ anyOf: branches });
  }

  /** `enum`, `const`, and examples. */
  #values(): void {
    const { const: only, enum: list, examples, example } = this.#schema;
    if (only !== undefined) {
      this.#out.enum = [only];
      if (only === null) this.#out.nullable = true;
    } else if (list !== undefined) this.#out.enum = list;
    const [first, ...more] = asList(examples);
    if (more.length > 0) this.#lose('`examples` in schemas', 'the first one is kept');
    const shown = first ?? example;
    if (shown !== undefined) this.#out.example = shown;
    const { format, lost } = textFormOf(this.#schema);
    if (format !== undefined) this.#out.format = format;
    for (const key of lost) this.#lose(`\`${key}\``, LEFT_OUT);
  }

  #list(): void {
    const { items, prefixItems } = this.#schema;
    if (isArray(prefixItems)) {
      this.#isLoose = true;
      this.#lose('`prefixItems`', 'any item may stand at any place');
      const branches = prefixItems.map((one, index) => {
        const { schema } = this.#innerKnowing(['prefixItems', index], one);
        return schema;
      });
      if (items === false) {
        this.#out.items = { anyOf: branches };
        this.#out.maxItems ??= prefixItems.length;
      } else
        this.#out.items = items === undefined ? {} : { anyOf: [...branches, this.#inner('items', items)] };
    } else if (items === false) Object.assign(this.#out, { items: {}, maxItems: 0 });
    else if (items !== undefined) this.#out.items = this.#inner('items', items);
    if (this.#out.type === 'array') this.#out.items ??= {};
  }

  #properties(): void {
    const { properties, patternProperties, additionalProperties, unevaluatedProperties } = this.#schema;
    if (isObject(properties)) {
      const entries = Object.entries(properties).map(([name, one]) => {
        const { schema, isLoose } = this.#innerKnowing(['properties', name], one);
        this.#isLoose ||= isLoose;
        return [name, schema] as const;
      });
      this.#out.properties = Object.fromEntries(entries);
    }
    const others = additionalProperties ?? this.#closing(unevaluatedProperties);
    if (isObject(patternProperties)) this.#patterns(patternProperties, others);
    else if (typeof others === 'boolean') this.#out.additionalProperties = others;
    else if (others !== undefined)
      this.#out.additionalProperties = this.#inner('additionalProperties', others);
  }

  /** Where nothing else evaluates properties, the two words mean the same. */
  #closing(unevaluated: JsonValue | undefined): JsonValue | undefined {
    if (unevaluated === undefined) return undefined;
    const isAlone = !['allOf', 'anyOf', 'oneOf', '$ref', 'if', 'dependentSchemas'].some((key) =>
      Object.hasOwn(this.#schema, key),
    );
    if (isAlone) return unevaluated;
    this.#isLoose = true;
    this.#lose('`unevaluatedProperties`', LEFT_OUT);
    return undefined;
  }

  #patterns(patterns: JsonObject, others: JsonValue | undefined): void {
    this.#isLoose = true;
    const isOpen = others === undefined || others === true;
    this.#lose('`patternProperties`', isOpen ? LEFT_OUT : 'their schemas are allowed under any name');
    if (isOpen) return;
    const schemas = Object.entries(patterns).map(([pattern, one]) => {
      const { schema } = this.#innerKnowing(['patternProperties', pattern], one);
      return schema;
    });
    if (others !== false) schemas.push(this.#inner('additionalProperties', others));
    const [only] = schemas;
    this.#out.additionalProperties = schemas.length === 1 && only !== undefined ? only : { anyOf: schemas };
  }

  /** A choice. One of looser alternatives is no choice any more: several may fit. */
  #alternatives(key: 'anyOf' | 'oneOf'): void {
    const written = this.#schema[key];
    if (!isArray(written)) return;
    const isNullable = written.some(nullBranch);
    const converted = written
      .map((one, index) => [one, index] as const)
      .filter(([one]) => !nullBranch(one))
      .map(([one, index]) => this.#innerKnowing([key, index], one));
    const branches = converted.map(({ schema }) => schema);
    const isLoose = converted.some((one) => one.isLoose);
    this.#isLoose ||= isLoose;
    if (isNullable) allowNull(branches);
    const [only] = branches;
    const isMerged = branches.length === 1 && only !== undefined && only.$ref === undefined && isNullable;
    if (isMerged && !Object.keys(only).some((one) => Object.hasOwn(this.#out, one) || one === 'allOf'))
      Object.assign(this.#out, only);
    else if (key === 'oneOf' && isLoose) {
      this.#lose('exact `oneOf` of schemas that became looser', 'it is `anyOf`');
      this.#also.push({ anyOf: branches });
    } else if (this.#out[key] === undefined) this.#out[key] = branches;
    else this.#also.push({ [key]: branches });
  }

  /** What is forbidden must not grow. */
  #not(): void {
    const { not } = this.#schema;
    if (not === undefined) return;
    const { schema, isLoose } = this.#innerKnowing('not', not);
    if (!isLoose) this.#out.not = schema;
    else {
      this.#isLoose = true;
      this.#lose('`not` of a schema that became looser', LEFT_OUT);
    }
  }

  #all(): void {
    const { allOf } = this.#schema;
    const written = asList(allOf);
    const parts = written.map((one, index) => {
      const { schema, isLoose } = this.#innerKnowing(['allOf', index], one);
      this.#isLoose ||= isLoose;
      return schema;
    });
    const [only, ...more] = this.#also;
    if (parts.length === 0 && only !== undefined && more.length === 0) {
      const [key = ''] = Object.keys(only);
      // A single further choice needs no `allOf` around it.
      if (key !== '$ref' && this.#out[key] === undefined) return void Object.assign(this.#out, only);
    }
    const all = [...this.#also, ...parts];
    if (all.length > 0) this.#out.allOf = all;
  }
}
