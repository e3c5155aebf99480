import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { FrameBatch } from './frames.js';
import { StreamSession } from './session.js';

/** A response that keeps what was written, and may say that it is full. */
class FakeResponse extends EventEmitter {
  text = '';
  isFull = false;
  isEnded = false;
  isDestroyed = false;
  /** Its client takes nothing more, not even the end. */
  isStuck = false;

  write(bytes: Buffer): boolean {
    if (this.isEnded) throw new Error('written after its end');
    this.text += String(bytes);
    return !this.isFull;
  }

  end(): void {
    this.isEnded = true;
    if (!this.isStuck) this.emit('close');
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}

const batch = (firstSeq: number, lastSeq: number, isFinal = false): FrameBatch => ({
  firstSeq,
  lastSeq,
  events: [],
  isFinal,
  hasMore: false,
  bytes: Buffer.from(`<${firstSeq}-${lastSeq}>`),
});

function open(opening = '') {
  const response = new FakeResponse();
  const calls: string[] = [];
  const session = new StreamSession(response as unknown as ServerResponse, {
    after: 4,
    opening,
    now: 0,
    endsAt: 60_000,
    keepAliveMs: 12_000,
    random: () => 0.5,
    onReady: () => calls.push('ready'),
    onClose: () => calls.push('close'),
  });
  return { response, session, calls };
}

describe('StreamSession', () => {
  it('opens with retry and a comment, then what it was told to open with', () => {
    expect(open().response.text).toBe('retry: 2000\n: connected\n\n');
    expect(open('id: 0\n\n').response.text).toBe('retry: 2000\n: connected\n\nid: 0\n\n');
  });

  it('moves its cursor with what it delivers and ends after the final event', () => {
    const { response, session, calls } = open();
    session.deliver(batch(5, 7));
    expect(session.cursor).toBe(7);
    session.deliver(batch(8, 9, true));
    expect(response.text).toMatch(/<5-7><8-9>$/);
    expect(response.isEnded).toBe(true);
    expect(session.isReady).toBe(false);
    expect(calls).toEqual(['close']);
  });

  it('stops when the socket is full and says so when it has drained', () => {
    const { response, session, calls } = open();
    response.isFull = true;
    session.deliver(batch(5, 7));
    expect(session.isReady).toBe(false);
    response.isFull = false;
    response.emit('drain');
    expect(session.isReady).toBe(true);
    expect(calls).toEqual(['ready']);
  });

  it('writes a comment when one is due, busy or not, but never to a full socket', () => {
    const { response, session } = open();
    session.tick(11_999);
    expect(response.text).not.toContain('keep-alive');
    session.tick(12_000);
    expect(response.text.match(/: keep-alive\n\n/g)).toHaveLength(1);
    session.tick(23_000);
    session.tick(24_000);
    expect(response.text.match(/: keep-alive\n\n/g)).toHaveLength(2);
    response.isFull = true;
    session.deliver(batch(5, 7));
    session.tick(50_000);
    expect(response.text.match(/: keep-alive\n\n/g)).toHaveLength(2);
  });

  it('ends cleanly with a jittered retry when it has lived long enough', () => {
    const { response, session } = open();
    session.tick(60_000);
    expect(response.text).toMatch(/retry: 2000\n\n$/);
    expect(response.isEnded).toBe(true);
  });

  it('takes nothing more once it was stopped: a page may have been under way', () => {
    const { response, session } = open();
    session.stop();
    session.deliver(batch(5, 7));
    expect(response.text).not.toContain('<5-7>');
    expect(session.cursor).toBe(4);
  });

  it('cuts off a reader that still does not read', () => {
    const { response, session } = open();
    response.isFull = true;
    session.deliver(batch(5, 7));
    session.stop();
    expect(response.isDestroyed).toBe(true);
  });

  it('cuts off a reader that does not take the end, some time after the stream’s own', () => {
    const { response, session, calls } = open();
    response.isStuck = true;
    session.deliver(batch(5, 7, true));
    session.tick(60_000);
    session.tick(89_999);
    expect(response.isDestroyed).toBe(false);
    session.tick(90_000);
    expect(response.isDestroyed).toBe(true);
    expect(calls).toEqual(['close']);
  });

  it('is closed by a client that leaves', () => {
    const { response, session, calls } = open();
    response.emit('close');
    expect(session.isReady).toBe(false);
    expect(calls).toEqual(['close']);
    session.tick(70_000);
    session.stop();
  });
});
