/**
 * Schemas of every dialect as JSON Schema 2020-12: OpenAPI 3.0's own words are put into those of 2020-12, what makes no
 * sense is told and left out, and every reference leads to a named schema. The result allows at least what was meant.
 * @see https://spec.openapis.org/oas/v3.0.4.html#schema-object
 * @see https://json-schema.org/draft/2020-12
 */
import { didYouMean } from '../../diagnostics.js';
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { SCHEMA_TYPES } from '../checks/schema-grammar.js';
import { asList, isArray, isObject, own } from '../json.js';
import { below, type Origin } from '../source.js';
import { fittingEnum } from './enum-values.js';
import { type Lowering, shortJson } from './lowering.js';

type Kind =
  | 'text'
  | 'flag'
  | 'count'
  | 'number'
  | 'any'
  | 'list'
  | 'names'
  | 'schema'
  | 'schemas'
  | 'schema-map'
  | 'object'
  | 'names-map'
  /** Read elsewhere, or of no meaning for values. */
  | 'silent';

const KEYWORDS: Readonly<Record<string, Kind>> = {
  ...kinds('text', 'title', 'description', 'format', 'pattern', 'contentEncoding', 'contentMediaType'),
  ...kinds('flag', 'deprecated', 'readOnly', 'writeOnly', 'uniqueItems'),
  ...kinds('count', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'),
  ...kinds('count', 'minContains', 'maxContains'),
  ...kinds('number', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'),
  ...kinds('any', 'default', 'const', 'externalDocs', 'xml'),
  ...kinds('list', 'enum', 'examples'),
  ...kinds('names', 'required'),
  ...kinds('schema', 'items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems'),
  ...kinds('schema', 'contains', 'propertyNames', 'not', 'if', 'then', 'else', 'contentSchema'),
  ...kinds('schemas', 'allOf', 'anyOf', 'oneOf', 'prefixItems'),
  ...kinds('schema-map', 'properties', 'patternProperties', 'dependentSchemas'),
  ...kinds('names-map', 'dependentRequired'),
  ...kinds('object', 'discriminator'),
  ...kinds('silent', '$ref', '$dynamicRef', '$id', '$schema', '$anchor', '$dynamicAnchor', '$vocabulary'),
  ...kinds(
    'silent',
    '$comment',
    '$defs',
    'definitions',
    'type',
    'nullable',
    'example',
    'id',
    '$recursiveAnchor',
  ),
  ...kinds('silent', 'dependencies', 'additionalItems'),
};

function kinds(kind: Kind, ...keywords: readonly string[]): Record<string, Kind> {
  return Object.fromEntries(keywords.map((keyword) => [keyword, kind]));
}

/** Says nothing of which values are allowed. */
const ANNOTATIONS = new Set([
  ...[
    'title',
    'description',
    'default',
    'examples',
    'deprecated',
    'readOnly',
    'writeOnly',
    'externalDocs',
    'xml',
  ],
]);

/** Lowers schemas. */
export class SchemaLowering {
  readonly #lowering: Lowering;

  constructor(lowering: Lowering) {
    this.#lowering = lowering;
  }

  /** The schema at a place. */
  lower(value: JsonValue, origin: Origin): JsonSchema {
    if (typeof value === 'boolean') return value;
    if (!isObject(value)) {
      this.#warn(origin, 'a schema is an object', 'bad-schema');
      return true;
    }
    const reference = own(value, '$ref') ?? own(value, '$dynamicRef');
    const lowered =
      typeof reference === 'string' ? this.#reference(reference, value, origin) : this.#object(value, origin);
    if (typeof lowered === 'object') this.#note(lowered, origin);
    return lowered;
  }

  #note(lowered: Record<string, JsonValue>, origin: Origin): void {
    this.#lowering.origins.set(lowered, origin);
    if (lowered.default !== undefined) this.#lowering.withDefaults.push([lowered, origin]);
  }

  /** A schema where OpenAPI 3.0 or 2020-12 has one, lowered; nothing for what is not there. */
  #reference(reference: string, schema: JsonObject, origin: Origin): JsonSchema {
    const found = this.#lowering.follow(origin, reference);
    if (found === undefined) return true;
    const target = this.#lowering.names.reference(found.target);
    const others = Object.keys(schema).filter((key) => !/^\$(ref|dynamicRef)$|^x-/.test(key));
    if (others.length === 0) return target;
    if (this.#lowering.dialect === 'openapi-3.0' || this.#lowering.dialect === 'asyncapi-2')
      return this.#besideIgnored(schema, target, origin);
    const beside = asSchemaObject(this.#object(schema, origin));
    const isSilent = Object.keys(beside).every((key) => ANNOTATIONS.has(key));
    if (isSilent) return Object.keys(beside).length === 0 ? target : Object.assign(target, beside);
    const { allOf, ...rest } = beside;
    return { ...rest, allOf: [target, ...asList(allOf)] };
  }

  /** Before 3.1 a `$ref` stands alone; `nullable` beside it is meant all the same. */
  #besideIgnored(schema: JsonObject, target: { $ref: string }, origin: Origin): JsonSchema {
    for (const key of Object.keys(schema)) {
      if (key === '$ref' || key === 'nullable' || ANNOTATIONS.has(key) || key === 'example') continue;
      if (KEYWORDS[key] === undefined) continue;
      this.#warn(
        below(origin, key),
        `\`${key}\` has no effect beside a \`$ref\` before OpenAPI 3.1`,
        'idle-keyword',
      );
    }
    if (schema.nullable !== true) return target;
    return { anyOf: [target, { type: 'null' }] };
  }

  #object(schema: JsonObject, origin: Origin): JsonSchema {
    const lowered: Record<string, JsonValue> = {};
    const type = this.#type(schema, origin);
    if (type !== undefined) lowered.type = type;
    for (const [key, value] of Object.entries(schema)) {
      const kind = Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key] : undefined;
      if (kind === undefined) this.#unknown(key, value, lowered, origin);
      else if (kind !== 'silent') {
        const kept = this.#keyword(key, kind, value, below(origin, key));
        if (kept !== undefined) lowered[key] = kept;
      }
    }
    this.#oldKeywords(schema, lowered, origin);
    this.#enum(lowered, origin);
    return schema.nullable === true ? withNull(lowered) : lowered;
  }

  #unknown(key: string, value: JsonValue, lowered: Record<string, JsonValue>, origin: Origin): void {
    if (key.startsWith('x-')) {
      lowered[key] = value;
      return;
    }
    const near = didYouMean(key, Object.keys(KEYWORDS));
    if (near === undefined || own(lowered, near) !== undefined) return;
    const hint = `Did you mean \`${near}\`?`;
    this.#lowering.tell(below(origin, key), {
      code: 'unknown-keyword',
      message: `\`${key}\` is not a keyword of JSON Schema, and has no effect`,
      hint,
      on: 'key',
    });
  }

  /** The keyword's value; undefined, and told, if it cannot have it. */
  #keyword(
    key: string,
    kind: Exclude<Kind, 'silent'>,
    value: JsonValue,
    origin: Origin,
  ): JsonValue | undefined {
    switch (kind) {
      case 'any':
        return value;
      case 'schema':
        return this.#subschema(key, value, origin);
      case 'schemas':
        if (!isArray(value) || value.length === 0)
          return this.#wrong(key, 'a list of schemas', value, origin);
        return value.map((one, index) => this.lower(one, below(origin, index)) as JsonValue);
      case 'schema-map':
        return isObject(value)
          ? this.#schemaMap(key, value, origin)
          : this.#wrong(key, 'an object', value, origin);
      case 'object':
        return this.#discriminator(value, origin);
      case 'list':
        return isArray(value) && (key !== 'enum' || value.length > 0)
          ? value
          : this.#wrong(key, 'a list', value, origin);
      case 'names':
        return isNames(value) ? [...new Set(value)] : this.#wrong(key, 'a list of names', value, origin);
      case 'names-map':
        return isObject(value) && Object.values(value).every(isNames)
          ? value
          : this.#wrong(key, 'an object of lists of names', value, origin);
      default:
        return this.#scalar(key, kind, value, origin);
    }
  }

  #scalar(
    key: string,
    kind: 'text' | 'flag' | 'count' | 'number',
    value: JsonValue,
    origin: Origin,
  ): JsonValue | undefined {
    switch (kind) {
      case 'text':
        if (typeof value !== 'string') return this.#wrong(key, 'a text', value, origin);
        return key === 'pattern' && !isPattern(value) ? this.#badPattern(value, origin) : value;
      case 'flag':
        return typeof value === 'boolean' ? value : this.#wrong(key, 'true or false', value, origin);
      case 'count':
        return Number.isInteger(value) && Number(value) >= 0
          ? value
          : this.#wrong(key, 'a whole number, 0 or more', value, origin);
      case 'number':
        // OpenAPI 3.0 has flags beside `minimum` and `maximum`: they are read with those.
        if (typeof value === 'boolean' && key.startsWith('exclusive')) return undefined;
        if (typeof value !== 'number' || (key === 'multipleOf' && value <= 0))
          return this.#wrong(key, 'a number', value, origin);
        return value;
      default:
        return kind satisfies never;
    }
  }

  #badPattern(pattern: string, origin: Origin): undefined {
    const message = `\`${pattern}\` is no regular expression of ECMAScript; it is not checked`;
    this.#warn(origin, message, 'unsupported');
  }

  #subschema(key: string, value: JsonValue, origin: Origin): JsonValue | undefined {
    if (!isArray(value)) return this.lower(value, origin) as JsonValue;
    // A tuple of the drafts before 2020-12 is read with what may follow it.
    if (key === 'items') return undefined;
    return this.#wrong(key, 'a schema', value, origin);
  }

  #schemaMap(key: string, value: JsonObject, origin: Origin): JsonObject {
    const entries = Object.entries(value).flatMap(([name, child]): [string, JsonValue][] => {
      const at = below(origin, name);
      if (key === 'patternProperties' && !isPattern(name)) {
        this.#badPattern(name, at);
        return [];
      }
      return [[name, this.lower(child, at) as JsonValue]];
    });
    return Object.fromEntries(entries);
  }

  #discriminator(value: JsonValue, origin: Origin): JsonValue | undefined {
    // AsyncAPI 2 has the name of the property alone.
    if (typeof value === 'string') return { propertyName: value };
    if (!isObject(value) || typeof value.propertyName !== 'string')
      return this.#wrong('discriminator', 'an object with `propertyName`', value, origin);
    const { propertyName, mapping } = value;
    if (!isObject(mapping)) return { propertyName };
    const at = below(origin, 'mapping');
    const entries = Object.entries(mapping).flatMap(([tag, written]): [string, { $ref: string }][] => {
      if (typeof written !== 'string') return [];
      const reference = this.#mapped(tag, written, below(at, tag));
      return reference === undefined ? [] : [[tag, reference]];
    });
    const lowered = Object.fromEntries(entries);
    this.#lowering.mappings.push(lowered);
    return { propertyName, mapping: lowered };
  }

  /** A mapping names a schema by a reference or by its name alone (OpenAPI 3.1.1, section 4.8.25). */
  #mapped(tag: string, written: string, origin: Origin): { $ref: string } | undefined {
    const { references, names } = this.#lowering;
    const isName = /^[A-Za-z0-9._-]+$/.test(written);
    const byName = isName ? references.resolve(origin, `#/components/schemas/${written}`) : undefined;
    const resolved = byName?.kind === 'found' ? byName : references.resolve(origin, written);
    if (resolved.kind === 'found') return names.reference(resolved.target);
    this.#lowering.tell(origin, {
      code: 'dangling-ref',
      message: `\`${tag}\` is mapped to \`${written}\`, which is no schema; the tag is left out`,
      ...(resolved.problem?.hint !== undefined && { hint: resolved.problem.hint }),
    });
    return undefined;
  }

  #type(schema: JsonObject, origin: Origin): JsonValue | undefined {
    const { type } = schema;
    if (type === undefined) return undefined;
    const written = isArray(type) ? type : [type];
    const types = written.filter((one) => typeof one === 'string' && SCHEMA_TYPES.includes(one));
    if (types.length < written.length) {
      const odd = written.find((one) => !types.includes(one)) ?? null;
      const near = typeof odd === 'string' ? didYouMean(odd, SCHEMA_TYPES) : undefined;
      this.#lowering.tell(below(origin, 'type'), {
        code: 'bad-schema',
        severity: near === undefined ? 'warning' : 'error',
        message: `${JSON.stringify(odd)} is no type of JSON Schema${near === undefined ? '; every value is allowed' : ''}`,
        hint: near === undefined ? `The types are ${SCHEMA_TYPES.join(', ')}.` : `Did you mean \`${near}\`?`,
      });
      return undefined;
    }
    const distinct = [...new Set(types)];
    return distinct.length === 1 ? distinct[0] : distinct;
  }

  /** What earlier dialects have another word for. */
  #oldKeywords(schema: JsonObject, lowered: Record<string, JsonValue>, origin: Origin): void {
    for (const [flag, bound] of [
      ['exclusiveMinimum', 'minimum'],
      ['exclusiveMaximum', 'maximum'],
    ] as const) {
      const limit = lowered[bound];
      if (schema[flag] !== true || limit === undefined) continue;
      lowered[flag] = limit;
      delete lowered[bound];
    }
    const { example, items, additionalItems, dependencies } = schema;
    if (example !== undefined && lowered.examples === undefined) lowered.examples = [example];
    if (isArray(items)) {
      const at = below(origin, 'items');
      lowered.prefixItems = items.map((one, index) => this.lower(one, below(at, index)) as JsonValue);
      if (additionalItems !== undefined)
        lowered.items = this.lower(additionalItems, below(origin, 'additionalItems')) as JsonValue;
    }
    if (isObject(dependencies)) this.#dependencies(dependencies, lowered, below(origin, 'dependencies'));
  }

  #enum(lowered: Record<string, JsonValue>, origin: Origin): void {
    const fitting = fittingEnum(lowered);
    if (fitting === undefined) return;
    this.#warn(below(origin, 'enum'), fitting.message, 'bad-schema');
    delete lowered.enum;
    Object.assign(lowered, fitting.keywords);
  }

  #dependencies(dependencies: JsonObject, lowered: Record<string, JsonValue>, origin: Origin): void {
    const entries = Object.entries(dependencies);
    const names = entries.filter(([, value]) => isNames(value));
    const schemas = entries.filter(([, value]) => !isNames(value));
    if (names.length > 0) lowered.dependentRequired ??= Object.fromEntries(names);
    if (schemas.length > 0)
      lowered.dependentSchemas ??= this.#schemaMap('dependentSchemas', Object.fromEntries(schemas), origin);
  }

  #wrong(key: string, what: string, value: JsonValue, origin: Origin): undefined {
    this.#warn(origin, `\`${key}\` is ${what}, not ${shortJson(value)}; it is left out`, 'bad-schema');
  }

  #warn(origin: Origin, message: string, code: 'bad-schema' | 'idle-keyword' | 'unsupported'): void {
    this.#lowering.tell(origin, { code, message });
  }
}

function isNames(value: JsonValue): value is readonly string[] {
  return isArray(value) && value.every((one) => typeof one === 'string');
}

function asSchemaObject(schema: JsonSchema): JsonObject {
  return typeof schema === 'object' ? schema : {};
}

/** Whether an engine takes it, in either of its two grammars. */
function isPattern(pattern: string): boolean {
  for (const flags of ['u', '']) {
    try {
      new RegExp(pattern, flags);
      return true;
    } catch {
      // The other grammar may take it.
    }
  }
  return false;
}

/**
 * `nullable: true`. It is said to hold beside a `type` only; authors mean it wherever they write it, also beside an `enum`
 * that does not list null.
 */
function withNull(schema: Record<string, JsonValue>): JsonSchema {
  const { type } = schema;
  const list = schema.enum;
  if (isArray(list) && !list.includes(null)) schema.enum = [...list, null];
  if (schema.const !== undefined && schema.const !== null) {
    schema.enum = [schema.const, null];
    delete schema.const;
  }
  const branches = ['anyOf', 'oneOf'].find((key) => isArray(schema[key]));
  if (schema.allOf !== undefined || (branches !== undefined && type !== undefined)) return orNull(schema);
  if (type === undefined && SHAPES.some((key) => schema[key] !== undefined)) return orNull(schema);
  if (type !== undefined) {
    const types = isArray(type) ? type : [type];
    schema.type = types.includes('null') ? type : [...types, 'null'];
  } else if (branches !== undefined) {
    const { discriminator, ...rest } = schema;
    // A tag can only be looked for in objects: the choice stays whole, and null stands beside it.
    if (discriminator !== undefined) return orNull(schema);
    return { ...rest, [branches]: [...(schema[branches] as readonly JsonValue[]), { type: 'null' }] };
  }
  return schema;
}

/** Keywords that make an object or a list of a type in code, also where no `type` says so. */
const SHAPES = ['properties', 'patternProperties', 'additionalProperties', 'items', 'prefixItems'];

function orNull(schema: Record<string, JsonValue>): JsonSchema {
  const entries = Object.entries(schema);
  const outside = entries.filter(([key]) => ANNOTATIONS.has(key));
  const inside = entries.filter(([key]) => !ANNOTATIONS.has(key));
  return { ...Object.fromEntries(outside), anyOf: [Object.fromEntries(inside), { type: 'null' }] };
}
