/** What a service sends, from its sender to a receiver, over HTTP. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOutput, importModule, listen } from '../../testing/document.js';
import type { OutputFolder } from '../../testing/emit-project.js';
import { loadDocument } from '../../testing/load-document.js';

const FIXTURE = join(import.meta.dirname, 'fixtures/webhooks.yaml');

type Create = (handlers: object, options?: object) => express.Router;
type Send = (id: string, url: string, request: object, options?: object) => Promise<object>;

let output: OutputFolder;
let receiver: {
  createWebhookReceiver: Create;
  createCallbackReceiver: Create;
  HttpProblem: new (s: number) => Error;
};
let sender: { sendWebhook: Send; sendCallback: Send };

beforeAll(async () => {
  const { contract, diagnostics } = await loadDocument(FIXTURE);
  expect(diagnostics).toEqual([]);
  output = await documentOutput(contract, {
    'typed.ts': `import express from 'express';
import type * as schemas from './contract/schemas.js';
import type * as Hooks from './webhooks/handlers.js';
import { createWebhookReceiver } from './webhooks/receiver.js';
import { sendCallback, sendWebhook } from './webhooks/sender.js';

export const app = express().use(
  createWebhookReceiver({
    async onNewPet(request) {
      const name: string = request.body.name;
      if (request.contentType === 'application/json') return { status: 204 };
      return { status: name === '' ? 404 : 451 };
    },
    // @ts-expect-error 204 has no body
    onPetGone: async () => ({ status: 204, body: 1 }),
  }),
);

export async function send(): Promise<boolean | undefined> {
  // @ts-expect-error a name is needed
  await sendWebhook('onNewPet', 'http://a', { contentType: 'application/json', body: {} });
  // @ts-expect-error there is no such webhook
  await sendWebhook('onOldPet', 'http://a', {});
  const request = { headers: { 'x-count': 1 }, body: { type: 'made' } } as const;
  const answer = await sendCallback('sendEvent', new URL('http://a'), request);
  return answer.status === 200 ? answer.body.ok : undefined;
}

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Is<A, B> extends true ? [] : [never]): void {}

// What is sent is what the service says; the answer is what it is told.
same<Hooks.OnAccountRequest['body'], schemas.Account>();
same<NonNullable<Hooks.OnAccountRequest['query']['owner']>, schemas.Account>();
same<Hooks.OnAccountResponse['body'], schemas.AccountRequest>();
same<Hooks.OnAccountsRequest['body'], AsyncIterable<schemas.Row>>();
same<Hooks.OnAccountsResponse['body'], AsyncIterable<schemas.RowRequest>>();
`,
  });
  receiver = await importModule(output, 'webhooks/receiver.ts');
  sender = await importModule(output, 'webhooks/sender.ts');
});

afterAll(() => output[Symbol.asyncDispose]());

test('compiles at its strictest', () => {
  expect(output.typeErrors(['webhooks/receiver.ts', 'webhooks/sender.ts', 'typed.ts'])).toEqual([]);
});

test('a webhook arrives as it was sent', async () => {
  const received: object[] = [];
  const onNewPet = async (pet: object) => {
    received.push(pet);
    return { status: 204 };
  };
  await using server = await listen(express().use('/hooks', receiver.createWebhookReceiver({ onNewPet })));
  const url = `${server.url}/hooks/new/pet`;
  const json = { contentType: 'application/json', body: { name: 'Rex', age: 3 } };
  const form = { contentType: 'application/x-www-form-urlencoded', body: { name: 'Rex', age: 3 } };
  expect(await sender.sendWebhook('onNewPet', url, { query: { kind: ['a', 'b'] }, ...json })).toMatchObject({
    status: 204,
  });
  expect(await sender.sendWebhook('onNewPet', url, form)).toMatchObject({ status: 204 });
  expect(received).toMatchObject([{ query: { kind: ['a', 'b'] }, ...json }, form]);
  expect(await sender.sendWebhook('onNewPet', url, { ...json, body: {} })).toMatchObject({ status: 400 });
  await expect(sender.sendWebhook('onPetGone', `${server.url}/hooks/pet.gone`, {})).rejects.toMatchObject({
    name: 'UndocumentedAnswer',
    status: 501,
  });
});

test('what is sent is what the service says, and the answer is what it is told', async () => {
  const [said, told] = [
    { id: 1, name: 'Ada' },
    { name: 'Ada', password: 'secret' },
  ];
  const onAccount = async () => ({ status: 200, body: told });
  await using server = await listen(express().use(receiver.createWebhookReceiver({ onAccount })));
  const send = (body: object) => sender.sendWebhook('onAccount', `${server.url}/account`, { body });
  expect(await send(said)).toMatchObject({ status: 200, body: told });
  await expect(send(told)).rejects.toThrow('400');
});

test('JSON lines are sent one by one, and so is the answer', async () => {
  const received: unknown[] = [];
  async function* rows(...tokens: string[]) {
    for (const token of tokens) yield { token };
  }
  const onAccounts = async ({ body }: { body: AsyncIterable<unknown> }) => {
    for await (const row of body) received.push(row);
    return { status: 200, body: rows('a', 'b') };
  };
  await using server = await listen(express().use(receiver.createWebhookReceiver({ onAccounts })));
  async function* numbers() {
    yield { number: 1 };
    yield { number: 2 };
  }
  const answer = (await sender.sendWebhook('onAccounts', `${server.url}/accounts`, { body: numbers() })) as {
    body: AsyncIterable<unknown>;
  };
  expect(received).toEqual([{ number: 1 }, { number: 2 }]);
  const answered: unknown[] = [];
  for await (const row of answer.body) answered.push(row);
  expect(answered).toEqual([{ token: 'a' }, { token: 'b' }]);
});

test('all webhooks may come to one URL, told apart by a header; their signature is verified first', async () => {
  const sign = (text: string | Buffer) => createHmac('sha256', 'secret').update(text).digest('hex');
  const verifyBody = (bytes: Buffer, { headers }: express.Request) => {
    if (headers['x-signature'] !== sign(bytes)) throw new receiver.HttpProblem(401);
  };
  const nameOf = ({ headers }: express.Request) => headers['x-event'];
  const onNewPet = async () => ({ status: 204 });
  await using server = await listen(
    express().use(receiver.createWebhookReceiver({ onNewPet }, { nameOf, verifyBody })),
  );
  const pet = { contentType: 'application/json', body: { name: 'Rex' } };
  const send = (event: string, signature: (body: string) => string) =>
    sender.sendWebhook('onNewPet', server.url, pet, {
      headers: (body: string) => ({ 'x-event': event, 'x-signature': signature(body) }),
    });
  expect(await send('new/pet', sign)).toMatchObject({ status: 204 });
  expect(await send('new/pet', () => 'wrong')).toMatchObject({ status: 401 });
  expect(await send('__proto__', sign)).toMatchObject({ status: 404 });
  await request(server.url).post('/').expect(404);
});

test('a signature cannot be verified of a body that was read before', async () => {
  const app = express().use(express.json());
  app.use(
    receiver.createWebhookReceiver(
      { onNewPet: async () => ({ status: 204 }) },
      { verifyBody: () => undefined },
    ),
  );
  app.use(((error, _request, response, _next) => {
    response.status(500).send(String(error));
  }) satisfies express.ErrorRequestHandler);
  const { text } = await request(app).post('/new/pet').send({ name: 'Rex' }).expect(500);
  expect(text).toContain('read the body');
});

test('a callback arrives, and its answer comes back', async () => {
  const sendEvent = async ({ headers }: { headers: { 'x-count': number } }) =>
    headers['x-count'] === 2 ? { status: 410 } : { status: 200, body: { ok: true } };
  const sendOther = async () => ({ status: 204 });
  await using server = await listen(express().use(receiver.createCallbackReceiver({ sendEvent, sendOther })));
  const url = `${server.url}/subscribe/onEvent`;
  const event = { headers: { 'x-count': 1 }, body: { type: 'made' } };
  expect(await sender.sendCallback('sendEvent', url, event)).toMatchObject({
    status: 200,
    body: { ok: true },
  });
  expect(await sender.sendCallback('sendEvent', url, { ...event, headers: { 'x-count': 2 } })).toMatchObject({
    status: 410,
  });
  await expect(sender.sendCallback('sendEvent', url, { ...event, body: {} })).rejects.toThrow('400');
  // The same name with another expression.
  expect(await sender.sendCallback('sendOther', `${server.url}/sendOther`, {})).toMatchObject({
    status: 204,
  });
});

test('a redirection is not followed', async () => {
  const app = express().all('/', (_, response) => response.redirect(307, '/elsewhere'));
  app.all('/elsewhere', (_, response) => response.status(204).end());
  await using server = await listen(app);
  await expect(sender.sendWebhook('onPetGone', server.url, {})).rejects.toThrow('307');
});
