/** The extension points by which job types join the schemas of all jobs. */
import type { Bundler, NamedSchema } from '../load/bundle.js';
import { asList, asObject, asString, isArray, isObject } from '../load/json.js';
import { diagnosticAt } from '../load/source.js';
import type { JsonObject, JsonSchema, JsonValue } from './contract.js';
import type { DeclaredJobType } from './job-types.js';
import { schemaPointer } from './schema-references.js';

/** A schema with its name. */
export type Entry = readonly [name: string, schema: JsonSchema];

/** What one named schema becomes: itself, or a union and its variants. */
export function expandSchema(
  named: NamedSchema,
  jobTypes: readonly DeclaredJobType[],
  eventBranches: readonly EventBranch[],
  bundler: Bundler,
): readonly Entry[] {
  const { name, schema } = named;
  if (!isObject(schema)) return [[name, schema]];
  if (isObject(schema['x-each-job-type'])) return expandEachJobType(named, schema, jobTypes, bundler);
  if (isObject(schema['x-job-events'])) return [[name, appendEvents(schema, eventBranches, bundler)]];
  return [[name, schema]];
}

/** `x-each-job-type`: one variant of the schema per job type, and their union under the schema's own name. */
function expandEachJobType(
  { name, origin }: NamedSchema,
  schema: JsonObject,
  jobTypes: readonly DeclaredJobType[],
  bundler: Bundler,
): readonly Entry[] {
  const { 'x-each-job-type': marker, examples, ...base } = schema;
  const roles = Object.entries(asObject(marker));
  const nameProperty = roles.find(([, role]) => role === 'name')?.[0];
  if (nameProperty === undefined) {
    const at = { file: origin.file, pointer: `${origin.pointer}/x-each-job-type` };
    const message = "`x-each-job-type` must say which property holds the job type's name";
    const hint = 'Write `type: name` in it, if the property is called `type`.';
    bundler.diagnostics.push(diagnosticAt(at, 'extension', message, { on: 'key', hint }));
    return [[name, { ...base, ...(examples !== undefined && { examples }) }]];
  }
  // Without job types there is nothing to choose from, and an empty `oneOf` is not allowed.
  if (jobTypes.length === 0) return [[name, { ...base, ...(examples !== undefined && { examples }) }]];
  const variants = jobTypes.map((jobType): Entry => {
    const shown = isArray(examples) ? examples.map(asObject) : [];
    const written = shown.filter((one) => one[nameProperty] === jobType.name);
    const own = written.length > 0 ? written : exampleOf(jobType, roles, shown[0], bundler);
    const properties = { ...asObject(base.properties) };
    for (const [property, role] of roles)
      properties[property] = propertyOf(jobType, String(role), asObject(properties[property]));
    const variant = {
      ...base,
      title: `${jobType.pascalName}${name}`,
      properties,
      ...(own.length > 0 && { examples: own }),
    };
    return [`${jobType.pascalName}${name}`, follow(bundler, schema, variant)];
  });
  const union: JsonObject = {
    ...(base.title !== undefined && { title: base.title }),
    ...(base.description !== undefined && { description: base.description }),
    oneOf: variants.map(([variant]) => ({ $ref: schemaPointer(variant) })),
    discriminator: {
      propertyName: nameProperty,
      mapping: Object.fromEntries(
        jobTypes.map((type) => [type.name, schemaPointer(`${type.pascalName}${name}`)]),
      ),
    },
    ...(examples !== undefined && { examples }),
  };
  return [[name, follow(bundler, schema, union)], ...variants];
}

/** An example of a variant that nobody wrote one for: another variant's, with what the job type says of its own parts. */
function exampleOf(
  jobType: DeclaredJobType,
  roles: readonly (readonly [property: string, role: JsonValue])[],
  other: JsonObject | undefined,
  bundler: Bundler,
): readonly JsonObject[] {
  const example: Record<string, JsonValue> = { ...other };
  for (const [property, role] of roles) {
    delete example[property];
    const part = partOf(jobType, String(role), bundler);
    if (part !== undefined) example[property] = part;
    else if (role === 'input' || role === 'result') return [];
  }
  return other === undefined ? [] : [example];
}

function partOf(jobType: DeclaredJobType, role: string, bundler: Bundler): JsonValue | undefined {
  switch (role) {
    case 'name':
      return jobType.name;
    case 'input':
      return jobType.examples[0]?.input;
    case 'result':
      return examplesOf(jobType.result, bundler)[0];
    default:
      return undefined;
  }
}

function examplesOf(schema: JsonSchema, bundler: Bundler): readonly JsonValue[] {
  const reference = asString(asObject(asJson(schema)).$ref);
  const found = bundler.schemas().find(({ name }) => schemaPointer(name) === reference);
  const { examples } = asObject(asJson(found?.schema ?? schema));
  return asList(examples);
}

/** What a property is in the variant of a job type. */
function propertyOf(jobType: DeclaredJobType, role: string, base: JsonObject): JsonSchema {
  switch (role) {
    case 'name':
      return constName(jobType.name);
    case 'input':
      return jobType.input;
    case 'timeout':
      return atMost(base, jobType.timeoutSeconds);
    case 'queueTimeout':
      return atMost(base, jobType.queueTimeoutSeconds);
    default:
      return jobType.result;
  }
}

/** The property with the job type's own limit; an example above it would be none. */
function atMost(base: JsonObject, maximum: number): JsonObject {
  const examples = asList(base.examples);
  const fitting = examples.filter((one) => typeof one === 'number' && one <= maximum);
  return {
    ...base,
    maximum,
    ...(examples.length > 0 && { examples: fitting.length > 0 ? fitting : [maximum] }),
  };
}

function constName(name: string): JsonObject {
  return { type: 'string', const: name, description: `Always \`${name}\`.`, examples: [name] };
}

/** One event type of the job types, in its envelope. */
export interface EventBranch {
  readonly eventType: string;
  readonly schemaName: string;
}

function appendEvents(schema: JsonObject, branches: readonly EventBranch[], bundler: Bundler): JsonObject {
  const { 'x-job-events': _, oneOf, ...rest } = schema;
  const reserved = asList(oneOf);
  const mapping: Record<string, JsonValue> = {};
  for (const branch of reserved) {
    const reference = asString(asObject(branch).$ref);
    const type = reference && reservedEventType(bundler, reference);
    if (reference && type) mapping[type] = reference;
  }
  for (const { eventType, schemaName } of branches) mapping[eventType] = schemaPointer(schemaName);
  const own = branches.map(({ schemaName }) => ({ $ref: schemaPointer(schemaName) }));
  return follow(bundler, schema, {
    ...rest,
    oneOf: [...reserved, ...own],
    discriminator: { propertyName: 'type', mapping },
  });
}

function reservedEventType(bundler: Bundler, reference: string): string | undefined {
  const found = bundler.schemas().find(({ name }) => schemaPointer(name) === reference);
  return asString(asObject(asObject(asObject(asJson(found?.schema)).properties).type).const);
}

function asJson(schema: JsonSchema | undefined): JsonValue | undefined {
  return schema;
}

/** The envelope around one event type's data. */
export function eventSchema(
  envelope: JsonObject,
  event: {
    readonly name: string;
    readonly description?: string;
    readonly data: JsonSchema;
    readonly examples: readonly JsonValue[];
  },
): JsonObject {
  const { examples: _, ...base } = envelope;
  const properties = { ...asObject(base.properties), type: constName(event.name), data: event.data };
  return {
    ...base,
    ...(event.description !== undefined && { description: event.description }),
    properties,
    ...(event.examples.length > 0 && { examples: event.examples }),
  };
}

/** A made schema stands where the one that it was made from stands. */
function follow(bundler: Bundler, from: JsonObject, made: JsonObject): JsonObject {
  const origin = bundler.origins.get(from);
  if (origin) bundler.origins.set(made, origin);
  return made;
}
