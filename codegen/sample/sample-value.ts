/** Values that a JSON Schema takes: what an author gives as an example first, then what its keywords ask for. Always the same. */
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { sampleNumber, sampleText } from './sample-text.js';

/** How a value is made. */
export interface SampleOptions {
  /** Schemas that `#/components/schemas/<name>` leads to. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Whose value it is: a request has no `readOnly` properties, a response no `writeOnly` ones. */
  readonly direction: 'request' | 'response';
  /** Whether examples and defaults are taken, which may be wrong. Default: true. */
  readonly examples?: boolean;
  /** Whether objects have what they need not have. Default: true. */
  readonly optional?: boolean;
  /** Deeper than this, only what is required is made. Default: 3. */
  readonly optionalDepth?: number;
  /** Of alternatives, so many are passed over: the first may be one that others take as well. Default: 0. */
  readonly passedOver?: number;
}

const OPTIONAL_DEPTH = 3;
/** Deeper than this, nothing is made. */
const MAX_DEPTH = 24;

/** A value of the schema; undefined if none can be made, as of `false` or of an endless one. */
export function sampleValue(schema: JsonSchema, options: SampleOptions): JsonValue | undefined {
  return new Sampler(options).value(schema, 0);
}

class Sampler {
  readonly #options: SampleOptions;
  readonly #optionalDepth: number;

  constructor(options: SampleOptions) {
    this.#options = options;
    this.#optionalDepth = options.optionalDepth ?? OPTIONAL_DEPTH;
  }

  value(schema: JsonSchema | undefined, depth: number): JsonValue | undefined {
    if (schema === false || depth > MAX_DEPTH) return undefined;
    if (schema === undefined || schema === true) return 'text';
    const whole = this.#merged(schema, 0);
    const given = this.#given(whole);
    if (given !== undefined) return given;
    for (const branch of this.#branches(whole)) {
      const value = this.#typed(branch, depth);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** What the author gives. */
  #given(schema: JsonObject): JsonValue | undefined {
    if (schema.const !== undefined) return schema.const;
    const { examples = true } = this.#options;
    const list = Array.isArray(schema.examples) ? (schema.examples as readonly JsonValue[]) : [];
    const values = Array.isArray(schema.enum) ? (schema.enum as readonly JsonValue[]) : undefined;
    const offered = examples
      ? [schema.example, ...list, schema.default].filter((one) => one !== undefined)
      : [];
    const fitting = offered.find((one) => values === undefined || values.includes(one));
    return fitting ?? values?.find((one) => one !== null) ?? values?.[0];
  }

  /** The schema with what its `$ref` and `allOf` add. */
  #merged(schema: JsonObject, steps: number): JsonObject {
    if (steps > MAX_DEPTH) return schema;
    const { $ref, allOf, ...own } = schema;
    const target = typeof $ref === 'string' ? this.#named($ref) : undefined;
    const parts = [target, ...(Array.isArray(allOf) ? (allOf as readonly JsonSchema[]) : [])];
    return parts.reduce<JsonObject>(
      (whole, part) => (typeof part === 'object' ? merge(whole, this.#merged(part, steps + 1)) : whole),
      own,
    );
  }

  #named(ref: string): JsonSchema | undefined {
    const name = /^#\/components\/schemas\/(.+)$/.exec(ref)?.[1];
    if (name === undefined) return undefined;
    const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
    return Object.hasOwn(this.#options.schemas, key) ? this.#options.schemas[key] : undefined;
  }

  /** The alternatives of `oneOf` and `anyOf`, each with what stands beside them. */
  #branches(schema: JsonObject): readonly JsonObject[] {
    const { oneOf, anyOf, ...others } = schema;
    const keyword = Array.isArray(oneOf) ? oneOf : Array.isArray(anyOf) ? anyOf : undefined;
    if (keyword === undefined) return [schema];
    const rest = keyword === oneOf && anyOf !== undefined ? { ...others, anyOf } : others;
    const list = keyword as readonly JsonSchema[];
    const start = (this.#options.passedOver ?? 0) % Math.max(1, list.length);
    return [...list.slice(start), ...list.slice(0, start)].flatMap((branch) => {
      if (typeof branch !== 'object') return branch ? [rest] : [];
      const tag = tagOf(schema, branch);
      const merged = merge(this.#merged(branch, 0), rest);
      const whole =
        tag === undefined || !this.#mayBe(merged, tag)
          ? merged
          : merge(merged, { properties: { [tag.name]: { const: tag.value } }, required: [tag.name] });
      return this.#branches(whole);
    });
  }

  /** Whether a property may have a value. What a variant itself says of its tag goes before the name of its schema. */
  #mayBe({ properties = {} }: JsonObject, { name, value }: Tag): boolean {
    const property = Object.hasOwn(properties as JsonObject, name) ? (properties as JsonObject)[name] : true;
    if (typeof property !== 'object') return true;
    const said = this.#merged(property as JsonObject, 0);
    const values = said.const === undefined ? said.enum : [said.const];
    return !Array.isArray(values) || values.includes(value);
  }

  #typed(schema: JsonObject, depth: number): JsonValue | undefined {
    const given = this.#given(schema);
    if (given !== undefined) return given;
    switch (typeOf(schema)) {
      case 'string':
        return sampleText(schema);
      case 'integer':
        return sampleNumber(schema, true);
      case 'number':
        return sampleNumber(schema, false);
      case 'boolean':
        return true;
      case 'null':
        return null;
      case 'array':
        return this.#list(schema, depth);
      case 'object':
        return this.#object(schema, depth);
      default:
        return isNoText(schema.not) ? 1 : 'text';
    }
  }

  #list(schema: JsonObject, depth: number): JsonValue | undefined {
    const first = Array.isArray(schema.prefixItems) ? (schema.prefixItems as readonly JsonSchema[]) : [];
    const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
    const wanted =
      depth >= this.#optionalDepth || schema.maxItems === 0 ? least : Math.max(least, first.length, 1);
    const items: JsonValue[] = [];
    for (let at = 0; at < wanted; at += 1) {
      const contained = at === 0 ? (schema.contains as JsonSchema | undefined) : undefined;
      const item = this.value(first[at] ?? contained ?? (schema.items as JsonSchema | undefined), depth + 1);
      if (item === undefined) return at >= least ? items : undefined;
      items.push(schema.uniqueItems === true ? distinct(item, at) : item);
    }
    return items;
  }

  #object(schema: JsonObject, depth: number): JsonValue | undefined {
    const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    const required = new Set(Array.isArray(schema.required) ? (schema.required as readonly string[]) : []);
    const { optional } = this.#options;
    const made: [string, JsonValue][] = [];
    for (const name of new Set([...Object.keys(properties), ...required])) {
      const property = Object.hasOwn(properties, name) ? properties[name] : additional(schema);
      if (this.#isForOthers(property)) continue;
      if (!required.has(name) && (optional === false || depth >= this.#optionalDepth)) continue;
      const value = this.value(property, depth + 1);
      if (value !== undefined) made.push([name, value]);
      else if (required.has(name)) return undefined;
    }
    const least = typeof schema.minProperties === 'number' ? schema.minProperties : 0;
    for (let at = 1; made.length < least; at += 1) {
      const value = this.value(additional(schema), depth + 1);
      if (value === undefined) return undefined;
      made.push([`key${at}`, value]);
    }
    return Object.fromEntries(made);
  }

  /** Properties that only the other side sends. */
  #isForOthers(schema: JsonSchema | undefined): boolean {
    if (typeof schema !== 'object') return false;
    const { readOnly, writeOnly } = this.#merged(schema, 0);
    return (this.#options.direction === 'request' ? readOnly : writeOnly) === true;
  }
}

function additional({ additionalProperties }: JsonObject): JsonSchema | undefined {
  return additionalProperties as JsonSchema | undefined;
}

/** The keyword's values of both; what one has alone stays. */
function merge(one: JsonObject, other: JsonObject): JsonObject {
  const properties = { ...(other.properties as JsonObject | undefined) };
  for (const [name, property] of Object.entries((one.properties ?? {}) as JsonObject)) {
    const rival = properties[name];
    const both =
      typeof rival === 'object' && typeof property === 'object' && rival !== null && property !== null;
    properties[name] = both ? { allOf: [rival, property] } : property;
  }
  const lists = [one.required, other.required].flatMap((list) => (Array.isArray(list) ? list : []));
  return {
    ...other,
    ...one,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(lists.length > 0 && { required: [...new Set(lists)] as readonly JsonValue[] }),
  };
}

interface Tag {
  readonly name: string;
  readonly value: string;
}

/** What a discriminator has as the tag of a branch. */
function tagOf({ discriminator }: JsonObject, { $ref }: JsonObject): Tag | undefined {
  if (typeof discriminator !== 'object' || discriminator === null || typeof $ref !== 'string')
    return undefined;
  const { propertyName, mapping } = discriminator as JsonObject;
  if (typeof propertyName !== 'string') return undefined;
  const entry = Object.entries((mapping ?? {}) as JsonObject).find(
    ([, target]) => target === $ref || (target as JsonObject | null)?.$ref === $ref,
  );
  return { name: propertyName, value: entry?.[0] ?? decodeURIComponent($ref.split('/').at(-1) ?? '') };
}

function typeOf(schema: JsonObject): JsonValue | undefined {
  const { type } = schema;
  if (Array.isArray(type)) return (type as readonly JsonValue[]).find((one) => one !== 'null') ?? type[0];
  if (type !== undefined) return type;
  if (['properties', 'required', 'additionalProperties', 'minProperties'].some((key) => key in schema))
    return 'object';
  if (['items', 'prefixItems', 'minItems'].some((key) => key in schema)) return 'array';
  if (['pattern', 'format', 'minLength', 'maxLength'].some((key) => key in schema)) return 'string';
  return ['minimum', 'maximum', 'multipleOf'].some((key) => key in schema) ? 'number' : undefined;
}

function isNoText(not: JsonValue | undefined): boolean {
  return typeof not === 'object' && not !== null && (not as JsonObject).type === 'string';
}

/** Another value of the same type. */
function distinct(value: JsonValue, at: number): JsonValue {
  if (at === 0) return value;
  if (typeof value === 'string') return `${value}${at}`;
  return typeof value === 'number' ? value + at : value;
}
