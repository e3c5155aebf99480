/** Which schemas of a form's fields are those of files. */
import { expect, test } from 'vitest';
import type { JsonSchema } from '../../model/contract.js';
import { fileFields } from './form-files.js';

const binary = { type: 'string', format: 'binary' };
const none = { type: 'null' };
const SCHEMAS = { File: binary, Files: { type: 'array', items: { $ref: '#/components/schemas/File' } } };
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test.each<readonly [name: string, schema: JsonSchema, contentType: string | undefined, wanted: string]>([
  ['binary', binary, undefined, 'one'],
  ['a content type of bytes', { type: 'string', contentMediaType: 'image/png' }, undefined, 'one'],
  ['a content type of text', { type: 'string', contentMediaType: 'text/csv' }, undefined, 'none'],
  ['binary behind names and parts', { allOf: [named('File')] }, undefined, 'one'],
  ['binary or null', { anyOf: [binary, none] }, undefined, 'one'],
  ['named or null', { oneOf: [none, named('File')] }, undefined, 'one'],
  ['binary that may be null', { ...binary, type: ['string', 'null'] }, undefined, 'one'],
  ['binary or something else', { anyOf: [binary, { type: 'integer' }] }, undefined, 'none'],
  ['a list', { type: 'array', items: binary }, undefined, 'list'],
  ['a named list', named('Files'), undefined, 'list'],
  ['a list or null', { anyOf: [named('Files'), none] }, undefined, 'list'],
  ['a list of what may be null', { type: 'array', items: { anyOf: [binary, none] } }, undefined, 'list'],
  ['a text sent as a picture', { type: 'string' }, 'image/png, image/jpeg', 'one'],
  ['anything sent as a picture', {}, 'image/png', 'one'],
  ['a text sent as text', { type: 'string' }, 'text/markdown; charset=utf-8', 'none'],
  ['a text sent as JSON', { type: 'string' }, 'application/json', 'none'],
  ['a text sent as one or the other', { type: 'string' }, 'image/svg+xml, application/json', 'none'],
  ['an encoded text sent as a picture', { type: 'string', contentEncoding: 'base64' }, 'image/png', 'none'],
  ['a number sent as a picture', { type: 'integer' }, 'image/png', 'none'],
])('%s', (_, schema, contentType, wanted) => {
  const media = {
    contentType: 'multipart/form-data',
    schema: { type: 'object', properties: { field: schema } },
    ...(contentType !== undefined && { encoding: { field: { contentType } } }),
  };
  const [file] = fileFields(media, SCHEMAS);
  expect(file === undefined ? 'none' : file.isList ? 'list' : 'one').toBe(wanted);
});
