/** One line for each kind of change: what is edited, and what is told. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSpecs } from '../generate.js';
import { lowerDocuments } from '../load/documents/load-documents.js';
import { parseSource } from '../load/source.js';
import { readSpecs, type SpecTexts } from '../load/spec-files.js';
import type { Contract } from '../model/contract.js';
import { documentContract } from '../model/document-contract.js';
import { diffContracts } from './index.js';

const DOCUMENT = `openapi: 3.1.0
info: { title: Shop, version: 1.2.3 }
servers: [{ url: https://shop.example }]
security: [{ key: [] }]
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [orders]
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100, default: 10 } }
        - { name: after, in: query, schema: { type: string } }
      responses:
        '200':
          description: Orders.
          headers: { Total: { required: true, schema: { type: integer } } }
          content:
            application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } }
            text/csv: { schema: { type: string } }
        '404': { description: None. }
    post:
      operationId: createOrder
      tags: [orders]
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/NewOrder' } } }
      responses: { '201': { description: Made. } }
  /orders/{id}:
    get:
      operationId: getOrder
      tags: [orders]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: It.
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
  /events:
    get:
      operationId: follow
      tags: [orders]
      responses:
        '200':
          description: Events.
          content: { text/event-stream: { itemSchema: { oneOf: [{ $ref: '#/components/schemas/Paid' }] } } }
webhooks:
  paid:
    post:
      operationId: onPaid
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Paid' } } } }
      responses: { '204': { description: Taken. } }
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
  schemas:
    Order:
      type: object
      required: [id, state]
      properties:
        id: { type: string, readOnly: true, maxLength: 20 }
        state: { type: string, enum: [open, paid] }
        note: { type: string, description: A note. }
        payment: { $ref: '#/components/schemas/Payment' }
    NewOrder:
      type: object
      required: [item]
      properties:
        id: { type: string, readOnly: true }
        item: { type: string, minLength: 1 }
        count: { type: integer, minimum: 1, default: 1 }
        colour: { type: string, enum: [red, blue] }
        payment: { $ref: '#/components/schemas/Payment' }
    Payment:
      oneOf:
        - { type: object, required: [kind], properties: { kind: { const: card }, number: { type: string } } }
        - { type: object, required: [kind], properties: { kind: { const: cash } } }
    Paid: { type: object, required: [order], properties: { order: { type: string } } }
`;

/** What is said in more than one place: parts of an \`allOf\`, tags of a mapping, one schema for two operations. */
const PETS = `openapi: 3.1.0
info: { title: Pets, version: 1.2.3 }
security: [{ key: [] }]
paths:
  /pets:
    post:
      operationId: addPet
      tags: [pets]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '204': { description: Done. } }
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200':
          description: Pets.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Animal' } } } }
  /costs:
    put:
      operationId: setCost
      tags: [pets]
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Money' } } }
      responses: { '204': { description: Done. } }
    post:
      operationId: addCost
      tags: [pets]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Money' } } }
      responses: { '204': { description: Done. } }
  /photos:
    post:
      operationId: addPhoto
      tags: [pets]
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, properties: { tags: { type: array, items: { type: string } } } }
            encoding: { tags: { style: form } }
      responses: { '204': { description: Done. } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator:
        propertyName: kind
        mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' }
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
    Dog:
      allOf:
        - type: object
          required: [kind]
          properties: { kind: { type: string }, coat: { enum: [short, long] } }
          if: { required: [coat] }
          then: { required: [age] }
        - properties: { age: { maximum: 30 }, coat: { type: string, enum: [short, long, none] } }
          if: { required: [age] }
          then: { required: [owner] }
        - properties: { age: { type: integer, maximum: 20 }, sire: { allOf: [{ $ref: '#/components/schemas/Dog' }] } }
    Animal:
      type: object
      required: [sort]
      properties: { sort: { type: string } }
      discriminator: { propertyName: sort, mapping: { bird: '#/components/schemas/Bird' } }
    Bird: { allOf: [{ $ref: '#/components/schemas/Animal' }, { properties: { wings: { type: integer } } }] }
    Money:
      type: object
      properties:
        amount: { type: integer }
        unit: { type: string, default: EUR }
        of: { description: Of., allOf: [{ $ref: '#/components/schemas/Money' }] }
`;

type Row = readonly [from: string, to: string, ...told: readonly string[]];

function contractOf(text: string): Contract {
  const { file, diagnostics } = parseSource('api.yaml', text);
  expect(diagnostics).toEqual([]);
  const at = '/api.yaml';
  const lowered = lowerDocuments({
    entries: [file],
    files: new Map([[at, file]]),
    absent: new Map(),
    locations: new Map([[file, at]]),
  });
  expect(lowered.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return documentContract(lowered);
}

/** What is told of a change, a line each. */
function told(before: Contract, after: Contract): readonly string[] {
  return diffContracts(before, after).changes.map(
    ({ level, place, message }) => `${level}: ${place}: ${message}`,
  );
}

function edited(text: string, from: string, to: string): string {
  expect(text.split(from), `once: ${from}`).toHaveLength(2);
  return text.replace(from, () => to);
}

const EVENTS = "itemSchema: { oneOf: [{ $ref: '#/components/schemas/Paid' }] }";

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  operations: [
    [
      '  /events:\n    get:',
      '  /news:\n    get:',
      'breaking: GET /events: the operation is gone',
      'compatible: GET /news: the operation is new',
    ],
    [
      'operationId: follow',
      'operationId: followAll',
      'breaking: GET /events: generated code calls it orders.followAll, no longer orders.follow',
    ],
    [
      'operationId: follow',
      'operationId: follow\n      deprecated: true',
      'compatible: GET /events: it is deprecated',
    ],
    [
      'operationId: follow',
      'operationId: follow\n      summary: Events.',
      'docs: GET /events: `summary` changed',
    ],
    [
      'operationId: follow',
      'operationId: follow\n      security: []',
      'compatible: GET /events: access with no key is new',
      'compatible: GET /events: access with key is gone',
    ],
    [
      'https://shop.example',
      'https://shop.example/v2',
      'breaking: servers: https://shop.example is gone',
      'compatible: servers: https://shop.example/v2 is new',
    ],
    [
      'tags: [orders]\n      parameters: [{ name: id',
      'tags: [orders]\n      security: [{ key: [], two: [] }]\n      parameters: [{ name: id',
      'breaking: GET /orders/{id}: access with key is gone',
      'compatible: GET /orders/{id}: access with key and two is new',
    ],
  ],
  'security schemes': [
    [
      'scheme: bearer',
      'scheme: basic',
      'breaking: security scheme key: `scheme` changed from bearer to basic',
    ],
    [
      'type: http, scheme: bearer',
      'type: openIdConnect, openIdConnectUrl: https://shop.example/id',
      'breaking: security scheme key: `type` changed from http to openIdConnect',
      'breaking: security scheme key: `scheme` is gone: bearer',
    ],
    [
      'scheme: bearer',
      'scheme: bearer, description: A key.',
      'docs: security scheme key: `description` changed',
    ],
    [
      'scheme: bearer }',
      'scheme: bearer }, other: { type: http, scheme: basic }',
      'compatible: security scheme other: it is new',
    ],
    ['{ key: { type: http, scheme: bearer } }', '{}', 'breaking: security scheme key: it is gone'],
  ],
  parameters: [
    [
      '{ name: after, in: query, schema: { type: string } }',
      '{ name: later, in: query, schema: { type: string } }',
      'breaking: GET /orders, query parameter after: it is gone',
      'compatible: GET /orders, query parameter later: it is new',
    ],
    [
      'name: after, in: query,',
      'name: after, in: query, required: true,',
      'breaking: GET /orders, query parameter after: it is required now',
    ],
    [
      '        - { name: after,',
      '        - { name: by, in: query, required: true, schema: {} }\n        - { name: after,',
      'breaking: GET /orders, query parameter by: it is new, and required',
    ],
    [
      'name: after, in: query,',
      'name: after, in: query, style: pipeDelimited,',
      'breaking: GET /orders, query parameter after: `style` changed from form to pipeDelimited',
      'breaking: GET /orders, query parameter after: `explode` changed from true to false',
    ],
    [
      'name: after, in: query,',
      'name: after, in: query, description: A., deprecated: true,',
      'compatible: GET /orders, query parameter after: it is deprecated',
      'docs: GET /orders, query parameter after: `description` changed',
    ],
    [
      'maximum: 100',
      'maximum: 50',
      'breaking: GET /orders, query parameter limit: `maximum` changed from 100 to 50',
    ],
    [
      'maximum: 100',
      'maximum: 200',
      'compatible: GET /orders, query parameter limit: `maximum` changed from 100 to 200',
    ],
    [
      'default: 10',
      'default: 20',
      'breaking: GET /orders, query parameter limit: `default` changed from 10 to 20',
    ],
  ],
  'request bodies': [
    [
      'requestBody:\n        content',
      'requestBody:\n        required: true\n        content',
      'breaking: POST /orders, request body: it is required now',
    ],
    [
      "content: { application/json: { schema: { $ref: '#/components/schemas/NewOrder' } } }",
      "content: { application/xml: { schema: { $ref: '#/components/schemas/NewOrder' } } }",
      'breaking: POST /orders, request body: the content type application/json is gone',
      'compatible: POST /orders, request body: the content type application/xml is new',
    ],
  ],
  responses: [
    [
      "'404'",
      "'410'",
      'compatible: GET /orders, response 410: it is new',
      'compatible: GET /orders, response 404: it is gone',
    ],
    [
      "'201'",
      "'202'",
      'breaking: POST /orders, response 202: it is new',
      'breaking: POST /orders, response 201: it is gone',
    ],
    [
      'description: Made.',
      'description: Created.',
      'docs: POST /orders, response 201: `description` changed',
    ],
    [
      'text/csv',
      'text/plain',
      'breaking: GET /orders, response 200: the content type text/csv is gone',
      'compatible: GET /orders, response 200: the content type text/plain is new',
    ],
    [
      'Total: { required: true,',
      'Total: {',
      'breaking: GET /orders, response 200, header Total: it may be absent now',
    ],
    [
      'Total:',
      'Sum:',
      'breaking: GET /orders, response 200, header Total: it is gone',
      'compatible: GET /orders, response 200, header Sum: it is new',
    ],
  ],
  'streams and webhooks': [
    [
      EVENTS,
      "itemSchema: { oneOf: [{ $ref: '#/components/schemas/Paid' }, { $ref: '#/components/schemas/Order' }] }",
      'compatible: schema FollowEvent, received by clients: the alternative Order is new',
    ],
    [
      '  paid:\n',
      '  billed:\n',
      'breaking: webhook paid: the webhook is gone',
      'compatible: webhook billed: the webhook is new',
    ],
    // Clients answer a webhook: another answer is one more that they may give.
    [
      'required: [order], properties: { order: { type: string } }',
      'required: [order], properties: { order: { type: string }, at: {} }',
      'compatible: schema Paid.at, received by clients: the property is new',
    ],
  ],
  'what clients receive': [
    [
      'required: [id, state]',
      'required: [id]',
      'breaking: schema Order.state, received by clients: the property may be absent now',
    ],
    [
      'required: [id, state]',
      'required: [id, state, note]',
      'compatible: schema Order.note, received by clients: the property is required now',
    ],
    [
      'enum: [open, paid]',
      'enum: [open, paid, lost]',
      'breaking: schema Order.state, received by clients: the value "lost" is new',
    ],
    [
      'enum: [open, paid]',
      'enum: [open]',
      'compatible: schema Order.state, received by clients: the value "paid" is gone',
    ],
    [
      'maxLength: 20',
      'maxLength: 30',
      'breaking: schema Order.id, received by clients: `maxLength` changed from 20 to 30',
    ],
    [
      'note: { type: string,',
      "note: { type: [string, 'null'],",
      'breaking: schema Order.note, received by clients: the type changed from string to ["string","null"]',
    ],
    [
      'required: [id, state]',
      'required: [id, state, total]',
      'compatible: schema Order.total, received by clients: the property is required now',
    ],
    ['description: A note.', 'description: Notes.', 'docs: schema Order.note: `description` changed'],
    [
      '        note: { type: string, description: A note. }\n',
      '',
      'breaking: schema Order.note, received by clients: the property is gone',
    ],
  ],
  'what clients send': [
    [
      'required: [item]',
      'required: [item, count]',
      'breaking: schema NewOrder.count, sent by clients: the property is required now',
    ],
    [
      'required: [item]',
      'required: []',
      'compatible: schema NewOrder.item, sent by clients: the property may be absent now',
    ],
    [
      'enum: [red, blue]',
      'enum: [red, blue, green]',
      'compatible: schema NewOrder.colour, sent by clients: the value "green" is new',
    ],
    [
      'enum: [red, blue]',
      'enum: [red]',
      'breaking: schema NewOrder.colour, sent by clients: the value "blue" is gone',
    ],
    [
      'enum: [red, blue]',
      'minLength: 2',
      'breaking: schema NewOrder.colour, sent by clients: `minLength` is new: 2',
      'compatible: schema NewOrder.colour, sent by clients: other values than "red", "blue" are allowed now',
    ],
    [
      'minLength: 1',
      'minLength: 0',
      'compatible: schema NewOrder.item, sent by clients: `minLength` changed from 1 to 0',
    ],
    [
      'minLength: 1',
      'minLength: 1, pattern: ^a',
      'breaking: schema NewOrder.item, sent by clients: `pattern` is new: ^a',
    ],
    [
      'count: { type: integer,',
      'count: { type: number,',
      'compatible: schema NewOrder.count, sent by clients: the type changed from integer to number',
    ],
    [
      'count: { type: integer,',
      'count: { type: string,',
      'breaking: schema NewOrder.count, sent by clients: the type changed from integer to string',
    ],
    [
      '      required: [item]',
      '      required: [item]\n      additionalProperties: false',
      'breaking: schema NewOrder, sent by clients: unknown properties are refused now',
    ],
    ...['unevaluatedProperties', 'unevaluatedItems', 'propertyNames', 'contains', 'not'].map(
      (keyword): Row => [
        'required: [item]',
        `required: [item]\n      ${keyword}: false`,
        `breaking: schema NewOrder, sent by clients: \`${keyword}\` is new: false`,
      ],
    ),
    [
      'required: [item]',
      'required: [item, size]',
      'breaking: schema NewOrder.size, sent by clients: the property is required now',
    ],
    // A property that only the service writes is none that clients send.
    ['required: [item]', 'required: [item, id]'],
    ['id: { type: string, readOnly: true }', 'id: { type: integer, readOnly: true }'],
    [
      'count: { type: integer, minimum: 1, default: 1 }',
      'size: { type: integer }',
      'breaking: schema NewOrder.count, sent by clients: the property is gone',
      'compatible: schema NewOrder.size, sent by clients: the property is new',
    ],
  ],
  'in both directions': [
    [
      '{ const: cash } } }',
      '{ const: cash } } }\n        - { type: object, properties: { kind: { const: debt } } }',
      'breaking: schema Payment, received by clients: the alternative object is new',
      'compatible: schema Payment, sent by clients: the alternative object is new',
    ],
    [
      '        - { type: object, required: [kind], properties: { kind: { const: cash } } }\n',
      '',
      'breaking: schema Payment, sent by clients: the alternative object is gone',
      'compatible: schema Payment, received by clients: the alternative object is gone',
    ],
    [
      'number: { type: string }',
      'number: { type: string, not: { const: a } }',
      'breaking: schema Payment|object.number, received by clients: `not` is new: {"const":"a"}',
      'breaking: schema Payment|object.number, sent by clients: `not` is new: {"const":"a"}',
    ],
  ],
  'said in another form': [
    ['info: { title: Shop,', 'info: { description: D., title: Shop,'],
    [
      "items: { $ref: '#/components/schemas/Order' }",
      "items: { allOf: [{ $ref: '#/components/schemas/Order' }] }",
    ],
    ['required: [id, state]', 'required: [state, id]'],
    ['enum: [open, paid]', 'enum: [paid, open]'],
    ['state: { type: string,', 'state: { type: string, uniqueItems: false,'],
  ],
};

const MONEY = "content: { application/json: { schema: { $ref: '#/components/schemas/Money' } } }";
const inline = (amount: string) =>
  `content: { application/json: { schema: { type: object, properties: { amount: { type: ${amount} }, unit: { type: string, default: EUR }, of: { description: Of., allOf: [{ $ref: '#/components/schemas/Money' }] } } } } }`;

const PET_ROWS: Readonly<Record<string, readonly Row[]>> = {
  'API keys': [
    [
      'name: X-Key',
      'name: X-Api-Key',
      'breaking: security scheme key: `name` changed from X-Key to X-Api-Key',
    ],
    ['in: header', 'in: query', 'breaking: security scheme key: `in` changed from header to query'],
  ],
  'tags of a mapping': [
    [
      'cat: ',
      'feline: ',
      'breaking: schema Pet|Cat.kind, sent by clients: the value "cat" is gone',
      'compatible: schema Pet|Cat.kind, sent by clients: the value "feline" is new',
    ],
    [
      'mapping: { cat: ',
      "mapping: { tom: '#/components/schemas/Cat', cat: ",
      'compatible: schema Pet|Cat.kind, sent by clients: the value "tom" is new',
    ],
    [
      'bird: ',
      'fowl: ',
      'breaking: schema Animal, received by clients: the tag "fowl" of Bird is new',
      'compatible: schema Animal, received by clients: the tag "bird" of Bird is gone',
    ],
    [
      "propertyName: sort, mapping: { bird: '#/components/schemas/Bird' }",
      'propertyName: kind',
      'breaking: schema Animal, received by clients: `discriminator` changed from sort to kind',
    ],
  ],
  'parts of an `allOf`': [
    [
      '{ enum: [short, long] }',
      '{ enum: [short] }',
      'breaking: schema Dog.coat, sent by clients: the value "long" is gone',
    ],
    ['long, none]', 'long, rough]'],
    [
      '{ maximum: 30 }',
      '{ maximum: 10 }',
      'breaking: schema Dog.age, sent by clients: `maximum` changed from 20 to 10',
    ],
    ['{ maximum: 30 }', '{ maximum: 40 }'],
    [
      'then: { required: [age] }',
      'then: { required: [chip] }',
      'breaking: schema Dog, sent by clients: `then` changed from {"required":["age"]} to {"required":["chip"]}',
    ],
  ],
  'one schema for two operations': [
    [`requestBody:\n        ${MONEY}`, `requestBody:\n        ${inline('integer')}`],
    [
      `required: true\n        ${MONEY}`,
      `required: true\n        ${inline('string')}`,
      'breaking: POST /costs, request body.amount: the type changed from integer to string',
    ],
  ],
  'fields of a form': [
    [
      'style: form',
      'style: pipeDelimited',
      'breaking: POST /photos, request body, field tags: `style` changed from form to pipeDelimited',
    ],
    ['tags: { style: form }', '', 'breaking: POST /photos, request body, field tags: `style` is gone: form'],
    [
      'encoding: { tags:',
      'encoding: { more: { contentType: text/csv }, tags:',
      'breaking: POST /photos, request body, field more: `contentType` is new: text/csv',
    ],
  ],
};

for (const [document, groups] of [
  [DOCUMENT, ROWS],
  [PETS, PET_ROWS],
] as const) {
  describe.for(Object.entries(groups))('%s', ([, rows]) => {
    test.for(rows)('%s → %s', ([from, to, ...wanted]) => {
      expect([...told(contractOf(document), contractOf(edited(document, from, to)))].sort()).toEqual(
        [...wanted].sort(),
      );
    });
  });
}

test('one schema that becomes two inline ones is compared with each', () => {
  const after = edited(
    edited(PETS, `requestBody:\n        ${MONEY}`, `requestBody:\n        ${inline('integer')}`),
    `required: true\n        ${MONEY}`,
    `required: true\n        ${inline('string')}`,
  );
  expect(told(contractOf(PETS), contractOf(after))).toEqual([
    'breaking: POST /costs, request body.amount: the type changed from integer to string',
  ]);
});

describe('job types and events', () => {
  const BASE = join(import.meta.dirname, '../../tests/diagnostics/base');
  const JOB = 'specs/jobs/text.shout.yaml';

  async function contract(texts: SpecTexts): Promise<Contract> {
    const { built, diagnostics } = await checkSpecs(BASE, texts);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return built.contract;
  }

  test.for([
    [JOB, 'timeout: 10', 'timeout: 5', 'breaking: job type text.shout: `timeout` changed from 10 to 5'],
    [JOB, 'timeout: 10', 'timeout: 20', 'compatible: job type text.shout: `timeout` changed from 10 to 20'],
    [
      JOB,
      'timeout: 10',
      'timeout: 10\n  sync: true',
      'compatible: job type text.shout: `sync` changed from false to true',
    ],
    [
      JOB,
      'timeout: 10',
      'timeout: 10\n  concurrency: 9',
      'compatible: job type text.shout: `concurrency` changed from 4 to 9',
    ],
    [JOB, 'Says it louder.', 'Shouts.', 'docs: job type text.shout: `description` changed'],
    [
      JOB,
      'text: { type: string, examples: [hello] }',
      'text: { type: string, examples: [hello], maxLength: 9 }',
      'breaking: schema TextShoutInput.text, sent by clients: `maxLength` is new: 9',
    ],
    [
      JOB,
      '      required: [text]\n      properties:\n        text: { type: string }',
      '      properties:\n        text: { type: string }',
      'breaking: schema TextShoutResult.text, received by clients: the property may be absent now',
    ],
    [
      JOB,
      '      word:\n        desc',
      '      term:\n        desc',
      'breaking: job type text.shout, event word: the event is gone',
      'compatible: job type text.shout, event term: the event is new',
    ],
    [JOB, 'One word, louder.', 'A word.', 'docs: job type text.shout, event word: `description` changed'],
    [
      'specs/asyncapi.yaml',
      'address: /jobs/{id}/events',
      'address: /jobs/{id}/news',
      'breaking: channel events: the address changed from /jobs/{id}/events to /jobs/{id}/news',
    ],
  ] as const)('%s: %s → %s', async ([file, from, to, ...wanted]) => {
    const texts = await readSpecs(BASE);
    const after = new Map(texts).set(file, edited(texts.get(file) ?? '', from, to));
    expect([...told(await contract(texts), await contract(after))].sort()).toEqual([...wanted].sort());
  });

  test('a job type that is new, or gone, is one change, although it joins the schemas of all jobs', async () => {
    const texts = await readSpecs(BASE);
    const yell = edited(texts.get(JOB) ?? '', 'title: text.shout', 'title: text.yell');
    const more = new Map(texts).set('specs/jobs/text.yell.yaml', yell);
    const [one, two] = [await contract(texts), await contract(more)];
    expect(told(one, two)).toEqual(['compatible: job type text.yell: the job type is new']);
    expect(told(two, one)).toEqual(['breaking: job type text.yell: the job type is gone']);
  });

  test('the fields that all jobs have are compared once', async () => {
    const texts = await readSpecs(BASE);
    const job = 'specs/schemas/job.yaml';
    const after = new Map(texts).set(
      job,
      edited(
        texts.get(job) ?? '',
        '    input: { type: object }',
        '    input: { type: object }\n    tag: { type: string }',
      ),
    );
    expect(told(await contract(texts), await contract(after))).toEqual([
      'compatible: schema CreateJobRequest.tag, sent by clients: the property is new',
    ]);
  });
});

describe('the version', () => {
  const version = (text: string) => edited(DOCUMENT, 'version: 1.2.3', `version: ${text}`);
  const breaking = (text: string) => edited(text, 'required: [id, state]', 'required: [id]');
  test.for([
    ['1.2.3', '1.2.3', 'none', '1.2.3', true, (text: string) => text],
    ['1.2.3', '1.2.4', 'patch', '1.2.4', true, (text: string) => edited(text, 'A note.', 'Notes.')],
    [
      '1.2.3',
      '1.2.3',
      'minor',
      '1.3.0',
      false,
      (text: string) => edited(text, 'minLength: 1', 'minLength: 0'),
    ],
    ['1.2.3', '1.3.0', 'major', '2.0.0', false, breaking],
    ['1.2.3', '2.0.0', 'major', '2.0.0', true, breaking],
    // Before 1.0.0 anything may change (semver.org, 4): a step is one smaller.
    ['0.2.3', '0.3.0', 'major', '0.3.0', true, breaking],
    ['2024-05', '2024-06', 'major', undefined, true, breaking],
  ] as const)('%s, now %s, asks for %s: %s', ([before, after, step, wanted, isEnough, edit]) => {
    const diff = diffContracts(contractOf(version(before)), contractOf(edit(version(after))));
    expect([diff.step, diff.wanted, diff.isEnough]).toEqual([step, wanted, isEnough]);
  });
});

test('schemas that lead to each other in many ways are compared in a moment', () => {
  const name = (index: number) => `S${index % 30}`;
  const schemas = (limit: number) =>
    Array.from({ length: 30 }, (_, index) => {
      const next = [1, 2, 3, 4].map(
        (step) =>
          `        n${step}: { required: [id], allOf: [{ $ref: '#/components/schemas/${name(index * step + step)}' }] }\n`,
      );
      return `    S${index}:\n      properties:\n        id: { maxLength: ${limit} }\n${next.join('')}`;
    }).join('');
  const contract = (limit: number) =>
    contractOf(
      edited(
        edited(DOCUMENT, '    Paid: { type', `${schemas(limit)}    Paid: { type`),
        'item: { type: string, minLength: 1 }',
        "item: { $ref: '#/components/schemas/S0' }",
      ),
    );
  expect(told(contract(2), contract(1))).toContain(
    'breaking: schema S0.id, sent by clients: `maxLength` changed from 2 to 1',
  );
});
