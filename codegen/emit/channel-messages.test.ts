/** Names of messages and operations that an AsyncAPI document may have and code has a use for already. */
import { expect, test } from 'vitest';
import { contractOf, emitContract } from '../testing/emit-document.js';
import { outputFolder } from '../testing/emit-project.js';
import { emitChannelMessages } from './channel-messages.js';
import { emitTypes } from './types/index.js';

const MESSAGES = ['Receivers', 'Senders', 'ChannelMessages', 'Promise', 'schemas', 'addresses', '通知'];
const OPERATIONS = ['order.created', 'orderCreated', 'order-created', '下单', '取消', 'class', '__proto__'];

const channels = { all: { address: 'all', messages: Object.fromEntries(MESSAGES.map(message)) } };

function message(name: string): [string, object] {
  return [name, { payload: { type: 'object', properties: { [name]: { type: 'string' } } } }];
}

test('whatever messages and operations are called, the module compiles and has all of them', async () => {
  const operations = Object.fromEntries(
    OPERATIONS.flatMap((name) => [
      [name, { action: 'receive', channel: { $ref: '#/channels/all' } }],
      [`${name} back`, { action: 'send', channel: { $ref: '#/channels/all' } }],
    ]),
  );
  const contract = await contractOf({
    asyncapi: '3.0.0',
    info: { title: 't', version: '1' },
    channels,
    operations,
  });
  const { files } = await emitContract(contract, [emitTypes, emitChannelMessages]);
  await using output = await outputFolder(files);
  expect(output.typeErrors(['contract/messages.ts'])).toEqual([]);
  const { channelOperations } = (await import(`${output.path}/contract/messages.ts`)) as {
    channelOperations: object;
  };
  expect(Object.keys(channelOperations)).toHaveLength(OPERATIONS.length * 2);
});
