import { expect, test } from 'vitest';
import { mayOpenFrom } from './origin.js';

const cases: readonly [origin: string, host: string | undefined, allowed: string[], wanted: boolean][] = [
  ['https://api.example.com', 'api.example.com', [], true],
  ['https://api.example.com', 'api.example.com:443', [], true],
  ['http://127.0.0.1:8080', '127.0.0.1:8080', [], true],
  ['http://127.0.0.1:8081', '127.0.0.1:8080', [], false],
  ['https://evil.example', 'api.example.com', [], false],
  ['https://api.example.com.evil.example', 'api.example.com', [], false],
  ['https://app.example.com', 'api.example.com', ['https://app.example.com'], true],
  ['http://app.example.com', 'api.example.com', ['https://app.example.com'], false],
  ['https://evil.example', 'api.example.com', ['*'], true],
  ['null', 'api.example.com', [], false],
  ['nonsense', 'api.example.com', [], false],
  ['https://api.example.com', undefined, [], false],
];

test.each(cases)('%s at %s, allowed %j: %s', (origin, host, allowed, wanted) => {
  expect(mayOpenFrom(origin, host, allowed)).toBe(wanted);
});
