/**
 * The objects of OpenAPI 3.1.
 * @see https://spec.openapis.org/oas/v3.1.1.html#schema
 */

import { METHODS } from '../../model/methods.js';
import {
  any,
  componentName,
  flag,
  type Grammar,
  type KeyRule,
  list,
  map,
  object,
  type Rule,
  text,
  textLike,
  word,
} from './grammar.js';
import { schemaGrammar } from './schema-grammar.js';

/** A Reference Object may have these beside its `$ref`. */
const BESIDE_REF = ['summary', 'description'];

const path: KeyRule = { pattern: /^\//, what: 'a path, which starts with `/`' };
const status: KeyRule = {
  pattern: /^([1-5]\d\d|[1-5]XX|default)$/,
  what: "a status: `'200'`, `4XX` or `default`",
};
const mediaType: KeyRule = { pattern: /^[^\s/]+\/[^\s/]+/, what: 'a media type such as `application/json`' };
const identifier = textLike(/^[A-Za-z_$][\w$]*$/, 'a name of letters, digits and `_`');
const named = (rule: Rule) => map(rule, componentName);

const described = { example: any, examples: map('Example') };
const headerFields: Readonly<Record<string, Rule>> = {
  description: text,
  required: flag,
  deprecated: flag,
  style: text,
  explode: flag,
  schema: 'Schema',
  content: map('MediaType', mediaType),
  ...described,
};

/** OpenAPI 3.1, from its root. */
export const openapiGrammar: Grammar = {
  ...schemaGrammar,
  OpenApi: object(
    'an OpenAPI document',
    {
      openapi: textLike(/^3\.1\.\d+$/, 'a version that this compiler reads: `3.1.0`'),
      info: 'Info',
      jsonSchemaDialect: text,
      servers: list('Server'),
      paths: object('the paths', {}, { others: { keys: path, values: 'PathItem' } }),
      webhooks: map('PathItem'),
      components: 'Components',
      security: list(map(list(text))),
      tags: list('Tag'),
      externalDocs: 'ExternalDocs',
    },
    { required: ['openapi', 'info', 'paths'] },
  ),
  Info: object(
    'the info',
    {
      title: text,
      version: text,
      summary: text,
      description: text,
      termsOfService: text,
      contact: object('a contact', { name: text, url: text, email: text }),
      license: object('a license', { name: text, identifier: text, url: text }, { required: ['name'] }),
    },
    { required: ['title', 'version'] },
  ),
  Server: object(
    'a server',
    { url: text, description: text, variables: map('ServerVariable') },
    { required: ['url'] },
  ),
  ServerVariable: object(
    'a server variable',
    { enum: list(text, 1), default: text, description: text },
    { required: ['default'] },
  ),
  Tag: object(
    'a tag',
    { name: text, description: text, externalDocs: 'ExternalDocs' },
    { required: ['name'] },
  ),
  PathItem: object(
    'a path',
    {
      summary: text,
      description: text,
      servers: list('Server'),
      parameters: list('Parameter'),
      ...Object.fromEntries(METHODS.map((method) => [method, 'Operation'])),
    },
    { reference: BESIDE_REF },
  ),
  Operation: object(
    'an operation',
    {
      tags: list(text),
      summary: text,
      description: text,
      externalDocs: 'ExternalDocs',
      operationId: identifier,
      parameters: list('Parameter'),
      requestBody: 'RequestBody',
      responses: object('the responses', {}, { others: { keys: status, values: 'Response' } }),
      callbacks: map('Callback'),
      deprecated: flag,
      security: list(map(list(text))),
      servers: list('Server'),
      'x-sdk-method': identifier,
      'x-idempotent': flag,
      'x-sdk-group': identifier,
      'x-rate-limit': word('budget', 'jobs', 'reads'),
    },
    { required: ['operationId', 'responses'] },
  ),
  Parameter: object(
    'a parameter',
    {
      name: text,
      in: word('place', 'path', 'query', 'header', 'cookie'),
      allowEmptyValue: flag,
      allowReserved: flag,
      ...headerFields,
    },
    { required: ['name', 'in'], reference: BESIDE_REF },
  ),
  Header: object('a header', headerFields, { reference: BESIDE_REF }),
  RequestBody: object(
    'a request body',
    { description: text, content: map('MediaType', mediaType), required: flag },
    { required: ['content'], reference: BESIDE_REF },
  ),
  Response: object(
    'a response',
    {
      description: text,
      headers: map('Header'),
      content: map('MediaType', mediaType),
      links: map('Link'),
      'x-problem-codes': list(text, 1),
    },
    { required: ['description'], reference: BESIDE_REF },
  ),
  MediaType: object('a media type', {
    schema: 'Schema',
    ...described,
    encoding: map('Encoding'),
    itemSchema: 'Schema',
    'x-itemSchema': 'Schema',
  }),
  Encoding: object('an encoding', {
    contentType: text,
    headers: map('Header'),
    style: text,
    explode: flag,
    allowReserved: flag,
  }),
  Example: object(
    'an example',
    { summary: text, description: text, value: any, externalValue: text },
    { reference: BESIDE_REF },
  ),
  Link: object(
    'a link',
    {
      operationRef: text,
      operationId: text,
      parameters: map(any),
      requestBody: any,
      description: text,
      server: 'Server',
    },
    { reference: BESIDE_REF },
  ),
  Callback: object(
    'a callback',
    {},
    { others: { keys: { pattern: /./, what: 'an expression' }, values: 'PathItem' }, reference: BESIDE_REF },
  ),
  Components: object('the components', {
    schemas: named('Schema'),
    responses: named('Response'),
    parameters: named('Parameter'),
    examples: named('Example'),
    requestBodies: named('RequestBody'),
    headers: named('Header'),
    securitySchemes: named('SecurityScheme'),
    links: named('Link'),
    callbacks: named('Callback'),
    pathItems: named('PathItem'),
  }),
  SecurityScheme: object(
    'a security scheme',
    {
      type: word('type', 'apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect'),
      description: text,
      name: text,
      in: word('place', 'query', 'header', 'cookie'),
      scheme: text,
      bearerFormat: text,
      flows: any,
      openIdConnectUrl: text,
    },
    {
      reference: BESIDE_REF,
      required: ({ type }) => {
        if (type === 'apiKey') return ['type', 'name', 'in'];
        if (type === 'http') return ['type', 'scheme'];
        if (type === 'oauth2') return ['type', 'flows'];
        return type === 'openIdConnect' ? ['type', 'openIdConnectUrl'] : ['type'];
      },
    },
  ),
};
