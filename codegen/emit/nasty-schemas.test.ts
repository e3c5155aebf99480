/** Types and validators of everything that authors write in schemas: real values are assigned, and checked. */
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonValue } from '../model/contract.js';
import { typeName } from '../model/names.js';
import type { OperationValidators } from '../runtime/contract/validation.js';
import { contractOf, emitContract } from '../testing/emit-document.js';
import { type OutputFolder, outputFolder } from '../testing/emit-project.js';
import { NASTY_SCHEMAS } from '../testing/nasty-schemas.js';
import { emitTypes } from './types/index.js';
import { emitOperationValidators } from './validators/operations/index.js';

const NAMES = Object.keys(NASTY_SCHEMAS);
const OK = { description: 'Fine.' };

/** One operation for each schema, which takes what it gives. */
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Nasty', version: '1' },
  paths: Object.fromEntries(
    NAMES.map((name, index) => {
      const escaped = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
      const content = { 'application/json': { schema: { $ref: `#/components/schemas/${escaped}` } } };
      const operation = {
        operationId: `take-${index}`,
        requestBody: { content },
        responses: { 200: { ...OK, content } },
      };
      return [`/${index}`, { post: operation }];
    }),
  ),
  components: {
    schemas: Object.fromEntries(Object.entries(NASTY_SCHEMAS).map(([name, { schema }]) => [name, schema])),
  },
};

let output: OutputFolder;
let validators: (name: string) => Promise<OperationValidators>;

beforeAll(async () => {
  const contract = await contractOf(DOCUMENT);
  const { files } = await emitContract(contract, [emitTypes, emitOperationValidators]);
  output = await outputFolder(new Map([...files, ['assignments.ts', assignments()]]));
  const path = pathToFileURL(`${output.path}/contract/validators/operations.js`).href;
  const module = (await import(path)) as {
    operationValidators: Readonly<Record<string, () => Promise<OperationValidators>>>;
  };
  validators = (name) => module.operationValidators[`take-${NAMES.indexOf(name)}`]?.() ?? Promise.reject();
  return () => output[Symbol.asyncDispose]();
}, 60_000);

/** A program with a line for each value: the compiler takes it, or must not. */
function assignments(): string {
  const lines = NAMES.flatMap((name, index) => {
    const { accepted = [], mistyped = [] } = NASTY_SCHEMAS[name] ?? {};
    const line = (value: JsonValue, at: number, kind: string) =>
      `export const ${kind}_${index}_${at}: schemas.${typeName(name)} = ${JSON.stringify(value)};`;
    return [
      ...accepted.map((value, at) => line(value, at, 'right')),
      ...mistyped.map((value, at) => `// @ts-expect-error ${name}\n${line(value, at, 'wrong')}`),
    ];
  });
  return `import type * as schemas from './contract/schemas.js';\n\n${lines.join('\n')}\n`;
}

test('types take what their schemas do, and nothing else', () => {
  const texts = output.typeErrors(['assignments.ts', 'contract/validators/operations.d.ts']);
  expect(texts).toEqual([]);
});

describe.each(NAMES)('%s', (name) => {
  const { accepted = [], open = [], refused = [], mistyped = [] } = NASTY_SCHEMAS[name] ?? {};

  test('validators take what the schema does, and nothing else', async () => {
    const { body, responses } = await validators(name);
    for (const check of [body?.['application/json'], responses['200']?.body?.['application/json']]) {
      const isValid = (value: JsonValue) => check?.(structuredClone(value)) ?? true;
      expect([...accepted, ...open].filter((value) => !isValid(value))).toEqual([]);
      expect([...refused, ...mistyped].filter((value) => isValid(value))).toEqual([]);
    }
  });
});
