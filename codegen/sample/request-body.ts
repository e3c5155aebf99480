/** Bodies of requests, made of a document's examples or of its schemas. */
import { fileFields } from '../emit/document-server/form-files.js';
import { isJson, isLines, isMultipart, isUrlEncoded } from '../emit/media-types.js';
import type { JsonSchema, MediaType, Operation } from '../model/contract.js';
import { sampleChecked } from './checked-value.js';
import { sampleValue } from './sample-value.js';

type Schemas = Readonly<Record<string, JsonSchema>>;
type Check = (value: unknown) => boolean;

/** A body, and where it comes from. */
export interface SampleBody {
  readonly value: unknown;
  readonly contentType: string;
  /** The author gave it; otherwise it was made of the schema. */
  readonly isExample: boolean;
  /** The author's own examples are refused by the schema. */
  readonly isExampleWrong: boolean;
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
  const check = checks[contentType];
  if (isJson(media)) {
    const made = sampleChecked(media, { schemas, direction: 'request' }, check);
    return made && { ...made, contentType };
  }
  const value = otherBody(media, schemas, check);
  return value === undefined ? undefined : { value, contentType, isExample: false, isExampleWrong: false };
}

/** A body that is no JSON. */
function otherBody(media: MediaType, schemas: Schemas, check?: Check): unknown {
  const { contentType, itemSchema = true, examples = [] } = media;
  if (isMultipart(contentType) || isUrlEncoded(contentType)) return form(media, schemas, check);
  if (isLines({ contentType })) return [sampleValue(itemSchema, { schemas, direction: 'request' })];
  const [example] = examples;
  if (/^text\/|xml|yaml/.test(contentType)) return typeof example === 'string' ? example : 'text';
  return new Blob(['bytes'], { type: contentType });
}

/** The fields of a form; bytes are files. */
function form(media: MediaType, schemas: Schemas, check: Check = () => true): unknown {
  const { contentType, schema = true } = media;
  const files = new Set(isMultipart(contentType) ? fileFields(media, schemas).map(({ name }) => name) : []);
  const value = [{}, { optional: false }, { optionalDepth: 8 }]
    .map((options) => sampleValue(schema, { schemas, direction: 'request', examples: false, ...options }))
    .find((one) => typeof one === 'object' && one !== null && check(asRead(one)));
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const file = new Blob(['bytes'], { type: 'application/octet-stream' });
      if (!files.has(name)) return [name, field];
      return [name, Array.isArray(field) ? [file] : file];
    }),
  );
}

/** A form, or parameters, as they are read: lists and objects without anything in them are not there. */
export function asRead(form: unknown): unknown {
  const isEmpty = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const pruned: unknown = JSON.parse(JSON.stringify(form), (_, value: unknown) =>
    isEmpty(value) ? undefined : value,
  );
  return pruned ?? {};
}
