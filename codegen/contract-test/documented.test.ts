import { expect, test } from 'vitest';
import { documentedMedia } from './documented.js';

const TYPES = ['*/*', 'text/*', 'application/json; version=1', 'application/json;version="2"', 'text/csv'];

test.each([
  ['application/json;Version=2; charset=utf-8', 'application/json;version="2"'],
  ['application/json; version=1', 'application/json; version=1'],
  ['application/json; version=3', 'application/json; version=1'],
  ['Text/CSV; header=present', 'text/csv'],
  ['text/html', 'text/*'],
  ['image/png', '*/*'],
])('%s is documented as %s', (sent, wanted) => {
  const content = TYPES.map((contentType) => ({ contentType }));
  const response = { status: '200', description: '', headers: [], content };
  expect(documentedMedia(response, sent)?.contentType).toBe(wanted);
});
