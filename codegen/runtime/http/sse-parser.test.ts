import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SseParser } from './sse-parser.js';

const message = (data: string, event = 'message', id = '', hasOwnId = false) => ({
  kind: 'message',
  event,
  data,
  id,
  hasOwnId,
});

describe('SseParser', () => {
  test.each<[string, string, unknown[]]>([
    ['a block', 'id: 1\nevent: token\ndata: a\n\n', [message('a', 'token', '1', true)]],
    ['exactly one leading space is stripped', 'data:  a\n\ndata:b\n\n', [message(' a'), message('b')]],
    ['lines of data are joined', 'data: a\ndata\ndata: b\n\n', [message('a\n\nb')]],
    [
      'CR, LF and CR LF end lines',
      'data: a\r\rdata: b\r\n\r\ndata: c\n\n',
      [message('a'), message('b'), message('c')],
    ],
    ['a byte order mark is ignored', '\uFEFFdata: a\n\n', [message('a')]],
    ['comments and unknown fields are ignored', ': hi\nfoo: bar\ndata: a\n\n', [message('a')]],
    [
      'an id stays until there is another',
      'id: 1\ndata: a\n\ndata: b\n\n',
      [message('a', 'message', '1', true), message('b', 'message', '1')],
    ],
    ['an id without data moves the cursor', 'id: 7\n\n', [{ kind: 'cursor', id: '7' }]],
    [
      'an id with NUL is ignored',
      'id: 1\n\nid: a\0b\ndata: a\n\n',
      [{ kind: 'cursor', id: '1' }, message('a', 'message', '1')],
    ],
    [
      'retry counts only if all digits',
      'retry: 10\nretry: 1s\nretry: -1\nretry:\n',
      [{ kind: 'retry', milliseconds: 10 }],
    ],
    ['what has no blank line behind it is not said yet', 'data: a\n', []],
  ])('%s', (_, text, blocks) => {
    expect(new SseParser().feed(text)).toEqual(blocks);
  });

  test('gives the same blocks however the text is cut', () => {
    const text = '\uFEFFid: 1\r\nevent: token\r\ndata: ä€😀\r\n\r\n: c\rretry: 5\r\rdata: x\n\nid: 2\n\n';
    const whole = new SseParser().feed(text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const parser = new SseParser();
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const blocks = places.flatMap((place, index) =>
          parser.feed(text.slice(place, places[index + 1] ?? place)),
        );
        expect(blocks).toEqual(whole);
      }),
    );
  });
});
