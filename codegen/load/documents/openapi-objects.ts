/**
 * The objects of OpenAPI 3.0 to 3.2 that are not schemas, as one table: what each field holds. `[X]` is a list of X, `{X}`
 * an object of the author's names; `text`, `flag` and `any` are plain values.
 * @see https://spec.openapis.org/oas/v3.2.0.html
 */

import { METHODS } from '../../model/methods.js';

/** An object's fields; `*` stands for all names that are not fields. */
export interface ObjectRule {
  readonly fields: Readonly<Record<string, string>>;
  /** A `$ref` may stand in its place. */
  readonly isReferable?: true;
}

const written = { style: 'text', explode: 'flag', example: 'any', examples: '{Example}' };

const headerFields = {
  ...{
    description: 'text',
    required: 'flag',
    deprecated: 'flag',
    allowEmptyValue: 'flag',
    allowReserved: 'flag',
  },
  ...{ schema: 'Schema', content: '{MediaType}', ...written },
};

/** All kinds of objects, from the root `OpenApi`. */
export const OPENAPI_OBJECTS: Readonly<Record<string, ObjectRule>> = {
  OpenApi: {
    fields: {
      ...{ openapi: 'text', $self: 'text', info: 'Info', jsonSchemaDialect: 'text', servers: '[Server]' },
      ...{ paths: 'Paths', webhooks: '{PathItem}', components: 'Components', security: '[any]' },
      ...{ tags: '[Tag]', externalDocs: 'any' },
    },
  },
  Info: {
    fields: {
      ...{ title: 'text', version: 'text', summary: 'text', description: 'text', termsOfService: 'text' },
      ...{ contact: 'any', license: 'any' },
    },
  },
  Server: { fields: { url: 'text', name: 'text', description: 'text', variables: 'any' } },
  Tag: {
    fields: {
      ...{
        name: 'text',
        summary: 'text',
        description: 'text',
        externalDocs: 'any',
        parent: 'text',
        kind: 'text',
      },
    },
  },
  Paths: { fields: { '*': 'PathItem' } },
  PathItem: {
    fields: {
      ...{ summary: 'text', description: 'text', servers: '[Server]', parameters: '[Parameter]' },
      ...Object.fromEntries([...METHODS, 'query'].map((method) => [method, 'Operation'])),
      // What 3.1 has no word for stands under the latter in the lowered document, as some write it in 3.1.
      ...{ additionalOperations: '{Operation}', 'x-additionalOperations': '{Operation}' },
    },
    isReferable: true,
  },
  Operation: {
    fields: {
      ...{ tags: '[text]', summary: 'text', description: 'text', externalDocs: 'any', operationId: 'text' },
      ...{ parameters: '[Parameter]', requestBody: 'RequestBody', responses: 'Responses' },
      ...{ callbacks: '{Callback}', deprecated: 'flag', security: '[any]', servers: '[Server]' },
    },
  },
  Parameter: { fields: { name: 'text', in: 'text', ...headerFields }, isReferable: true },
  Header: { fields: headerFields, isReferable: true },
  RequestBody: {
    fields: { description: 'text', content: '{MediaType}', required: 'flag' },
    isReferable: true,
  },
  Responses: { fields: { '*': 'Response' } },
  Response: {
    fields: {
      ...{
        summary: 'text',
        description: 'text',
        headers: '{Header}',
        content: '{MediaType}',
        links: '{Link}',
      },
    },
    isReferable: true,
  },
  MediaType: {
    fields: {
      ...{ schema: 'Schema', itemSchema: 'Schema', 'x-itemSchema': 'Schema', example: 'any' },
      ...{ examples: '{Example}', encoding: '{Encoding}', prefixEncoding: 'any', itemEncoding: 'any' },
    },
    isReferable: true,
  },
  Encoding: {
    fields: {
      ...{ contentType: 'text', headers: '{Header}', style: 'text', explode: 'flag', allowReserved: 'flag' },
      ...{ encoding: 'any', prefixEncoding: 'any', itemEncoding: 'any' },
    },
  },
  Example: {
    fields: {
      ...{ summary: 'text', description: 'text', value: 'any', externalValue: 'text' },
      ...{ dataValue: 'any', serializedValue: 'text' },
    },
    isReferable: true,
  },
  Link: {
    fields: {
      ...{ operationRef: 'text', operationId: 'text', parameters: 'any', requestBody: 'any' },
      ...{ description: 'text', server: 'any' },
    },
    isReferable: true,
  },
  Callback: { fields: { '*': 'PathItem' }, isReferable: true },
  Components: {
    fields: {
      ...{ schemas: 'any', responses: '{Response}', parameters: '{Parameter}', examples: '{Example}' },
      ...{ requestBodies: '{RequestBody}', headers: '{Header}', securitySchemes: '{SecurityScheme}' },
      ...{ links: '{Link}', callbacks: '{Callback}', pathItems: '{PathItem}', mediaTypes: '{MediaType}' },
    },
  },
  SecurityScheme: {
    fields: {
      ...{
        type: 'text',
        description: 'text',
        name: 'text',
        in: 'text',
        scheme: 'text',
        bearerFormat: 'text',
      },
      ...{ flows: 'any', openIdConnectUrl: 'text', oauth2MetadataUrl: 'text', deprecated: 'flag' },
    },
    isReferable: true,
  },
};
