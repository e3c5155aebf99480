import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { JsonObject } from '../model/contract.js';
import { printYaml } from './yaml-document.js';

const cache = { remember: async <T>(_: string, __: unknown, make: () => T | Promise<T>) => make() };

const key = fc.oneof(
  fc.constantFrom(
    'schemas',
    '/v1/jobs/{job_id}',
    '$ref',
    'a: b',
    '- x',
    '',
    '"',
    '#',
    'null',
    '1',
    'ü',
    'a\nb',
  ),
  fc.string({ maxLength: 250 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1.5,
      '',
      'text',
      'two\nlines\n',
      `${'word '.repeat(60)}end`,
      '{}',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));
const section = fc.constantFrom(
  'openapi',
  'info',
  'paths',
  'webhooks',
  'components',
  'channels',
  'operations',
);

it('prints what the library prints of the whole document', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(section, value), async (document) => {
      const whole = stringify(document, { lineWidth: 110, aliasDuplicateObjects: false });
      expect(await printYaml(document as JsonObject, cache)).toBe(whole);
    }),
    { numRuns: 500 },
  );
});

it('prints again only what an edit has changed', async () => {
  const made = new Set<string>();
  let prints = 0;
  const counting = {
    remember: async <T>(_: string, inputs: unknown, make: () => T | Promise<T>) => {
      const name = JSON.stringify(inputs);
      if (!made.has(name)) prints += 1;
      made.add(name);
      return make();
    },
  };
  const schemas = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`S${index}`, { title: 'x' }]));
  const document = { openapi: '3.1.0', components: { schemas } };
  await printYaml(document, counting);
  expect(prints).toBe(51);
  await printYaml({ ...document, components: { schemas: { ...schemas, S7: { title: 'y' } } } }, counting);
  expect(prints).toBe(52);
});
