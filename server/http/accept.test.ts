import { describe, expect, it } from 'vitest';
import { negotiate } from './accept.js';

describe('negotiate', () => {
  const stream: readonly [accept: string | undefined, wanted: boolean][] = [
    [undefined, true],
    ['', true],
    ['text/event-stream', true],
    ['TEXT/Event-Stream; charset=utf-8', true],
    ['text/*', true],
    ['*/*', true],
    ['application/json, text/event-stream;q=0.1', true],
    ['application/json', false],
    ['text/html, application/*;q=0.8', false],
    ['text/event-stream;q=0', false],
    ['text/event-stream;q=0, */*', false],
    ['garbage', false],
  ];
  it.each(stream)('Accept %j takes an event stream: %s', (accept, wanted) => {
    expect(negotiate(accept, ['text/event-stream']) === 'text/event-stream').toBe(wanted);
  });

  const pages: readonly [accept: string | undefined, wanted: string | undefined][] = [
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/json', 'application/json'],
    ['text/*;q=0.9, application/json;q=0.5', 'text/html'],
    ['image/png', undefined],
  ];
  it.each(pages)('Accept %j chooses %s', (accept, wanted) => {
    expect(negotiate(accept, ['application/json', 'text/html'])).toBe(wanted);
  });
});
