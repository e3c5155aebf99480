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
