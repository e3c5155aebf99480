/** What the text of parameters and form fields may stand for, by their schemas. */
import type { JsonObject, JsonSchema, JsonValue } from '../../../model/contract.js';
import { refName } from '../../schema-refs.js';
import { isObject } from '../../subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** As `Coercion` of the runtime. */
export interface Coercion {
  readonly to?: readonly ('number' | 'boolean' | 'null')[];
  readonly text?: 'any' | 'some' | readonly string[];
  readonly written?: 'list' | 'fields' | 'pairs' | 'json';
  readonly items?: Coercion;
  readonly properties?: { readonly [name: string]: Coercion };
  readonly others?: Coercion;
  readonly default?: JsonValue;
}

/** Values deeper than this stay as they came. */
const MAX_DEPTH = 8;

type Type = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** What a schema says of a value, as far as text goes. */
interface Shape {
  /** `undefined`: any type. */
  readonly types: ReadonlySet<Type> | undefined;
  /** The texts that are allowed, if they are listed. */
  readonly texts: readonly string[] | undefined;
  /** Whether text has to have a form. */
  readonly isFormed: boolean;
  readonly items: JsonSchema | undefined;
  readonly properties: { readonly [name: string]: JsonSchema };
  readonly others: JsonSchema | undefined;
  readonly default: JsonValue | undefined;
}

/** The coercion of values of a schema; `undefined` if nothing is to be done. */
export function coercionOf(schema: JsonSchema, schemas: Schemas, depth = 0): Coercion | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const shape = shapeOf(schema, schemas, 0);
  const inner = (part: JsonSchema | undefined) =>
    part === undefined ? undefined : coercionOf(part, schemas, depth + 1);
  const properties = Object.entries(shape.properties).flatMap(([name, property]) => {
    const coercion = inner(property);
    return coercion === undefined ? [] : [[name, coercion] as const];
  });
  const others = inner(shape.others);
  const allows = (type: Type) => shape.types?.has(type) === true;
  const to = (['number', 'boolean', 'null'] as const).filter(allows);
  // A list of texts is made of a single one, even if its items stay as they are.
  const items = allows('array') ? (inner(shape.items) ?? {}) : undefined;
  const text = allows('string') || shape.types === undefined ? textOf(shape) : undefined;
  const coercion: Coercion = {
    ...(to.length > 0 && { to }),
    ...(items !== undefined && { items }),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(others !== undefined && { others }),
    ...(shape.default !== undefined && { default: shape.default }),
  };
  if (Object.keys(coercion).length === 0) return undefined;
  return { ...coercion, ...(text !== undefined && { text }) };
}

/** The properties of a schema, those of its parts and variants too. */
export function propertiesOf(schema: JsonSchema, schemas: Schemas): { readonly [name: string]: JsonSchema } {
  return shapeOf(schema, schemas, 0).properties;
}

function textOf({ texts, isFormed }: Shape): Coercion['text'] {
  if (texts !== undefined) return texts;
  return isFormed ? 'some' : 'any';
}

const ANY: Shape = {
  types: undefined,
  texts: undefined,
  isFormed: false,
  items: undefined,
  properties: {},
  others: undefined,
  default: undefined,
};

function shapeOf(schema: JsonSchema | undefined, schemas: Schemas, depth: number): Shape {
  if (typeof schema !== 'object' || depth > MAX_DEPTH) return ANY;
  const inner = (part: JsonSchema | undefined) => shapeOf(part, schemas, depth + 1);
  const target = refName(schema);
  const parts = [
    ...(target === undefined ? [] : [inner(schemas[target])]),
    ...branches(schema, 'allOf').map(inner),
    ...['anyOf', 'oneOf'].flatMap((keyword) => {
      const choices = branches(schema, keyword).map(inner);
      return choices.length === 0 ? [] : [choices.reduce(either)];
    }),
  ];
  return parts.reduce(both, ownShape(schema));
}

/** The schemas of a keyword that has a list of them. */
export function branches(schema: JsonObject, keyword: string): readonly JsonSchema[] {
  return Array.isArray(schema[keyword]) ? (schema[keyword] as readonly JsonSchema[]) : [];
}

function ownShape(schema: JsonObject): Shape {
  const values = valuesOf(schema);
  const named = ownTypes(schema);
  const types = named ?? (values === undefined ? undefined : new Set(values.map(typeOfValue)));
  const others = schema.additionalProperties;
  return {
    types,
    texts: values?.filter((value) => typeof value === 'string'),
    isFormed: schema.pattern !== undefined || schema.format !== undefined || schema.minLength !== undefined,
    items: schema.items as JsonSchema | undefined,
    properties: isObject(schema.properties) ? (schema.properties as { [name: string]: JsonSchema }) : {},
    others: isObject(others) ? others : undefined,
    default: schema.default,
  };
}

function valuesOf(schema: JsonObject): readonly JsonValue[] | undefined {
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? (schema.enum as readonly JsonValue[]) : undefined;
}

function ownTypes({ type }: JsonObject): ReadonlySet<Type> | undefined {
  const types = typeof type === 'string' ? [type] : type;
  if (!Array.isArray(types)) return undefined;
  return new Set((types as readonly string[]).map((name) => (name === 'integer' ? 'number' : name) as Type));
}

function typeOfValue(value: JsonValue): Type {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Type;
}

/** The shape of a value that meets both. */
function both(one: Shape, other: Shape): Shape {
  const { types } = other;
  const narrowed =
    one.types === undefined || types === undefined ? (one.types ?? types) : meet(one.types, types);
  const shared = Object.keys(one.properties).filter((name) => Object.hasOwn(other.properties, name));
  const { properties, ...others } = common(one, other);
  const joined = shared.map((name) => [name, { allOf: [one.properties[name], other.properties[name]] }]);
  return {
    ...others,
    properties: { ...properties, ...Object.fromEntries(joined) },
    types: narrowed,
    texts: one.texts ?? other.texts,
  };
}

/** The shape of a value that meets one of both. */
function either(one: Shape, other: Shape): Shape {
  const areKnown = one.types !== undefined && other.types !== undefined;
  const texts = [one, other].map((shape) => (shape.types?.has('string') === false ? [] : shape.texts));
  return {
    ...common(one, other),
    types: areKnown ? new Set([...(one.types ?? []), ...(other.types ?? [])]) : undefined,
    texts: texts.includes(undefined) ? undefined : texts.flatMap((list) => list ?? []),
  };
}

function meet(one: ReadonlySet<Type>, other: ReadonlySet<Type>): ReadonlySet<Type> {
  return new Set([...one].filter((type) => other.has(type)));
}

function common(one: Shape, other: Shape): Omit<Shape, 'types' | 'texts'> {
  return {
    isFormed: one.isFormed || other.isFormed,
    items: one.items ?? other.items,
    properties: { ...other.properties, ...one.properties },
    others: one.others ?? other.others,
    default: one.default ?? other.default,
  };
}
