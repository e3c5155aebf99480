/** Generated validators of messages take what the document gives as an example, and refuse what it forbids. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emitDocument } from '../../codegen/compile-document.js';
import type { MessageValidators } from '../../codegen/runtime/contract/validation.js';
import { loadDocument } from '../../codegen/testing/load-document.js';

type Table = Readonly<Record<string, () => Promise<MessageValidators>>>;

let folder: string;
const tables: Record<string, Table> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-messages-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['streetlights-2.6', 'orders-3.0']) {
    const { contract } = await loadDocument(join(import.meta.dirname, `${name}.yaml`));
    for (const { path, content } of (await emitDocument(contract)).files) {
      await mkdir(dirname(join(folder, name, path)), { recursive: true });
      await writeFile(join(folder, name, path), content);
    }
    const module = join(folder, name, 'contract/validators/messages.js');
    tables[name] = (
      (await import(pathToFileURL(module).href)) as { messageValidators: Table }
    ).messageValidators;
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const order = { order_id: '5a0b3bd6-38c5-4f6e-9f5e-0d9f5d6a3c11', lines: [{ sku: 'a', count: 1 }] };

test.each<[document: string, message: string, part: 'payload' | 'headers', value: unknown, isFine: boolean]>([
  ['streetlights-2.6', 'LightMeasured', 'payload', { lumens: 4, sent_at: '2026-01-01T00:00:00Z' }, true],
  ['streetlights-2.6', 'LightMeasured', 'payload', { lumens: -1, sent_at: '2026-01-01T00:00:00Z' }, false],
  ['streetlights-2.6', 'LightMeasured', 'payload', { lumens: 4, sent_at: 'yesterday' }, false],
  ['streetlights-2.6', 'LightMeasured', 'headers', { 'my-app-header': 5 }, true],
  ['streetlights-2.6', 'LightMeasured', 'headers', { 'my-app-header': 500 }, false],
  ['streetlights-2.6', 'DimLight', 'payload', { percent: null }, true],
  ['streetlights-2.6', 'DimLight', 'payload', { percent: 100 }, false],
  ['streetlights-2.6', 'SubscribeLightsLightIdDumpMessage', 'payload', 'anything', true],
  ['orders-3.0', 'OrderPlaced', 'payload', order, true],
  ['orders-3.0', 'OrderPlaced', 'payload', { ...order, lines: [] }, false],
  ['orders-3.0', 'OrderPlaced', 'payload', { ...order, lines: [{ sku: 'a', count: 0 }] }, false],
  ['orders-3.0', 'OrderCancelled', 'payload', { order_id: 'x', reason: 'stock' }, true],
  ['orders-3.0', 'OrderCancelled', 'payload', { order_id: 'x', reason: 'weather' }, false],
  ['orders-3.0', 'Note', 'payload', '', false],
  ['orders-3.0', 'Ask', 'headers', {}, false],
  ['orders-3.0', 'Tuple', 'payload', ['a', 1], true],
  ['orders-3.0', 'Tuple', 'payload', ['a', 1, 2], false],
  ['orders-3.0', 'State', 'payload', { state: 'closed', at: '2026-01-01T00:00:00Z' }, true],
  ['orders-3.0', 'State', 'payload', { state: 'closed' }, false],
])('%s %s: %s %j is right: %s', async (document, message, part, value, isFine) => {
  const validators = await tables[document]?.[message]?.();
  expect(validators?.[part]?.(value)).toBe(isFine);
});
