import { describe, expect, it } from 'vitest';
import { findOperation, isolateOperation } from './operation-document.js';

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

describe('findOperation', () => {
  it('merges the parameters of path and operation, resolved', () => {
    const found = findOperation(DOCUMENT, '/things/{id}', 'post');
    expect(found.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).toEqual([
      'path id',
      'header trace',
      'query limit',
    ]);
    expect(found.credentials).toEqual(['token']);
    expect(found.refusesInvalid).toBe(true);
    expect(findOperation(DOCUMENT, '/things/{id}', 'get')).toMatchObject({
      credentials: [],
      refusesInvalid: false,
    });
  });
});

describe('isolateOperation', () => {
  const found = findOperation(DOCUMENT, '/things/{id}', 'post');

  it('keeps one path and the schemas that it reaches, without what would be written into a body', () => {
    const isolated = isolateOperation(DOCUMENT, found, true) as unknown as typeof DOCUMENT;
    expect(Object.keys(isolated.paths)).toEqual(['/things/{id}']);
    expect(isolated.components.schemas).toEqual({
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
    expect(JSON.stringify(isolated.paths)).toContain('"default":20');
  });

  it('leaves the body out where only parameters are checked', () => {
    const isolated = isolateOperation(DOCUMENT, found, false) as unknown as typeof DOCUMENT;
    expect(JSON.stringify(isolated)).not.toContain('requestBody');
    expect(isolated.components.schemas).toEqual({});
  });
});
