/** The order in which a document has its parts changes the order of what is generated, and nothing else. */
import { expect, test } from 'vitest';
import { contractOf, emitContract } from '../testing/emit-document.js';
import { NASTY_SCHEMAS } from '../testing/nasty-schemas.js';
import { emitTypes } from './types/index.js';
import { emitOperationValidators } from './validators/operations/index.js';

const NAMES = Object.keys(NASTY_SCHEMAS);

/** The same number for the same text, in no order of the alphabet. */
function scatter(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
}

function documentOf(names: readonly string[]): object {
  const escaped = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
  const path = (name: string) => ({
    post: {
      operationId: `take ${scatter(name)}`,
      requestBody: {
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${escaped(name)}` } } },
      },
      responses: { 204: { description: 'Taken.' } },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Shuffled', version: '1' },
    paths: Object.fromEntries(names.map((name) => [`/${scatter(name)}`, path(name)])),
    components: { schemas: Object.fromEntries(names.map((name) => [name, NASTY_SCHEMAS[name]?.schema])) },
  };
}

async function filesOf(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const contract = await contractOf(documentOf(names));
  return (await emitContract(contract, [emitTypes, emitOperationValidators])).files;
}

test('components and paths in another order give the same lines', async () => {
  const shuffled = NAMES.toSorted((one, other) => scatter(one) - scatter(other));
  const [first, second] = await Promise.all([filesOf(NAMES), filesOf(shuffled)]);
  const names = [...first.keys()].sort();
  expect([...second.keys()].sort()).toEqual(names);
  // Lists of operations and of schemas follow the document.
  const inOrder = ['contract/types.ts', 'contract/schemas.ts', 'contract/validators/operations.js'];
  const lines = (file: string | undefined) => file?.split('\n').sort();
  expect(inOrder.map((name) => lines(second.get(name)))).toEqual(
    inOrder.map((name) => lines(first.get(name))),
  );
  const others = names.filter((name) => !inOrder.includes(name));
  expect(others.filter((name) => first.get(name) !== second.get(name))).toEqual([]);
  expect(others.length).toBeGreaterThan(NAMES.length);
});
