import { describe, expect, test } from 'vitest';
import type { ParameterStyle, ValueFormat } from './operation.js';
import { cookieText, headerText, pathText, queryText } from './serialise.js';

const EMPTY = '';
const STRING = 'blue';
const ARRAY = ['blue', 'black', 'brown'];
const OBJECT = { R: 100, G: 200, B: 150 };

type Text = string | undefined;

/** The table of OpenAPI 3.1.1, section 4.8.12.4 ("Style Examples"); what is not applicable in it is absent here. */
const TABLE: readonly (readonly [ParameterStyle, boolean, Text, Text, Text, Text])[] = [
  ['matrix', false, ';color', ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
  ['matrix', true, ';color', ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
  ['label', false, '.', '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
  ['label', true, '.', '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
  ['simple', false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
  ['simple', true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ['form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
  ['form', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
  [
    'spaceDelimited',
    false,
    undefined,
    undefined,
    'color=blue%20black%20brown',
    'color=R%20100%20G%20200%20B%20150',
  ],
  [
    'pipeDelimited',
    false,
    undefined,
    undefined,
    'color=blue%7Cblack%7Cbrown',
    'color=R%7C100%7CG%7C200%7CB%7C150',
  ],
  ['deepObject', true, undefined, undefined, undefined, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
];

describe.each(TABLE)('%s, explode: %s', (style, explode, empty, string, array, object) => {
  const inPath = style === 'matrix' || style === 'label' || style === 'simple';
  const written = [
    ['an empty string', EMPTY, empty],
    ['a string', STRING, string],
    ['an array', ARRAY, array],
    ['an object', OBJECT, object],
  ] as const;
  test.each(written.filter(([, , expected]) => expected !== undefined))('%s', (_, value, expected) => {
    const write = inPath ? pathText : queryText;
    expect(write('color', value, { style, explode })).toBe(expected);
  });
});

const deep: ValueFormat = { style: 'deepObject', explode: true };
const json: ValueFormat = { contentType: 'application/json' };

test.each<readonly [string, unknown, ValueFormat, string]>([
  ['a number', 1.5, {}, 'q=1.5'],
  ['a boolean', false, {}, 'q=false'],
  ['nothing', undefined, {}, ''],
  ['null', null, {}, ''],
  ['an empty list', [], {}, ''],
  ['an empty list, not exploded', [], { explode: false }, ''],
  ['an empty object', {}, deep, ''],
  ['holes in a list', ['a', undefined, null, ''], {}, 'q=a&q='],
  ['holes in an object', { a: undefined, b: null, c: '' }, {}, 'c='],
  ['reserved characters', "a b&c=d/é'()*!~", {}, 'q=a%20b%26c%3Dd%2F%C3%A9%27%28%29%2A%21~'],
  ['a delimiter in an item', ['a,b', 'c'], { explode: false }, 'q=a%2Cb,c'],
  ['reserved characters that stay', 'a/b?c=d:e,f', { allowReserved: true }, 'q=a/b?c=d:e,f'],
  [
    'what would end the value',
    'a&b#c+d e%20f%zé😀',
    { allowReserved: true },
    'q=a%26b%23c%2Bd%20e%20f%25z%C3%A9%F0%9F%98%80',
  ],
  ['a date', new Date(0), {}, 'q=1970-01-01T00%3A00%3A00.000Z'],
  ['a list in a list', [['a'], 'b'], {}, 'q=%5B%22a%22%5D&q=b'],
  ['JSON', { a: [1, null] }, json, 'q=%7B%22a%22%3A%5B1%2Cnull%5D%7D'],
  ['JSON that is null', null, json, 'q=null'],
  ['JSON that is not given', undefined, json, ''],
  ['text of another type', 'a b', { contentType: 'text/plain' }, 'q=a%20b'],
  [
    'nested objects',
    { a: { b: 1, c: { d: 'x y' } } },
    deep,
    'q%5Ba%5D%5Bb%5D=1&q%5Ba%5D%5Bc%5D%5Bd%5D=x%20y',
  ],
  ['lists in an object', { a: ['x', { y: 1 }] }, deep, 'q%5Ba%5D%5B0%5D=x&q%5Ba%5D%5B1%5D%5By%5D=1'],
  ['a list as such', ['x', 'y'], deep, 'q%5B0%5D=x&q%5B1%5D=y'],
  ['null in an object', { a: null, b: undefined }, deep, 'q%5Ba%5D='],
  ['a string that could be an object', 'x', deep, 'q=x'],
  ['a list in an object that is spread', { a: [1, 2], b: [] }, {}, 'a=1&a=2'],
  ['an exploded list of a delimited style', ['a', 'b'], { style: 'pipeDelimited', explode: true }, 'q=a&q=b'],
])('in a query: %s', (_, value, format, expected) => {
  expect(queryText('q', value, format)).toBe(expected);
});

test('names are escaped', () => {
  expect(queryText('a[]', ['x'])).toBe('a%5B%5D=x');
  expect(queryText('f', { 'a b': { 'c]': 1 } }, deep)).toBe('f%5Ba%20b%5D%5Bc%5D%5D=1');
});

test('a slash in a path parameter is not one of the path', () => {
  expect(pathText('id', 'a/b?c')).toBe('a%2Fb%3Fc');
});

test('headers are written as they are', () => {
  expect(headerText(['a b', 'c'])).toBe('a b,c');
  expect(headerText({ a: 1, b: 2 }, { explode: true })).toBe('a=1,b=2');
  expect(headerText({ a: 1 }, json)).toBe('{"a":1}');
});

test('cookies are pairs', () => {
  expect(cookieText('c', 'a;b')).toBe('c=a%3Bb');
  expect(cookieText('c', ['a', 'b'])).toBe('c=a; c=b');
  expect(cookieText('c', ['a', 'b'], { explode: false })).toBe('c=a,b');
});
