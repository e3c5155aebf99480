import { describe, expect, it } from 'vitest';
import { fingerprint, parseIdempotencyKey } from './idempotency.js';

describe('parseIdempotencyKey', () => {
  const valid: readonly [header: string | undefined, wanted: string | undefined][] = [
    [undefined, undefined],
    ['k', 'k'],
    ['"k"', 'k'],
    ['8e03978e-40d5-43e8-bc93-6894a57f9324', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
    ['two words', 'two words'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['k'.repeat(255), 'k'.repeat(255)],
    [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
  ];
  it.each(valid)('%j → %j', (header, wanted) => {
    expect(parseIdempotencyKey(header)).toBe(wanted);
  });

  const invalid: readonly [header: string, wanted: RegExp][] = [
    ['', /is empty/],
    ['""', /is empty/],
    ['"', /not a quoted string/],
    ['"open', /not a quoted string/],
    ['in"ner', /not a quoted string/],
    ['"a" b', /not a quoted string/],
    ['k'.repeat(256), /longer than 255/],
    ['schlüssel', /printable ASCII/],
    ['tab\there', /printable ASCII/],
  ];
  it.each(invalid)('refuses %j', (header, wanted) => {
    expect(() => parseIdempotencyKey(header)).toThrow(wanted);
  });
});

describe('fingerprint', () => {
  const body = { type: 't', input: { a: 1, b: [1, 2], c: { x: null, y: 'ü' } } };
  const same: readonly string[] = [
    '{"input":{"c":{"y":"\\u00fc","x":null},"b":[1,2],"a":1.0},"type":"t"}',
    '{ "type" : "t", "input": {"a": 1e0, "b": [1, 2], "c": {"x": null, "y": "ü"}} }',
  ];
  it.each(same)('takes %s for the same', (text) => {
    expect(fingerprint(JSON.parse(text))).toBe(fingerprint(body));
  });

  const other: readonly string[] = [
    '{"type":"t","input":{"a":1,"b":[2,1],"c":{"x":null,"y":"ü"}}}',
    '{"type":"t","input":{"a":"1","b":[1,2],"c":{"x":null,"y":"ü"}}}',
    '{"type":"t","input":{"a":1,"b":[1,2],"c":{"y":"ü"}}}',
    '{"type":"t","input":{"a":1,"b":[1,2],"c":{"x":null,"y":"ü"}},"tags":[]}',
  ];
  it.each(other)('takes %s for another', (text) => {
    expect(fingerprint(JSON.parse(text))).not.toBe(fingerprint(body));
  });
});
