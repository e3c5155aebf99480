/** Mistakes in schemas that only show when keywords are seen together, or in the light of the document's dialect. */
import { didYouMean } from '../../diagnostics.js';
import { bareSchema } from '../../model/bare-schema.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { asObject, isArray, isObject, own } from '../json.js';
import { idleKeywords } from './idle-keywords.js';
import { FOREIGN_KEYWORDS, NOT_READ, NOT_SHARED } from './schema-grammar.js';
import type { Complaint, SchemaComplaint } from './values.js';

/** What to say of a keyword that JSON Schema does not have. */
export function unknownKeyword(keyword: string, near: string | undefined): Complaint {
  const foreign = FOREIGN_KEYWORDS.get(keyword);
  const message = `\`${keyword}\` is not a keyword of JSON Schema`;
  if (foreign !== undefined) return { message, hint: foreign };
  return {
    message,
    hint: near === undefined ? 'Your own keywords start with `x-`.' : `Did you mean \`${near}\`?`,
  };
}

/** Checks the keywords of one schema, not of those below it. */
export function checkSchemaKeywords(
  schema: JsonObject,
  dialect: 'openapi' | 'asyncapi' | 'job',
): readonly SchemaComplaint[] {
  const shared = dialect === 'openapi' ? [] : [...besideReference(schema), ...notShared(schema)];
  return [
    ...shared,
    ...notRead(schema),
    ...requiredNames(schema),
    ...valuesOfType(schema),
    ...emptyAlternatives(schema),
    ...idleKeywords(schema),
  ];
}

function* besideReference(schema: JsonObject): Iterable<SchemaComplaint> {
  if (own(schema, '$ref') === undefined) return;
  for (const key of Object.keys(schema)) {
    if (key === '$ref') continue;
    yield {
      code: 'job-dialect',
      at: [key],
      on: 'key',
      message: `\`${key}\` stands beside a \`$ref\`; in events, inputs and results it is ignored`,
      hint: 'Write `allOf: [{ $ref: … }]`, and what is to be added beside the `allOf`.',
    };
  }
}

function* notShared(schema: JsonObject): Iterable<SchemaComplaint> {
  for (const key of Object.keys(schema)) {
    const hint = NOT_SHARED.get(key);
    if (hint === undefined) continue;
    const message = `\`${key}\` is not shared by AsyncAPI's dialect (draft-07) and JSON Schema 2020-12`;
    yield { code: 'job-dialect', at: [key], on: 'key', message, hint };
  }
}

function* notRead(schema: JsonObject): Iterable<SchemaComplaint> {
  for (const key of Object.keys(schema)) {
    const hint = NOT_READ.get(key);
    if (hint === undefined) continue;
    const message = `\`${key}\` is not read in a schema: schemas are known by their places`;
    yield { code: 'bad-schema', at: [key], on: 'key', message, hint };
  }
}

/** A required property that is not declared is legal, but beside a declared one of nearly that name it is a slip. */
function* requiredNames(schema: JsonObject): Iterable<SchemaComplaint> {
  const { required, properties } = schema;
  if (!isArray(required) || !isObject(properties)) return;
  const open = Object.keys(properties).filter((name) => !required.includes(name));
  for (const [index, name] of required.entries()) {
    if (typeof name !== 'string' || own(properties, name) !== undefined) continue;
    const near = didYouMean(name, open);
    if (near === undefined) continue;
    const message = `\`${name}\` is required, but there is no such property`;
    yield {
      code: 'bad-schema',
      at: ['required', index],
      on: 'value',
      message,
      hint: `Did you mean \`${near}\`?`,
    };
  }
}

/** An alternative without rules fits every value, so that no other one can be the only one that fits. */
function* emptyAlternatives({ oneOf }: JsonObject): Iterable<SchemaComplaint> {
  if (!isArray(oneOf) || oneOf.length < 2) return;
  for (const [index, branch] of oneOf.entries()) {
    if (branch !== true && !(isObject(branch) && Object.keys(bareSchema(branch)).length === 0)) continue;
    const message =
      'this alternative allows every value, so that none of the others can ever be the only one';
    yield {
      code: 'bad-schema',
      at: ['oneOf', index],
      on: 'value',
      message,
      hint: 'Add what tells it apart: a `const`, for instance.',
    };
  }
}

/** Values of `enum` and `const` that the schema's own `type` rules out. */
function* valuesOfType(schema: JsonObject): Iterable<SchemaComplaint> {
  const types = isArray(schema.type) ? schema.type : [schema.type];
  if (!types.every((type) => typeof type === 'string')) return;
  const fits = (value: JsonValue) => types.some((type) => isOfType(value, type));
  const message = (value: JsonValue) =>
    `\`${JSON.stringify(value)}\` is not of the type \`${types.join('` or `')}\``;
  const quote = (value: JsonValue) =>
    types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')
      ? `Put it in quotes: \`'${value}'\`.`
      : undefined;
  const values = isArray(schema.enum)
    ? schema.enum.map((value, index) => [value, ['enum', index]] as const)
    : [];
  const constant = own(asObject(schema), 'const');
  for (const [value, at] of constant === undefined ? values : [...values, [constant, ['const']] as const]) {
    if (!fits(value))
      yield { code: 'bad-schema', at, on: 'value', message: message(value), hint: quote(value) };
  }
}

function isOfType(value: JsonValue, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type;
    default:
      // An unknown type is reported as such.
      return true;
  }
}
