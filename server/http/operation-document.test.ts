import { describe, expect, it } from 'vitest';
import { findOperation, requestDocument } from './operation-document.js';

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 't', version: '1' },
  security: [{ Key: [] }],
  paths: {
    '/things/{id}': {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { $ref: '#/components/parameters/Trace' },
      ],
      post: {
        operationId: 'change',
        security: [{ Key: [] }, { Token: [] }],
        parameters: [
          { name: 'trace', in: 'header', schema: { type: 'integer' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', default: 20 } },
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Body' } } },
        },
        responses: { 200: { description: 'ok' }, 400: { description: 'bad' } },
      },
      get: { operationId: 'read', responses: { 200: { description: 'ok' } } },
    },
    '/other': { get: { operationId: 'other', responses: {} } },
  },
  components: {
    parameters: { Trace: { name: 'trace', in: 'header', schema: { type: 'string' } } },
    securitySchemes: {
      Key: { type: 'http', scheme: 'bearer' },
      Token: { type: 'apiKey', in: 'query', name: 'token' },
    },
    schemas: {
      Body: {
        oneOf: [{ $ref: '#/components/schemas/A' }],
        discriminator: { propertyName: 'kind', mapping: { a: '#/components/schemas/A' } },
      },
      A: {
        type: 'object',
        properties: {
          kind: { const: 'a' },
          default: { type: 'string', default: 'x', examples: ['y'] },
          deep: { $ref: '#/components/schemas/Deep' },
          choice: { enum: [{ default: 1 }] },
        },
      },
      Deep: { type: 'integer', default: 3, description: 'd' },
      Unused: { type: 'string' },
    },
  },
};

const CHANGE = { operationId: 'change', path: '/things/{id}', method: 'post' };
const READ = { operationId: 'read', path: '/things/{id}', method: 'get' };

describe('findOperation', () => {
  it('merges the parameters of path and operation, resolved', () => {
    const found = findOperation(DOCUMENT, CHANGE);
    expect(found.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).toEqual([
      'path id',
      'header trace',
      'query limit',
    ]);
    expect(found.credentials).toEqual(['token']);
    expect(found.refusesInvalid).toBe(true);
    expect(findOperation(DOCUMENT, READ)).toMatchObject({
      credentials: [],
      refusesInvalid: false,
    });
  });
});

describe('requestDocument', () => {
  const operations = [findOperation(DOCUMENT, CHANGE), findOperation(DOCUMENT, READ)];
  const document = requestDocument(DOCUMENT, operations) as unknown as typeof DOCUMENT;

  it('gives each operation a place with its body, and one without', () => {
    expect(Object.keys(document.paths)).toEqual([
      '/change',
      '/change/parameters',
      '/read',
      '/read/parameters',
    ]);
    const paths = document.paths as unknown as Record<string, { post: object }>;
    expect(paths['/change']?.post).toHaveProperty('requestBody');
    expect(paths['/change/parameters']?.post).not.toHaveProperty('requestBody');
    expect(paths['/change/parameters']?.post).toHaveProperty('parameters');
  });

  it('keeps the schemas that requests reach, without what would be written into a body', () => {
    expect(document.components.schemas).toEqual({
      Body: { oneOf: [{ $ref: '#/components/schemas/A' }] },
      A: {
        type: 'object',
        properties: {
          kind: { const: 'a' },
          default: { type: 'string' },
          deep: { $ref: '#/components/schemas/Deep' },
          choice: { enum: [{ default: 1 }] },
        },
      },
      Deep: { type: 'integer' },
    });
    expect(JSON.stringify(document.paths)).toContain('"default":20');
  });
});
