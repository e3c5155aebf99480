/** What the runtime is told of an operation: the runtime's `OperationSpec` and `StreamSpec`, as plain values. */
import type { Contract, FieldEncoding, MediaType, Operation, Parameter } from '../../model/contract.js';
import { sentMethod } from '../../model/methods.js';
import { isUsuallyExploded, wholeQueryOf } from '../../model/operations.js';
import { sentPath } from '../../model/request-key.js';
import { isLines, isUrlEncoded } from '../media-types.js';
import { readingOf } from './body-types.js';
import { headerReading } from './header-reading.js';
import { replies } from './operation-shape.js';
import { givenParameters, isIdempotencyKey, sentContent } from './request-printer.js';
import { itemSchema } from './response-printer.js';
import { absoluteUrl } from './server-address.js';

/** The fields of an operation's spec, in the order of their printing. */
export function operationSpec(contract: Contract, operation: Operation): Readonly<Record<string, unknown>> {
  const formats = formatsOf(operation);
  const query = wholeQuery(operation);
  const content = sentContent(operation);
  const security = securityOf(contract, operation);
  const headers = headersOf(contract, operation);
  const server = absoluteUrl(operation.servers ?? []);
  const key = operation.parameters.find(isIdempotencyKey);
  return {
    id: operation.operationId,
    method: sentMethod(operation),
    path: sentPath(operation.path),
    ...(server !== undefined && { baseUrl: server }),
    ...(Object.keys(formats).length > 0 && { formats }),
    ...(query !== undefined && { querystring: query }),
    ...(content.length > 0 && { body: bodyFormats(content) }),
    responses: byKey(replies(operation), (response) => [
      response.status,
      byKey(response.content, (media) => [media.contentType, readingOf(contract.schemas, media)]),
    ]),
    ...(Object.keys(headers).length > 0 && { responseHeaders: headers }),
    ...(security.length > 0 && { security }),
    ...(key !== undefined && { idempotencyKey: key.name }),
  };
}

/** The fields of a stream's spec. */
export function streamSpec({ schemas }: Contract, media: MediaType): Readonly<Record<string, unknown>> {
  const reading = (isJson: boolean) => (isJson ? 'json' : 'text');
  const { contentType, events } = media;
  if (isLines(media)) return { contentType };
  if (events === undefined) return { contentType, others: reading(itemSchema(schemas, media) !== undefined) };
  const other = events.find(({ event }) => event === undefined);
  return {
    contentType,
    events: byKey(
      events.filter(({ event }) => event !== undefined),
      (kind) => [kind.event ?? '', reading(kind.isJson)],
    ),
    ...(other !== undefined && { others: reading(other.isJson) }),
  };
}

function byKey<T>(
  list: readonly T[],
  entry: (one: T) => readonly [string, unknown],
): Record<string, unknown> {
  return Object.fromEntries(list.map(entry));
}

const PLACES = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

/** How a query is written that is one value. */
function wholeQuery(operation: Operation): object | undefined {
  const whole = wholeQueryOf(operation);
  if (whole?.contentType === undefined) return undefined;
  const { contentType, encoding } = whole;
  return { contentType, formats: bodyFormats([{ contentType, ...(encoding && { encoding }) }])[contentType] };
}

function formatsOf(operation: Operation): Record<string, Record<string, unknown>> {
  const formats: Record<string, Record<string, unknown>> = {};
  for (const parameter of givenParameters(operation)) {
    if (parameter.in === 'querystring') continue;
    const format = formatOf(parameter);
    if (Object.keys(format).length === 0) continue;
    const place = PLACES[parameter.in];
    formats[place] = { ...formats[place], [parameter.name]: format };
  }
  return formats;
}

/** What is not as is usual in the parameter's place. */
function formatOf({
  in: place,
  style,
  explode,
  allowReserved,
  contentType,
}: Parameter): Record<string, unknown> {
  if (contentType !== undefined) return { contentType };
  const usual = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  return {
    ...(style !== usual && { style }),
    ...(explode !== isUsuallyExploded(style) && style !== 'deepObject' && { explode }),
    ...(allowReserved && { allowReserved }),
  };
}

function bodyFormats(content: readonly MediaType[]): Record<string, unknown> {
  return byKey(content, (media) => [
    media.contentType,
    byKey(
      Object.entries(media.encoding ?? {}).filter(([, encoding]) => Object.keys(encoding).length > 0),
      ([field, encoding]) => [field, fieldFormat(media, encoding)],
    ),
  ]);
}

/** A style takes the place of a content type (OpenAPI 3.1, section 4.8.15.1); in parts, that of nested fields does. */
function fieldFormat(media: MediaType, { contentType, ...written }: FieldEncoding): object {
  if (isUrlEncoded(media.contentType) && Object.keys(written).length > 0) return written;
  if (written.style === 'deepObject') return { style: written.style };
  return { ...(contentType !== undefined && { contentType }) };
}

function headersOf(contract: Contract, operation: Operation): Record<string, unknown> {
  const responses = replies(operation).filter(({ headers }) => headers.length > 0);
  return byKey(responses, ({ status, headers }) => [
    status,
    byKey(headers, (header) => [header.name, headerReading(contract.schemas, header).reading]),
  ]);
}

/** The alternatives that a client can meet by what it sends; a certificate is shown by the connection. */
function securityOf({ securitySchemes }: Contract, { security }: Operation): readonly (readonly string[])[] {
  const known = new Map(securitySchemes.map((scheme) => [scheme.name, scheme.type]));
  return security
    .map((alternative) => Object.keys(alternative))
    .filter((names) => names.every((name) => known.has(name)))
    .map((names) => names.filter((name) => known.get(name) !== 'mutualTLS'))
    .filter((names) => names.length > 0);
}
