/** docs/diagnostics.md has a section for each code, whose examples do what it says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DIAGNOSTICS, renderDiagnostics, sortDiagnostics } from './diagnostics.js';
import { checkSpecs } from './generate.js';
import { lintStyle } from './lint/index.js';
import { checkAsyncapi } from './load/checks/index.js';
import { readSpecs } from './load/spec-files.js';

const ROOT = join(import.meta.dirname, '..');
const CASES = join(ROOT, 'tests/diagnostics');

const page = readFileSync(join(ROOT, 'docs/diagnostics.md'), 'utf8');
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ code: text.slice(0, text.indexOf('\n')), text }));

/** Told of a project that has nothing to show, or by another command: their own tests give their messages. */
const WITHOUT_EXAMPLE: readonly string[] = ['missing-document'];

interface Example {
  readonly name: string;
  readonly file: string;
  readonly bad: string;
  readonly message: string;
  readonly good: string;
}

function exampleOf(text: string): Example | undefined {
  const [, name, file] = /^Not so \(`tests\/diagnostics\/([^/]+)\/(.+)`\):$/m.exec(text) ?? [];
  const fences = [...text.matchAll(/^```\w+\n(.*?)\n```$/gms)].map(([, inner = '']) => inner);
  const [bad, message, good] = fences;
  if (name === undefined || file === undefined || bad === undefined) return undefined;
  return { name, file, bad, message: message ?? '', good: good ?? '' };
}

/** Puts `to` where `from` stands, however far that is indented. */
function exchange(text: string, from: string, to: string): string {
  const lines = text.split('\n');
  const wanted = from.split('\n');
  for (let at = 0; at + wanted.length <= lines.length; at++) {
    const indent = /^ */.exec(lines[at] ?? '')?.[0] ?? '';
    const shift = (line: string) => (line === '' ? '' : indent + line);
    if (!wanted.every((line, index) => lines[at + index] === shift(line))) continue;
    return [...lines.slice(0, at), ...to.split('\n').map(shift), ...lines.slice(at + wanted.length)].join(
      '\n',
    );
  }
  throw new Error(`There is no such text:\n${from}`);
}

/** Who says it, beside the compiler's own checks. */
const BY_THE_PARSER: readonly string[] = ['asyncapi'];
const BY_THE_LINTER: readonly string[] = ['missing-example', 'redocly'];

async function diagnose(texts: ReadonlyMap<string, string>, code: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'specwire-page-'));
  try {
    const checked = await checkSpecs(folder, texts);
    const found = [...checked.diagnostics];
    if (BY_THE_PARSER.includes(code))
      found.push(...(await checkAsyncapi(checked.project, checked.built, folder)));
    if (BY_THE_LINTER.includes(code)) found.push(...(await lintStyle(folder, texts, checked)));
    return renderDiagnostics(sortDiagnostics(found), (file) => texts.get(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('has one section for each code, in their order', () => {
  expect(sections.map(({ code }) => code)).toEqual(Object.keys(DIAGNOSTICS));
});

test.for(sections)('$code', async ({ code, text }) => {
  const example = exampleOf(text);
  if (WITHOUT_EXAMPLE.includes(code)) return expect(example).toBeUndefined();
  if (!example) throw new Error('There is no example.');
  const { name, file, bad, message, good } = example;
  expect(message).toMatch(new RegExp(`\\[${code}(/[^\\]]+)?\\]: `));
  const base = await readSpecs(join(CASES, 'base'));
  const texts = new Map([...base, ...(await readSpecs(join(CASES, name)))]);
  const written = texts.get(file) ?? '';
  // What is shown of `base` itself is put into it.
  const wrong = new Map(texts).set(file, name === 'base' ? exchange(written, good, bad) : written);
  const right = new Map(texts).set(file, name === 'base' ? written : exchange(written, bad, good));
  const [told, left] = [await diagnose(wrong, code), await diagnose(right, code)];
  expect(told).toContain(`${message}\n`);
  expect(left).not.toContain(message.split('\n')[0]?.replace(/^\S+ +/, ''));
  // And what is right brings no other mistake with it.
  const messages = (all: string) =>
    [...all.matchAll(/^\S+ {2}((?:error|warning)\[.*)$/gm)].map(([, one]) => one);
  expect(messages(told)).toEqual(expect.arrayContaining(messages(left)));
});
