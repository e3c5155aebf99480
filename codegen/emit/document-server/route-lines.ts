/** The lines of one route in a table. */
import type {
  FieldEncoding,
  Header,
  JsonSchema,
  MediaType,
  Operation,
  Parameter,
} from '../../model/contract.js';
import { isUsuallyExploded } from '../../model/operations.js';
import { sentPath } from '../../model/request-key.js';
import { isStringSchema } from '../client/resolve.js';
import { literalField } from '../typescript-text.js';
import { bodyKind } from './body-kind.js';
import { fileFields } from './form-files.js';
import { isTextData } from './response-types.js';
import { isOpen, itemsOf, propertiesOf, type Schemas, shapeOf } from './schema-view.js';

/** One route of the table, as it is printed. */
export function routeLines(operation: Operation, schemas: Schemas): string {
  const { operationId, method, path, parameters, security, requestBody, responses } = operation;
  return `  {\n${fieldLines({
    operationId,
    method: method.toLowerCase(),
    path: sentPath(path),
    parameters: parameters.length === 0 ? undefined : parameters.map((one) => parameterOf(one, schemas)),
    security: security.length === 0 ? undefined : security,
    body: requestBody && {
      ...(requestBody.required && { required: true }),
      content: requestBody.content.map((media) => contentOf(media, schemas)),
    },
    responses: Object.fromEntries(
      responses.map(({ status, content }) => [
        statusKey(status),
        content.map(({ contentType }) => contentType),
      ]),
    ),
    responseHeaders: responseHeaders(operation, schemas),
    textEvents: textEvents(operation),
  })}  },\n`;
}

/** Headers that are no texts, lists or objects as is usual. */
function responseHeaders({ responses }: Operation, schemas: Schemas): object | undefined {
  const byStatus = responses.flatMap(({ status, headers }) => {
    const forms = headers.flatMap((header) => {
      const form = headerForm(header, schemas);
      return Object.keys(form).length === 0 ? [] : [[header.name.toLowerCase(), form] as const];
    });
    return forms.length === 0 ? [] : [[statusKey(status), Object.fromEntries(forms)] as const];
  });
  return byStatus.length === 0 ? undefined : Object.fromEntries(byStatus);
}

function headerForm({ schema, explode, contentType }: Header, schemas: Schemas): object {
  if (contentType !== undefined) return bodyKind(contentType) === 'json' ? { json: true } : {};
  return explode && shapeOf(schema, schemas) === 'object' ? { explode } : {};
}

/** Ranges are found by their capital letters. */
function statusKey(status: string): string {
  return /^\dxx$/i.test(status) ? status.toUpperCase() : status;
}

/** How a parameter is written; what is usual in its place is left out. */
function parameterOf(parameter: Parameter, schemas: Schemas): object {
  const { name, in: place, style, explode, contentType, schema, encoding } = parameter;
  if (place === 'querystring' && contentType !== undefined) {
    return {
      name,
      in: place,
      content: contentOf({ contentType, schema, ...(encoding && { encoding }) }, schemas),
    };
  }
  const usual = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  if (contentType !== undefined)
    return { name, in: place, ...(bodyKind(contentType) === 'json' && { json: true }) };
  const shape = shapeOf(schema, schemas);
  const isJson =
    shape === 'array' && style !== 'deepObject' && shapeOf(itemsOf(schema, schemas), schemas) === 'object';
  return {
    name,
    in: place,
    // Styles say nothing of objects in lists: clients write them as JSON.
    ...(isJson && (place === 'query' || place === 'cookie') && { json: true }),
    ...(style !== usual && { style }),
    ...(shape !== 'value' && style !== 'deepObject' && explode !== isUsuallyExploded(style) && { explode }),
    ...(shape !== 'value' && { shape }),
    ...(shape !== 'value' && style !== 'simple' && fieldsOf(schema, schemas)),
  };
}

/** The fields by which an object is found that is spread over a query. */
function fieldsOf(schema: Parameter['schema'], schemas: Schemas): object {
  const properties = [...propertiesOf(schema, schemas)];
  const isSpread =
    isOpen(schema, schemas) || (properties.length === 0 && shapeOf(schema, schemas) === 'object');
  const fields = Object.fromEntries(properties.map(([name, one]) => [name, shapeOf(one.schema, schemas)]));
  return { ...(properties.length > 0 && { fields }), ...(isSpread && { open: true }) };
}

function contentOf(media: MediaType, schemas: Schemas): object {
  const { contentType, schema } = media;
  const kind = bodyKind(contentType);
  const isStated = kind !== 'text' || schema === undefined || isStringSchema(schemas, schema);
  const files = kind === 'multipart' ? fileFields(media, schemas) : [];
  const fields = kind === 'form' || kind === 'multipart' ? formFields(media, schemas) : {};
  return {
    contentType,
    ...(!isStated && { unchecked: true }),
    ...(files.length > 0 && {
      files: Object.fromEntries(files.map(({ name, isList }) => [name, isList ? 'array' : 'value'])),
    }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}

/** The fields of a form that are no texts: lists, objects, and whatever has a style. */
function formFields(media: MediaType, schemas: Schemas): Readonly<Record<string, object>> {
  const files = new Set(fileFields(media, schemas).map(({ name }) => name));
  const properties = [...propertiesOf(media.schema, schemas)].filter(([name]) => !files.has(name));
  const entries = properties.map(([name, { schema }]) => {
    const encoding =
      media.encoding !== undefined && Object.hasOwn(media.encoding, name) ? media.encoding[name] : {};
    return [name, formField(schema, encoding ?? {}, schemas)] as const;
  });
  return Object.fromEntries(entries.filter(([, field]) => Object.keys(field).length > 0));
}

/** Objects are JSON, unless a style is given for them (OpenAPI 3.1, section 4.8.15.1). */
function formField(
  schema: JsonSchema,
  { style, explode, contentType }: FieldEncoding,
  schemas: Schemas,
): object {
  const shape = shapeOf(schema, schemas);
  const one = shape === 'array' ? shapeOf(itemsOf(schema, schemas), schemas) : shape;
  const isStyled = style !== undefined || explode !== undefined;
  const isJson = contentType === undefined ? one === 'object' && !isStyled : bodyKind(contentType) === 'json';
  const isExploded =
    explode !== undefined && explode !== ((style ?? 'form') === 'form') && style !== 'deepObject';
  return {
    ...(isStyled && style !== undefined && style !== 'form' && { style }),
    ...(isExploded && { explode }),
    ...(shape !== 'value' && !(isJson && shape === 'object') && { shape }),
    ...(isJson && { json: true }),
    ...(!isJson && shape === 'object' && style !== 'deepObject' && fieldsOf(schema, schemas)),
  };
}

/** Events whose data is text as it stands; true: all. */
function textEvents({ responses }: Operation): readonly string[] | true | undefined {
  const streams = responses.flatMap(({ content }) =>
    content.filter(({ contentType }) => bodyKind(contentType) === 'events'),
  );
  if (streams.length === 0) return undefined;
  if (
    streams.every(
      ({ events, itemSchema, schema }) => events === undefined && isTextData(itemSchema ?? schema),
    )
  )
    return true;
  const names = streams.flatMap(({ events = [] }) =>
    events.flatMap(({ event = '', isJson }) => (isJson ? [] : [event])),
  );
  return names.length === 0 ? undefined : [...new Set(names)];
}

/** The members of an object literal in a table. */
export function fieldLines(object: object): string {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return entries.map(([name, value]) => literalField(name, value, '    ')).join('');
}
