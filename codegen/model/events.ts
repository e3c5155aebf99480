/** The events of job types as whole messages: envelope, schema names, examples. */
import type { Bundler } from '../load/bundle.js';
import { asObject, asString, isArray, isObject, pascalCase } from '../load/json.js';
import type { Origin } from '../load/source.js';
import type { JsonObject, JsonValue, Message } from './contract.js';
import { type EventBranch, eventSchema } from './expand.js';
import type { DeclaredEvent, DeclaredJobType } from './job-types.js';
import { schemaPointer } from './schema-references.js';

/** A job type's event as a message, with what the AsyncAPI document says of it. */
export interface JobMessage extends Message {
  readonly jobType: string;
  readonly title?: string;
  readonly namedExamples: readonly JsonObject[];
  /** Where the job file declares it. */
  readonly origin: Origin;
}

/** The messages of all job types, and the branches by which they join the union of events. */
export interface JobEvents {
  readonly messages: readonly JobMessage[];
  readonly branches: readonly EventBranch[];
}

/** Wraps every declared event into the envelope that `x-job-events` names, and names its schema. */
export function buildJobEvents(jobTypes: readonly DeclaredJobType[], bundler: Bundler): JobEvents {
  const envelope = findEnvelope(bundler);
  if (!envelope) return { messages: [], branches: [] };
  const messages: JobMessage[] = [];
  const declared = new Map<string, { event: DeclaredEvent; schemaName: string }[]>();
  for (const jobType of jobTypes) {
    for (const event of jobType.events) {
      const namedExamples = wrapExamples(envelope, jobType, event);
      const examples = namedExamples.map((example) => example.payload ?? null);
      const schemaName = `${event.messageName}Event`;
      const schema = { title: schemaName, ...eventSchema(envelope, { ...event, examples }) };
      bundler.add(schemaName, withoutTitleOf(envelope, schema, schemaName), event.origin);
      messages.push({
        name: event.messageName,
        eventType: event.name,
        jobType: jobType.name,
        role: 'event',
        ...(event.title !== undefined && { title: event.title }),
        ...(event.summary !== undefined && { summary: event.summary }),
        ...(event.description !== undefined && { description: event.description }),
        payload: { $ref: schemaPointer(schemaName) },
        examples,
        namedExamples,
        origin: event.origin,
      });
      declared.set(event.name, [...(declared.get(event.name) ?? []), { event, schemaName }]);
    }
  }
  const branches = [...declared].map(([eventType, all]) => ({
    eventType,
    schemaName: branchName(eventType, all, envelope, bundler),
  }));
  return { messages, branches };
}

/** A copy of the envelope has its own title, not the envelope's. */
function withoutTitleOf(envelope: JsonObject, schema: JsonObject, title: string): JsonObject {
  return envelope.title === undefined ? schema : { ...schema, title };
}

/** One job type's event is its own branch; of an event that several declare, the data is any of theirs. */
function branchName(
  eventType: string,
  all: readonly { event: DeclaredEvent; schemaName: string }[],
  envelope: JsonObject,
  bundler: Bundler,
): string {
  const [first] = all;
  if (first && all.length === 1) return first.schemaName;
  const data = all.map(({ event }) => event.data);
  const different = data.filter((one, index) => data.findIndex((other) => sameJson(one, other)) === index);
  const schemaName = `${pascalCase(eventType)}Event`;
  const schema = eventSchema(envelope, {
    name: eventType,
    ...(first?.event.description !== undefined && { description: first.event.description }),
    data: different.length === 1 && different[0] !== undefined ? different[0] : { anyOf: different },
    examples: [],
  });
  if (first) bundler.add(schemaName, { ...schema, title: schemaName }, first.event.origin);
  return schemaName;
}

function sameJson(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The envelope that the schema with `x-job-events` refers to. */
function findEnvelope(bundler: Bundler): JsonObject | undefined {
  const schemas = bundler.schemas();
  for (const { schema } of schemas) {
    if (!isObject(schema)) continue;
    const reference = asString(asObject(schema['x-job-events']).$ref);
    const envelope = schemas.find(({ name }) => schemaPointer(name) === reference)?.schema;
    if (isObject(envelope)) return envelope;
  }
  return undefined;
}

/** A job file's examples show an event's data; on the wire it comes in the envelope, whose example lends the rest. */
function wrapExamples(
  envelope: JsonObject,
  jobType: DeclaredJobType,
  event: DeclaredEvent,
): readonly JsonObject[] {
  const outer = isArray(envelope.examples) ? asObject(envelope.examples[0]) : {};
  if (Object.keys(outer).length === 0) return [];
  return event.examples
    .filter((example) => example.payload !== undefined)
    .map((example, index) => ({
      name: asString(example.name) ?? `${jobType.pascalName}${pascalCase(event.name)}${index + 1}`,
      ...(example.summary !== undefined && { summary: example.summary }),
      payload: { ...outer, type: event.name, data: example.payload ?? null },
    }));
}
