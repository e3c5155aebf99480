/** The fast ways to read a text give what the slow one gives: the same values at the same places. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../model/contract.js';
import { childPointer, isArray, isObject } from './json.js';
import { type Places, yamlPlaces } from './places.js';
import { readText } from './text.js';
import { readYaml } from './yaml.js';
import { readLargeYaml } from './yaml-events.js';

const SPECS = join(import.meta.dirname, '../../specs');
const FILES = readdirSync(SPECS, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

function pointersIn(value: JsonValue, pointer = ''): readonly string[] {
  const children = isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return [pointer, ...children.flatMap(([key, child]) => pointersIn(child, childPointer(pointer, key)))];
}

/** The line of each key. */
function lines(value: JsonValue, places: Places): readonly string[] {
  return pointersIn(value).map((pointer) => {
    const [start] = places.rangeOf(pointer, 'key');
    const { line, column } = places.lineOf(start);
    return `${pointer} ${line}:${column}`;
  });
}

describe.each(FILES)('%s', (name) => {
  const text = readFileSync(join(SPECS, name), 'utf8');

  test('is the same to both readers of YAML', () => {
    const slow = readYaml(text);
    const fast = readLargeYaml(text);
    expect(fast.mistakes).toEqual([]);
    expect(fast.value).toEqual(slow.value);
    const wanted = lines(slow.value, yamlPlaces(slow.document, slow.lines));
    expect(lines(fast.value, fast.places).slice(1)).toEqual(wanted.slice(1));
  });

  test('is the same as JSON', () => {
    const { value } = readYaml(text);
    const json = JSON.stringify(value, null, 2);
    const [fast, slow] = [readText(json), readYaml(json)];
    expect(fast.value).toEqual(value);
    const wanted = lines(slow.value, yamlPlaces(slow.document, slow.lines));
    expect(lines(fast.value, fast.places).slice(1)).toEqual(wanted.slice(1));
  });
});

describe('a large text', () => {
  const filler = Array.from({ length: 60_000 }, (_, index) => `  k${index}: "${'x'.repeat(60)}"`).join('\n');

  test('with a mistake is told at its place', () => {
    const { mistakes } = readText(`a:\n${filler}\n  b: [1\nc: d\n`);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.start).toBeGreaterThan(filler.length);
  });

  test('whose aliases stand for too much is refused', () => {
    const names = [...'bcdefghij'];
    const bomb = names.map(
      (name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[index]}`)}]`,
    );
    const { mistakes } = readText(`a: &a [1]\n${bomb.join('\n')}\nz:\n${filler}\n`);
    expect(mistakes.map(({ message }) => message)).toEqual([
      'its aliases stand for more than 10000000 values',
    ]);
  });

  test('that holds itself is refused', () => {
    const { mistakes } = readText(`a: &a { b: *a }\nz:\n${filler}\n`);
    expect(mistakes).toHaveLength(1);
  });
});
