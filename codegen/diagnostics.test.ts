/**
 * Every diagnostic as an author sees it. A case in `tests/diagnostics/` is a few files laid over those of `base`, and the
 * text that the compiler prints about them. `vitest -u` writes that text anew: read the difference.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DIAGNOSTICS, didYouMean, PLAIN, renderDiagnostics } from './diagnostics.js';
import { checkSpecs } from './generate.js';
import { readSpecs } from './load/spec-files.js';

const CASES = join(import.meta.dirname, '../tests/diagnostics');

async function diagnose(name: string): Promise<string> {
  const texts = new Map([...(await readSpecs(join(CASES, 'base'))), ...(await readSpecs(join(CASES, name)))]);
  const { diagnostics } = await checkSpecs(CASES, texts);
  return renderDiagnostics(diagnostics, (file) => texts.get(file));
}

describe('a mistake is told with its place, an excerpt and a hint', () => {
  test('there is none in `base`', async () => {
    expect(await diagnose('base')).toBe('');
  });
  const names = readdirSync(CASES).filter((name) => name !== 'base');
  test.for(names)('%s', async (name) => {
    const text = await diagnose(name);
    expect(text).not.toBe('');
    await expect(text).toMatchFileSnapshot(join(CASES, name, 'expected.txt'));
  });
});

test('every code has a case', () => {
  // Told by other means: by an empty project below, by the parser, and by the linter, whose tests they are in.
  const elsewhere: readonly string[] = ['missing-document', 'asyncapi', 'missing-example', 'redocly'];
  const told = readdirSync(CASES)
    .filter((name) => name !== 'base')
    .map((name) => readFileSync(join(CASES, name, 'expected.txt'), 'utf8'))
    .join('\n');
  const missing = Object.keys(DIAGNOSTICS).filter((code) => !told.includes(`[${code}]`));
  expect(missing.filter((code) => !elsewhere.includes(code))).toEqual([]);
});

test('an empty project is told so', async () => {
  const { diagnostics } = await checkSpecs('.', new Map());
  expect(renderDiagnostics(diagnostics, () => undefined, PLAIN)).toBe(
    'specs/openapi.yaml:1:1  error[missing-document]: there is no such file, and every project has one\n' +
      '  hint: Run in the folder that holds `specs/`, or name it with --project.\n',
  );
});

test.for([
  ['intger', 'integer'],
  ['timeuot', 'timeout'],
  ['proprties', 'properties'],
  ['zebra', undefined],
] as const)('%s is meant as %s', ([typed, meant]) => {
  expect(didYouMean(typed, ['integer', 'timeout', 'properties', 'type', 'title'])).toBe(meant);
});

test.each(['', 'a', '\n', 'a\nb', 'a\r\nb\r\n', '\r\n\r\n', 'a\rb\nc\r', '\n\nx'])(
  'lines are shown as they stand in the text, in whatever order they are asked for: %j',
  (text) => {
    const lines = text.split(/\r?\n/);
    for (const order of [
      [1, 2, 3, 4],
      [4, 3, 2, 1],
      [2, 2, 1, 3, 9],
    ]) {
      const asked = order.map((line) => ({
        ...({ code: 'structure', severity: 'error', message: 'm', file: 'f' } as const),
        ...{ line, column: 1, length: 1 },
      }));
      const shown = renderDiagnostics(asked, () => text).matchAll(/^f:(\d+):1 .*\n(?: {2}\1 \| (.*)\n)?/gm);
      const printable = (line: string | undefined) => line?.replaceAll('\r', '\ufffd');
      expect([...shown].map(([, , line]) => line)).toEqual(order.map((line) => printable(lines[line - 1])));
    }
  },
);
