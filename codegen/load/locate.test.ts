/** Where documents say something: over references and files, into lists and schemas. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDocument } from '../bundle/index.js';
import type { PlaceOf } from '../bundle/places.js';

const API = `openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      operationId: a
      parameters:
        - $ref: '#/components/parameters/Limit'
      responses:
        4xx: { description: No. }
        "200":
          description: Yes.
          headers:
            X-Total: { schema: { type: integer } }
          content:
            application/json:
              schema: { $ref: 'other.yaml#/components/schemas/List' }
components:
  parameters:
    Limit: { name: limit, in: query, schema: { type: integer } }
`;
const OTHER = `components:
  schemas:
    List:
      type: array
      items: { $ref: '#/components/schemas/Item' }
    Item:
      allOf:
        - { type: object, properties: { name: { type: string } } }
        - type: object
          properties:
            id: { type: integer }
`;

let folder: string;
let placeOf: PlaceOf;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-locate-'));
  await writeFile(join(folder, 'api.yaml'), API);
  await writeFile(join(folder, 'other.yaml'), OTHER);
  ({ placeOf } = await readDocument([join(folder, 'api.yaml')], { cwd: folder }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const GET = ['paths', '/a/{id}', 'get'];
const BODY = [...GET, 'responses', '200', 'content', 'application/json', 'schema'];

test.each<readonly [string, readonly string[], readonly string[] | undefined, string]>([
  ['an operation', GET, undefined, 'api.yaml:7:5'],
  ['a range of statuses', [...GET, 'responses', '4XX'], undefined, 'api.yaml:12:9'],
  [
    'a header in another case',
    [...GET, 'responses', '200', 'headers', 'x-total'],
    undefined,
    'api.yaml:16:13',
  ],
  ['a parameter of the path', ['paths', '/a/{id}', 'parameters', 'id'], undefined, 'api.yaml:6:9'],
  ['a parameter by reference', [...GET, 'parameters', 'limit'], undefined, 'api.yaml:10:11'],
  [
    'what is in a parameter by reference',
    [...GET, 'parameters', 'limit', 'schema'],
    undefined,
    'api.yaml:22:38',
  ],
  ['a part of a body in another file', BODY, ['0', 'id'], 'other.yaml:11:13'],
  ['the nearest place of what is nowhere', [...GET, 'responses', '500'], undefined, 'api.yaml:11:7'],
  ['the nearest part of a value that no schema has', BODY, ['0', 'absent'], 'other.yaml:5:7'],
])('%s', (_, keys, steps, place) => {
  expect(placeOf(keys, steps)).toBe(place);
});
