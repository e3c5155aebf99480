import { expect, test } from 'vitest';
import { bodyKind as atRunTime } from '../../runtime/server/express/content-type.js';
import { bodyKind } from './body-kind.js';

test.each([
  ['application/json', 'json'],
  ['application/vnd.pet+json; charset=utf-8', 'json'],
  ['Application/Problem+JSON', 'json'],
  ['application/x-www-form-urlencoded', 'form'],
  ['multipart/form-data; boundary=a', 'multipart'],
  ['text/event-stream', 'events'],
  ['application/x-ndjson', 'lines'],
  ['application/jsonl', 'lines'],
  ['application/json-seq', 'lines'],
  ['application/geo+json-seq', 'lines'],
  ['text/csv', 'text'],
  ['text/*', 'text'],
  ['application/atom+xml', 'text'],
  ['application/yaml', 'text'],
  ['image/svg+xml', 'binary'],
  ['application/octet-stream', 'binary'],
  ['*/*', 'binary'],
  ['application/jsonp', 'binary'],
])('%s is %s to the compiler and to the runtime', (contentType, kind) => {
  expect(bodyKind(contentType)).toBe(kind);
  expect(atRunTime(contentType)).toBe(kind);
});
