import { expect, test } from 'vitest';
import { isFormType, isJsonType, isLinesType, isTextType, matches } from '../../runtime/client/media-type.js';
import { bodyKind as atRunTime, findContent } from '../../runtime/server/express/content-type.js';
import { isJson, isLines, isText, isUrlEncoded } from '../media-types.js';
import { bodyKind } from './body-kind.js';

test.each([
  ['application/json', 'json'],
  ['application/vnd.pet+json; charset=utf-8', 'json'],
  ['Application/Problem+JSON', 'json'],
  ['text/json', 'json'],
  ['text/vnd.pet+json', 'json'],
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
  ['application/x-yaml', 'text'],
  ['application/javascript', 'text'],
  ['application/graphql; charset=utf-8', 'text'],
  ['image/svg+xml', 'binary'],
  ['application/octet-stream', 'binary'],
  ['*/*', 'binary'],
  ['application/jsonp', 'binary'],
])('%s is %s to the compiler and to the runtime', (contentType, kind) => {
  expect(bodyKind(contentType)).toBe(kind);
  expect(atRunTime(contentType)).toBe(kind);
  // To a client, a stream of events is one of text, and what is left are bytes.
  const isKind = (one: string) => kind === one || (one === 'text' && kind === 'events');
  const wanted = ['json', 'form', 'lines', 'text'].map(isKind);
  const media = { contentType };
  expect([isJson(media), isUrlEncoded(contentType), isLines(media), isText(media)]).toEqual(wanted);
  const inClient = [isJsonType, isFormType, isLinesType, isTextType];
  expect(inClient.map((is) => is(contentType))).toEqual(wanted);
});

test('a range of JSON is JSON, and holds what is built on it', () => {
  const range = 'application/*+json';
  expect([bodyKind(range), atRunTime(range)]).toEqual(['json', 'json']);
  const found = (...types: string[]) => findContent(types, (type) => type, 'application/a.b+json');
  expect(found('application/*', '*/*', range)).toBe(range);
  expect(found('application/*+xml', '*/*')).toBe('*/*');
  expect(matches(range, 'application/a.b+json; charset=utf-8')).toBe(true);
  expect(matches(range, 'application/json')).toBe(false);
});
