/** What the client makes of an API whose operations work on jobs: methods are typed by the job's type. */
import type {
  Contract,
  JsonObject,
  JsonSchema,
  MediaType,
  Operation,
  Parameter,
} from '../../model/contract.js';
import { eventStreamOf, isJson, successes, upgrades } from '../media-types.js';
import { refName } from '../schema-types.js';

/** The property of a job, and the path parameter, that identifies it. */
export const JOB_ID = 'job_id';

/** Whether a path parameter names a job: a method takes the job itself as well. */
export function isJobParameter(contract: Contract, parameter: Parameter): boolean {
  return parameter.name === JOB_ID && contract.jobTypes.length > 0;
}

/** Whether a schema has one variant per job type, named by it: `TextGenerateCreateJobRequest`. */
export function isPerJobType(contract: Contract, schemaName: string | undefined): schemaName is string {
  if (schemaName === undefined || contract.jobTypes.length === 0) return false;
  return contract.jobTypes.every((job) => contract.schemas[`${job.pascalName}${schemaName}`] !== undefined);
}

/** The named schemas of JSON bodies that have a variant per job type, in the order of the spec. */
export function perJobTypeSchemas(contract: Contract): readonly string[] {
  const bodies = contract.operations.flatMap((operation) => [
    ...(operation.requestBody?.content ?? []),
    ...successes(operation).flatMap(({ content }) => content),
  ]);
  const names = bodies.filter(isJson).map(({ schema }) => refName(schema));
  return [...new Set(names)].filter((name): name is string => isPerJobType(contract, name));
}

/** An operation that creates jobs of any type. */
export interface JobCreation {
  /** Schema of the body; it has a variant per job type. */
  readonly body: string;
  /** The body's property that holds the job type's name. */
  readonly typeProperty: string;
  /** Schema of the job as it is answered. */
  readonly job: string;
  /** Schema of the job with its result, where it is waited for; it has a variant per job type. */
  readonly finished: string | undefined;
}

/** The operation as one that creates jobs, if it does. */
export function jobCreation(contract: Contract, operation: Operation): JobCreation | undefined {
  const body = refName(operation.requestBody?.content.find(isJson)?.schema);
  if (!isPerJobType(contract, body)) return undefined;
  const answers = successes(operation).flatMap(({ content }) => content.filter(isJson));
  const names = answers.map(({ schema }) => refName(schema)).filter((name) => name !== undefined);
  const job = names.find((name) => !isPerJobType(contract, name));
  if (job === undefined) return undefined;
  const typeProperty = discriminatorOf(contract.schemas[body]) ?? 'type';
  return { body, typeProperty, job, finished: names.find((name) => isPerJobType(contract, name)) };
}

function discriminatorOf(schema: JsonSchema | undefined): string | undefined {
  const discriminator =
    typeof schema === 'object' ? (schema.discriminator as JsonObject | undefined) : undefined;
  return typeof discriminator?.propertyName === 'string' ? discriminator.propertyName : undefined;
}

/** Whether jobs of some type can be told something while they run. */
export function hasInputs({ jobTypes }: Contract): boolean {
  return jobTypes.some(({ inputs }) => inputs.length > 0);
}

/** Whether an operation opens the socket of a job. */
export function isJobSocket(contract: Contract, operation: Operation): boolean {
  const isOfJob = operation.parameters.some((parameter) => isJobParameter(contract, parameter));
  return upgrades(operation) && isOfJob && hasInputs(contract);
}

/** What kinds of event streams there are. */
export function streamKinds(contract: Contract): { readonly ofJobs: boolean; readonly others: boolean } {
  const streams = contract.operations.filter((operation) => eventStreamOf(operation) !== undefined);
  return {
    ofJobs: streams.some((operation) => isJobStream(contract, operation)),
    others: streams.some((operation) => !isJobStream(contract, operation)),
  };
}

/** Whether a stream's events are those of a job: its items are among the messages that job types join. */
export function isJobStream(contract: Contract, operation: Operation): boolean {
  const name = refName(itemOf(eventStreamOf(operation)));
  const schema = name === undefined ? undefined : contract.schemas[name];
  const branches = typeof schema === 'object' && Array.isArray(schema.oneOf) ? schema.oneOf : [];
  const names = new Set(branches.map((branch) => refName(branch as JsonSchema)));
  return contract.jobTypes.length > 0 && contract.messages.some(({ payload }) => names.has(refName(payload)));
}

/** The schema of what the `data` of an event holds. In OpenAPI 3.2 the item is the frame, and `data` JSON in it. */
export function itemOf(media: MediaType | undefined): JsonSchema | undefined {
  const item = media?.itemSchema;
  const properties = typeof item === 'object' ? (item.properties as JsonObject | undefined) : undefined;
  const data = properties?.data as JsonObject | undefined;
  return (data?.contentSchema as JsonSchema | undefined) ?? item;
}
