/** server/routes.ts of a document: its operations and security schemes as plain data. */
import type { Contract, MediaType, Operation, Parameter } from '../../model/contract.js';
import { docComment } from '../doc-comment.js';
import { header, openapiSource } from '../headers.js';
import { literalField } from '../typescript-text.js';
import { bodyKind } from './body-kind.js';
import { fileFields } from './form-files.js';
import { isTextData } from './response-types.js';
import { isOpen, propertiesOf, type Schemas, shapeOf } from './schema-view.js';

/** The module. */
export function routesModule(contract: Contract): string {
  const routes = contract.operations.map((operation) => routeLines(operation, contract.schemas)).join('');
  const schemes = contract.securitySchemes
    .map(({ description: _, ...scheme }) => `  {\n${fieldLines(scheme)}  },\n`)
    .join('');
  return `${header(openapiSource(contract))}
import type { Route, RouteSecurityScheme } from './express/route.js';

${docComment('Every operation of the contract.')}export const routes: readonly Route[] = [${lines(routes)}];

${docComment('How clients show who they are.')}export const securitySchemes: readonly RouteSecurityScheme[] = [${lines(schemes)}];
`;
}

function lines(text: string): string {
  return text === '' ? '' : `\n${text}`;
}

function fieldLines(object: object): string {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return entries.map(([name, value]) => literalField(name, value, '    ')).join('');
}

/** One route of the table, as it is printed. */
function routeLines(operation: Operation, schemas: Schemas): string {
  const { operationId, method, path, parameters, security, requestBody, responses } = operation;
  return `  {\n${fieldLines({
    operationId,
    method,
    path,
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
    textEvents: textEvents(operation),
  })}  },\n`;
}

/** Ranges are found by their capital letters. */
function statusKey(status: string): string {
  return /^\dxx$/i.test(status) ? status.toUpperCase() : status;
}

/** How a parameter is written; what is usual in its place is left out. */
function parameterOf(parameter: Parameter, schemas: Schemas): object {
  const { name, in: place, style, explode, contentType, schema } = parameter;
  const usual = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  if (contentType !== undefined)
    return { name, in: place, ...(bodyKind(contentType) === 'json' && { json: true }) };
  const shape = shapeOf(schema, schemas);
  return {
    name,
    in: place,
    ...(style !== usual && { style }),
    ...(shape !== 'value' && explode !== (style === 'form') && { explode }),
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
  const isStated =
    kind !== 'text' || schema === undefined || (shapeOf(schema, schemas) === 'value' && isText(schema));
  const files = kind === 'multipart' ? fileFields(media, schemas).map(({ name }) => name) : [];
  const fields = kind === 'form' ? formFields(media, schemas) : {};
  return {
    contentType,
    ...(!isStated && { unchecked: true }),
    ...(files.length > 0 && { files }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}

function isText(schema: MediaType['schema']): boolean {
  return typeof schema === 'object' && schema.type === 'string';
}

/** The fields of a form that are not written as usual. */
function formFields(
  { schema, encoding = {} }: MediaType,
  schemas: Schemas,
): Readonly<Record<string, object>> {
  const properties = propertiesOf(schema, schemas);
  const entries = Object.entries(encoding).flatMap(([name, { style = 'form', explode }]) => {
    const isUsual = style === 'form' && explode !== false;
    if (isUsual) return [];
    const shape = shapeOf(properties.get(name)?.schema, schemas);
    const isExploded = explode !== undefined && explode !== (style === 'form') && style !== 'deepObject';
    return [
      [
        name,
        {
          ...(style !== 'form' && { style }),
          ...(isExploded && { explode }),
          ...(shape !== 'value' && { shape }),
        },
      ] as const,
    ];
  });
  return Object.fromEntries(entries);
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
