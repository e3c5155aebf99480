/** For tests: requests with one mistake each, and where the server must find it. */
import type { JsonObject, JsonSchema, JsonValue, Operation } from '../model/contract.js';

/** A request that is to be refused. */
export interface Mutation {
  readonly name: string;
  /** Where the mistake is, as the problem has it. */
  readonly pointer: string;
  readonly url: string;
  readonly body?: string;
}

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** Mistakes that can be made in a right request, whatever else its schemas say. */
export function mutations(
  operation: Operation,
  schemas: Readonly<Record<string, JsonSchema>>,
  { url, init }: Sent,
): readonly Mutation[] {
  return [...inQuery(operation, url), ...inBody(operation, schemas, { url, init })];
}

function inQuery({ parameters }: Operation, url: string): readonly Mutation[] {
  return parameters.flatMap((parameter): readonly Mutation[] => {
    const { schema, name } = parameter;
    if (parameter.in !== 'query' || typeof schema !== 'object' || schema.type !== 'integer') return [];
    const wrong = new URL(url);
    wrong.searchParams.set(name, 'wrong');
    return [{ name: 'a number that is none', pointer: `/query${step(name)}`, url: wrong.href }];
  });
}

function inBody(
  { requestBody }: Operation,
  schemas: Readonly<Record<string, JsonSchema>>,
  { url, init }: Sent,
): readonly Mutation[] {
  const value = typeof init.body === 'string' ? parse(init.body) : undefined;
  const media = requestBody?.content.find(({ contentType }) =>
    /^application\/([\w.+-]+\+)?json/.test(contentType),
  );
  const schema = resolve(media?.schema, schemas);
  if (value === undefined || schema === undefined) return [];
  const change = (name: string, property: string, body: JsonObject): Mutation => ({
    name,
    pointer: `/body${step(property)}`,
    url,
    body: JSON.stringify(body),
  });
  const required = Array.isArray(schema.required) ? (schema.required as readonly string[]) : [];
  const dropped = required
    .filter((name) => Object.hasOwn(value, name))
    .map((name) => {
      const { [name]: _, ...others } = value;
      return change('a field that is missing', name, others);
    });
  const wrong = Object.keys(value).flatMap((name) =>
    wrongValue(name, schema, schemas).map(([text, one]) => change(text, name, { ...value, [name]: one })),
  );
  const extra =
    schema.additionalProperties === false && schema.patternProperties === undefined
      ? [change('a field that is unknown', 'no such field', { ...value, 'no such field': 1 })]
      : [];
  return [...dropped, ...wrong, ...extra];
}

/** Values that a property cannot have. */
function wrongValue(
  name: string,
  schema: JsonObject,
  schemas: Readonly<Record<string, JsonSchema>>,
): readonly (readonly [string, JsonValue])[] {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  const property = resolve(Object.hasOwn(properties, name) ? properties[name] : undefined, schemas);
  if (property === undefined) return [];
  const { type } = property;
  if (Array.isArray(property.enum)) return [['a value outside of the list', 'no such value']];
  if (type === 'string') return [['text that is none', { wrong: 1 }]];
  return typeof type === 'string' ? [['a value of another type', type === 'object' ? [] : { wrong: 1 }]] : [];
}

const LOGIC = ['oneOf', 'anyOf', 'allOf', 'not', 'if', 'discriminator'];

/** The schema behind references; undefined if it is not said in one place. */
function resolve(
  schema: JsonSchema | undefined,
  schemas: Readonly<Record<string, JsonSchema>>,
  steps = 0,
): JsonObject | undefined {
  if (typeof schema !== 'object' || steps > 8 || LOGIC.some((keyword) => keyword in schema)) return undefined;
  if (typeof schema.$ref !== 'string') return schema;
  if (Object.keys(schema).some((key) => !['$ref', 'description', 'summary', 'title'].includes(key)))
    return undefined;
  const key = decodeURIComponent(schema.$ref.split('/').at(-1) ?? '')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  return resolve(schemas[key], schemas, steps + 1);
}

function parse(text: string): JsonObject | undefined {
  // Text that is no JSON is not what the media type is about that is changed here.
  if (!text.startsWith('{')) return undefined;
  const value = JSON.parse(text) as JsonValue;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

function step(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Where a problem says that mistakes are. */
export function pointersOf(problem: string): readonly string[] {
  try {
    const { errors = [] } = JSON.parse(problem) as { errors?: readonly { readonly pointer: string }[] };
    return errors.map(({ pointer }) => pointer);
  } catch {
    return [];
  }
}
