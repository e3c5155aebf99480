/** Ids in answers, and whose path parameters they are. */
import { expect, test } from 'vitest';
import type { JsonValue, Operation } from '../model/contract.js';
import { contractOf } from '../testing/emit-document.js';
import { Resources } from './resources.js';

const empty = { responses: { 200: { description: '' } } };
const linked = {
  responses: {
    201: {
      description: '',
      links: {
        byId: { operationId: 'getCase', parameters: { number: '$response.body#/case/no' } },
        byPlace: {
          operationRef: '#/paths/~1files~1{name}/get',
          parameters: { 'path.name': 'f-{$response.header.x-file}' },
        },
      },
    },
  },
};
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const PATHS = {
  '/books': { get: { operationId: 'listBooks', ...empty }, post: { operationId: 'addBook', ...empty } },
  '/search': {
    query: {
      operationId: 'findBooks',
      responses: {
        201: {
          description: '',
          links: { one: { operationId: 'getBook', parameters: { bookId: '$response.body#/0/id' } } },
        },
      },
    },
  },
  '/books/{bookId}': { parameters: [parameter('bookId')], get: { operationId: 'getBook', ...empty } },
  '/books/{bookId}/notes': { parameters: [parameter('bookId')], post: { operationId: 'addNote', ...empty } },
  '/books/{bookId}/notes/{id}': {
    parameters: ['bookId', 'id'].map(parameter),
    get: { operationId: 'getNote', ...empty },
  },
  '/shelves/{book_id}': { parameters: [parameter('book_id')], get: { operationId: 'getShelf', ...empty } },
  '/cases': { post: { operationId: 'openCase', ...linked } },
  '/cases/{number}': { parameters: [parameter('number')], get: { operationId: 'getCase', ...empty } },
  '/files/{name}': { parameters: [parameter('name')], get: { operationId: 'getFile', ...empty } },
};

interface Answer {
  readonly id: string;
  readonly json?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: Readonly<Record<string, string>>;
}

test.each<
  readonly [string, readonly Answer[], string, string, Readonly<Record<string, string>>, readonly string[]]
>([
  [
    'its id in what was made',
    [{ id: 'addBook', json: { id: 7, title: 't' } }],
    'getBook',
    'bookId',
    {},
    ['7 created'],
  ],
  [
    'the same name, written otherwise',
    [{ id: 'addBook', json: { id: 'x', book_id: 'b' } }],
    'getBook',
    'bookId',
    {},
    ['b created'],
  ],
  [
    'inside of what wraps it',
    [{ id: 'addBook', json: { data: { id: 'b' } } }],
    'getBook',
    'bookId',
    {},
    ['b created'],
  ],
  [
    'Location',
    [{ id: 'addBook', headers: { location: '/books/b%201' } }],
    'getBook',
    'bookId',
    {},
    ['b 1 created'],
  ],
  [
    'no Location elsewhere',
    [{ id: 'addBook', headers: { location: 'http://else/books/b1' } }],
    'getBook',
    'bookId',
    {},
    [],
  ],
  [
    'items of a list',
    [{ id: 'listBooks', json: { total: 2, items: [{ id: 1 }, { id: 2 }] } }],
    'getBook',
    'bookId',
    {},
    ['1 found', '2 found'],
  ],
  [
    'made before found',
    [
      { id: 'listBooks', json: [{ id: 1 }] },
      { id: 'addBook', json: { id: 2 } },
    ],
    'getBook',
    'bookId',
    {},
    ['2 created', '1 found'],
  ],
  [
    'a link of a method that OpenAPI 3.1 has no word for: what a QUERY finds, nobody has made',
    [{ id: 'findBooks', json: [{ id: 3 }] }],
    'getBook',
    'bookId',
    {},
    ['3 found'],
  ],
  [
    'below the same one',
    [{ id: 'addNote', json: { id: 'n' }, path: { bookId: 'b' } }],
    'getNote',
    'id',
    { bookId: 'b' },
    ['n created'],
  ],
  [
    'not below another',
    [{ id: 'addNote', json: { id: 'n' }, path: { bookId: 'b' } }],
    'getNote',
    'id',
    { bookId: 'c' },
    [],
  ],
  [
    'a name that says enough, anywhere',
    [{ id: 'addBook', json: { book_id: 'b' } }],
    'getShelf',
    'book_id',
    {},
    ['b created'],
  ],
  ['a link by id', [{ id: 'openCase', json: { case: { no: 5 } } }], 'getCase', 'number', {}, ['5 created']],
  [
    'a link by place',
    [{ id: 'openCase', headers: { 'x-file': 'a' } }],
    'getFile',
    'name',
    {},
    ['f-a created'],
  ],
])('%s', async (_, answers, target, name, before, wanted) => {
  const contract = await contractOf({ openapi: '3.1.0', info: { title: 't', version: '1' }, paths: PATHS });
  const operationOf = (id: string) =>
    contract.operations.find(({ operationId }) => operationId === id) as Operation;
  const resources = new Resources(contract, (location) => (location.startsWith('/') ? location : undefined));
  for (const { id, json, headers = {}, path = {} } of answers)
    resources.record({ operation: operationOf(id), parts: { path }, answer: { status: 201, headers }, json });
  const ids = resources.idsOf(operationOf(target), name, before);
  expect(ids.map(({ value, origin }) => `${value} ${origin}`)).toEqual(wanted);
  for (const { value } of ids) resources.forget(value);
  expect(resources.idsOf(operationOf(target), name, before)).toEqual([]);
});
