import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../store/index.js';
import { buildBatch, KEEP_ALIVE, PREFACE, retryFrame } from './frames.js';

function parse(text: string) {
  const events: EventSourceMessage[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onComment: (comment) => comments.push(comment),
    onRetry: (retry) => retries.push(retry),
    onError: (error) => {
      throw error;
    },
  });
  parser.feed(text);
  return { events, comments, retries };
}

const token = (seq: number, text: string): StoredEvent => ({
  seq,
  type: 'token',
  body: JSON.stringify({ type: 'token', seq, data: { text } }),
});
const status = (seq: number, name: string): StoredEvent => ({
  seq,
  type: 'job.status',
  body: JSON.stringify({ type: 'job.status', seq, data: { status: name, version: seq } }),
});

describe('buildBatch', () => {
  it('gives what a parser reads back, line ends and other scripts included', () => {
    const stored = [token(7, 'a\nb\r\nc\u2028 ü 𝄞'), token(8, 'data: x')];
    const batch = buildBatch(stored);
    expect(batch).toMatchObject({ firstSeq: 7, lastSeq: 8, isFinal: false });
    expect(parse(String(batch?.bytes)).events).toEqual(
      stored.map((event) => ({ id: String(event.seq), event: 'token', data: event.body })),
    );
  });

  it('is nothing for an empty page', () => {
    expect(buildBatch([])).toBeUndefined();
  });

  const states: readonly [status: string, isFinal: boolean][] = [
    ['queued', false],
    ['running', false],
    ['cancelling', false],
    ['succeeded', true],
    ['failed', true],
    ['cancelled', true],
    ['timed_out', true],
    ['expired', true],
  ];
  it.each(states)('job.status %s is final: %s', (name, isFinal) => {
    expect(buildBatch([token(1, 'x'), status(2, name)])?.isFinal).toBe(isFinal);
  });
});

describe('fixed frames', () => {
  it('carry a retry and comments, and no event', () => {
    const text = `${PREFACE}${KEEP_ALIVE}${retryFrame(1234.5)}`;
    expect(parse(text)).toEqual({ events: [], comments: ['connected', 'keep-alive'], retries: [2000, 1235] });
  });
});
