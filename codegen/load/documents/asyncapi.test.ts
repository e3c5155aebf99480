/** AsyncAPI as other teams write it, of both versions: names come from the document, and nothing is `any` without a word. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDocument } from '../../testing/load-document.js';

const CORPUS = join(import.meta.dirname, '../../../tests/corpus');

/** One line for each channel, operation and message, and what was told. */
async function outline(path: string): Promise<readonly string[]> {
  const { contract, diagnostics } = await loadDocument(path);
  const { channels, channelOperations, messages } = contract;
  const schemaText = (schema: unknown) => JSON.stringify(schema).replace('#/components/schemas/', '');
  return [
    ...channels.map(({ name, address, parameters, messages: carried }) => {
      const values = parameters.map((one) => `${one.name}${one.values ? `=${one.values.join('|')}` : ''}`);
      return `channel ${name} at ${address} (${values.join()}): ${carried.join()}`;
    }),
    ...channelOperations.map(({ name, action, channel, messages: carried, reply }) => {
      const answered = reply === undefined ? '' : ` → ${reply.channel}: ${reply.messages.join()}`;
      return `${action} ${name} on ${channel}: ${carried.join()}${answered}`;
    }),
    ...messages.map(
      ({ name, eventType, contentType, payload, headers, examples }) =>
        `message ${name} ${eventType} ${contentType} ${schemaText(payload)} ${schemaText(headers ?? null)} ${examples.length}`,
    ),
    ...diagnostics.map(({ severity, code, line, message }) => `${line} ${severity}[${code}] ${message}`),
  ];
}

async function outlineOf(document: object): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-asyncapi-'));
  try {
    await writeFile(join(folder, 'api.json'), JSON.stringify(document, null, 2));
    return await outline(join(folder, 'api.json'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('version 2: what clients publish the application receives', async () => {
  expect(await outline(join(CORPUS, 'streetlights-2.6.yaml'))).toEqual([
    'channel lights/{light_id}/measured at lights/{light_id}/measured (light_id): LightMeasured',
    'channel lights/{light_id}/turn at lights/{light_id}/turn (light_id): TurnOn,TurnOff,DimLight',
    'channel lights/{light_id}/dump at lights/{light_id}/dump (light_id=first|second): SubscribeLightsLightIdDumpMessage',
    'receive receiveMeasurement on lights/{light_id}/measured: LightMeasured',
    'send turnLight on lights/{light_id}/turn: TurnOn,TurnOff,DimLight',
    'send subscribeLightsLightIdDump on lights/{light_id}/dump: SubscribeLightsLightIdDumpMessage',
    'message LightMeasured light.measured application/json {"$ref":"Measurement"} {"$ref":"LightMeasuredHeaders"} 1',
    'message TurnOn TurnOn application/json {"$ref":"TurnOn"} null 0',
    'message TurnOff turn-off application/json {"$ref":"TurnOff"} null 0',
    'message DimLight DimLight application/json {"$ref":"DimLight"} null 0',
    'message SubscribeLightsLightIdDumpMessage SubscribeLightsLightIdDumpMessage avro/binary true null 0',
    expect.stringMatching(
      /^\d+ warning\[unsupported\] payloads in `application\/vnd\.apache\.avro;version=1\.9\.0` are not read: any value is allowed$/,
    ),
  ]);
});

test('version 3: channels, operations and replies', async () => {
  expect(await outline(join(CORPUS, 'orders-3.0.yaml'))).toEqual([
    'channel orders at orders.{region} (region=eu|us): OrderPlaced,OrderCancelled,Note',
    'channel commands at null (): Ask,Tuple',
    'channel answers at answers (): State',
    'receive onOrder on orders: OrderPlaced,OrderCancelled',
    'send askState on commands: Ask → answers: State',
    'message OrderPlaced OrderPlaced undefined {"$ref":"OrderPlaced"} {"$ref":"OrderPlacedHeaders"} 1',
    'message OrderCancelled order.cancelled undefined {"$ref":"Cancelled"} null 0',
    'message Note Note text/plain {"$ref":"Note"} null 0',
    'message Ask Ask undefined {"$ref":"Ask"} {"$ref":"AskHeaders"} 0',
    'message Tuple Tuple undefined {"$ref":"Tuple"} null 0',
    'message State State undefined {"$ref":"State"} null 0',
  ]);
});

test('an operation on a channel that is not there is a mistake at its place', async () => {
  const document = {
    asyncapi: '3.0.0',
    info: { title: 't', version: '1' },
    channels: { a: { address: 'a', messages: {} } },
    operations: { one: { action: 'send', channel: { $ref: '#/channels/b' } } },
  };
  expect(await outlineOf(document)).toEqual([
    'channel a at a (): ',
    expect.stringMatching(/^1[0-9] error\[structure\] an operation has `action: send` or `receive`/),
    expect.stringMatching(/^1[0-9] error\[dangling-ref\] there is nothing at `#\/channels\/b`/),
  ]);
});

test('two messages of one name are told apart, and told of', async () => {
  const channel = (type: string) => ({ address: 'x', messages: { note: { payload: { type } } } });
  const document = {
    asyncapi: '3.0.0',
    info: { title: 't', version: '1' },
    channels: { a: channel('string'), b: channel('integer') },
  };
  const lines = await outlineOf(document);
  expect(lines.filter((line) => line.startsWith('message'))).toEqual([
    'message Note Note undefined {"$ref":"Note"} null 0',
    'message Note_2 Note_2 undefined {"$ref":"Note_2"} null 0',
  ]);
  expect(lines.at(-1)).toContain('warning[name-collision] another message is called `Note` too');
});

test('names that the module of messages has itself are left to it', async () => {
  const document = {
    asyncapi: '3.0.0',
    info: { title: 't', version: '1' },
    channels: { a: { address: 'x', messages: { promise: { payload: true }, Senders: { payload: true } } } },
  };
  const lines = await outlineOf(document);
  expect(lines.filter((line) => /^message|warning/.test(line))).toEqual([
    'message Promise_2 Promise_2 undefined true null 0',
    'message Senders_2 Senders_2 undefined true null 0',
    expect.stringMatching(
      /warning\[name-collision\] `Promise` is a name that generated code has already: this one is `Promise_2`$/,
    ),
    expect.stringMatching(
      /warning\[name-collision\] `Senders` is a name that generated code has already: this one is `Senders_2`$/,
    ),
  ]);
});

test('operations that are one name in code get numbers, whatever stands first', async () => {
  const names = ['orderCreated', 'order.created', '下单', '取消'];
  const operations = names.map(
    (name) => [name, { action: 'send', channel: { $ref: '#/channels/a' } }] as const,
  );
  const document = (entries: typeof operations) => ({
    asyncapi: '3.0.0',
    info: { title: 't', version: '1' },
    channels: { a: { address: 'x', messages: {} } },
    operations: Object.fromEntries(entries),
  });
  const lines = (await outlineOf(document(operations))).filter((line) => /^send|warning/.test(line));
  expect(lines).toEqual([
    'send orderCreated_2 on a: ',
    'send order.created on a: ',
    'send 下单 on a: ',
    'send 取消_2 on a: ',
    expect.stringMatching(
      /`orderCreated` and `order.created` are one name in code: this one is `orderCreated_2`$/,
    ),
    expect.stringMatching(/`取消` and `下单` are one name in code: this one is `取消_2`$/),
  ]);
  const shuffled = (await outlineOf(document(operations.toReversed()))).filter((line) => /^send/.test(line));
  expect(shuffled.sort()).toEqual(lines.filter((line) => /^send/.test(line)).sort());
});

test('version 2: operations without an id, and those of one, are told apart', async () => {
  const publish = (operationId?: string) => ({ publish: { ...(operationId && { operationId }) } });
  const document = {
    asyncapi: '2.6.0',
    info: { title: 't', version: '1' },
    channels: { 'a/b': publish(), 'a.b': publish(), c: publish('same'), d: publish('same') },
  };
  expect((await outlineOf(document)).filter((line) => /^receive|warning/.test(line))).toEqual([
    'receive publishAB_2 on a/b: ',
    'receive publishAB on a.b: ',
    'receive same on c: ',
    'receive same_2 on d: ',
    expect.stringMatching(/another operation is called `publishAB` too: this one is `publishAB_2`$/),
    expect.stringMatching(/another operation is called `same` too: this one is `same_2`$/),
  ]);
});
