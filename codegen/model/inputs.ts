/** The inputs of job types as whole messages: the frames in which clients send them. */
import type { Bundler } from '../load/bundle.js';
import { asObject, asString, isArray, isObject, pascalCase } from '../load/json.js';
import type { JsonObject } from './contract.js';
import type { JobMessage } from './events.js';
import { eventSchema } from './expand.js';
import type { DeclaredInput, DeclaredJobType } from './job-types.js';
import { schemaPointer } from './schema-references.js';

/** Wraps every declared input into the frame that a channel's `x-job-inputs` names; `asyncapi` is the bundled copy. */
export function buildJobInputs(
  jobTypes: readonly DeclaredJobType[],
  asyncapi: JsonObject,
  bundler: Bundler,
): readonly JobMessage[] {
  const frame = findFrame(asyncapi, bundler);
  if (!frame) return [];
  return jobTypes.flatMap((jobType) =>
    jobType.inputs.map((input) => {
      const namedExamples = wrapExamples(frame, jobType, input);
      const examples = namedExamples.map((example) => example.payload ?? null);
      const schemaName = `${input.messageName}Frame`;
      const type = asObject(asObject(frame.properties).type);
      const schema = eventSchema(frame, { ...input, name: asString(type.const) ?? 'input', examples });
      bundler.add(
        schemaName,
        { ...schema, ...(frame.title !== undefined && { title: schemaName }) },
        input.origin,
      );
      return {
        name: input.messageName,
        eventType: asString(type.const) ?? 'input',
        jobType: jobType.name,
        role: 'client-frame',
        ...(input.title !== undefined && { title: input.title }),
        ...(input.summary !== undefined && { summary: input.summary }),
        ...(input.description !== undefined && { description: input.description }),
        payload: { $ref: schemaPointer(schemaName) },
        examples,
        namedExamples,
        origin: input.origin,
      };
    }),
  );
}

function findFrame(asyncapi: JsonObject, bundler: Bundler): JsonObject | undefined {
  for (const channel of Object.values(asObject(asyncapi.channels))) {
    const reference = asString(asObject(asObject(channel)['x-job-inputs']).$ref);
    const frame = bundler.schemas().find(({ name }) => schemaPointer(name) === reference)?.schema;
    if (isObject(frame)) return frame;
  }
  return undefined;
}

/** A job file's examples show an input's own fields; on the wire they come in the frame, beside their `type`. */
function wrapExamples(
  frame: JsonObject,
  jobType: DeclaredJobType,
  input: DeclaredInput,
): readonly JsonObject[] {
  const outer = isArray(frame.examples) ? asObject(frame.examples[0]) : {};
  if (Object.keys(outer).length === 0) return [];
  return input.examples
    .filter((example) => example.payload !== undefined)
    .map((example, index) => ({
      name: asString(example.name) ?? `${jobType.pascalName}${pascalCase(input.name)}${index + 1}`,
      ...(example.summary !== undefined && { summary: example.summary }),
      payload: { ...outer, data: { type: input.name, ...asObject(example.payload) } },
    }));
}
