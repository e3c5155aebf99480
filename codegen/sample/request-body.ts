/** Bodies of requests, made of a document's examples or of its schemas. */
import { fileFields } from '../emit/document-server/form-files.js';
import { isJson, isLines } from '../emit/media-types.js';
import type { JsonSchema, JsonValue, MediaType, Operation } from '../model/contract.js';
import { sampleValue } from './sample-value.js';

type Schemas = Readonly<Record<string, JsonSchema>>;
type Check = (value: unknown) => boolean;

/** A body, and where it comes from. */
export interface SampleBody {
  readonly value: unknown;
  readonly contentType: string;
  /** The author gave it; otherwise it was made of the schema. */
  readonly isExample: boolean;
}

/** A body of an operation's first JSON type, else of its first type; undefined if there is none, or none was found. */
export function sampleBody(
  { requestBody }: Operation,
  schemas: Schemas,
  checks: Readonly<Record<string, Check>> = {},
): SampleBody | undefined {
  const media = requestBody?.content.find(isJson) ?? requestBody?.content[0];
  if (media === undefined) return undefined;
  const { contentType } = media;
  if (isJson(media)) return sampleJson(media, schemas, checks[contentType]);
  const value = otherBody(media, schemas);
  return value === undefined ? undefined : { value, contentType, isExample: false };
}

function sampleJson(
  { schema = true, examples = [], contentType }: MediaType,
  schemas: Schemas,
  check?: Check,
): SampleBody | undefined {
  const example = examples.find((value) => check === undefined || check(value));
  if (example !== undefined) return { value: example, contentType, isExample: true };
  const value = sampleChecked(schema, schemas, 'request', check);
  return value === undefined ? undefined : { value, contentType, isExample: false };
}

/** A value of a schema that its validator takes, with as much in it as can be. */
function sampleChecked(
  schema: JsonSchema,
  schemas: Schemas,
  direction: 'request' | 'response',
  check?: Check,
): JsonValue | undefined {
  const ways = [{}, { examples: false }, { optional: false }, { examples: false, optional: false }];
  return ways
    .map((options) => sampleValue(schema, { schemas, direction, ...options }))
    .find((value) => value !== undefined && (check === undefined || check(value)));
}

/** A body that is no JSON. */
function otherBody(
  { contentType, itemSchema = true, schema = true, examples = [] }: MediaType,
  schemas: Schemas,
): unknown {
  if (/form/.test(contentType)) return form({ contentType, schema }, schemas);
  if (isLines({ contentType })) return [sampleValue(itemSchema, { schemas, direction: 'request' })];
  const [example] = examples;
  if (/^text\/|xml|yaml/.test(contentType)) return typeof example === 'string' ? example : 'text';
  return new Blob(['bytes'], { type: contentType });
}

/** The fields of a form; bytes are files. */
function form(media: MediaType, schemas: Schemas): unknown {
  const value = sampleValue(media.schema ?? true, { schemas, direction: 'request', examples: false });
  if (typeof value !== 'object' || value === null) return undefined;
  const files = new Set(
    fileFields({ contentType: 'multipart/form-data', schema: media.schema ?? true }, schemas).map(
      ({ name }) => name,
    ),
  );
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const file = new Blob(['bytes'], { type: 'application/octet-stream' });
      if (!files.has(name)) return [name, field];
      return [name, Array.isArray(field) ? [file] : file];
    }),
  );
}
