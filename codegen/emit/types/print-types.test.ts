import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { printTypes } from './print-types.js';

const DOCUMENT = {
  openapi: '3.1.0',
  info: {},
  paths: {},
  components: { schemas: { Pet: { type: 'object', properties: { 'pet-name': { type: 'string' } } } } },
};
const OPTIONS = { defaultsAreFilledIn: false };

test('where Node cannot take an ES module for CommonJS, the types are the same', async () => {
  const script = `
    const { printTypes } = await import(${JSON.stringify(new URL('./print-types.ts', import.meta.url).href)});
    process.stdout.write(await printTypes(${JSON.stringify(DOCUMENT)}, ${JSON.stringify(OPTIONS)}));
  `;
  const args = ['--no-experimental-require-module', '--import', 'tsx/esm', '--input-type=module'];
  const printed = execFileSync(process.execPath, [...args, '--eval', script], { encoding: 'utf8' });
  expect(printed).toContain('"pet-name"?: string');
  expect(await printTypes(DOCUMENT, OPTIONS)).toBe(printed);
}, 30_000);
