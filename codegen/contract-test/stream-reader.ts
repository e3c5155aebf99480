/** Reads the beginning of a stream: so many items, for so long. */
import { isEventStream } from '../emit/media-types.js';
import { SseParser } from '../runtime/http/sse-parser.js';
import { NoAnswer, type Service, type WireHead, type WireRequest } from './service.js';

/** An item as it came. */
export interface StreamItem {
  /** The event's name; absent in a stream of lines. */
  readonly event?: string;
  readonly data: string;
  /** Of an event: its own id, or the last one before it. */
  readonly id?: string;
  readonly hasOwnId: boolean;
}

/** The beginning of a stream, and why it is no longer. */
export interface ReadStream {
  readonly head: WireHead;
  readonly items: readonly StreamItem[];
  /** The service ended it; enough was read; the time was over; the connection broke. */
  readonly end: 'ended' | 'enough' | 'time' | 'broken';
  readonly milliseconds: number;
  /** The body of an answer that is no stream. */
  readonly body: Buffer;
}

/** How far to read. */
export interface Reading {
  readonly contentType: string;
  readonly timeMs: number;
  /** Whether these are enough. */
  readonly isEnough: (items: readonly StreamItem[]) => boolean;
}

/** Opens a stream and reads its beginning. Throws NoAnswer if not even a head came. */
export async function readStream(
  service: Service,
  request: WireRequest,
  reading: Reading,
): Promise<ReadStream> {
  const started = performance.now();
  const answer = await service.open(request, reading.timeMs);
  const items: StreamItem[] = [];
  const chunks: Uint8Array[] = [];
  const contentType = answer.headers['content-type'] ?? '';
  const isStream = answer.status < 300 && !/json\s*(;|$)/i.test(contentType);
  const parse = isEventStream(reading) ? eventParser() : lineParser(contentType);
  const done = (end: ReadStream['end']): ReadStream => {
    const head = { status: answer.status, headers: answer.headers };
    const milliseconds = Math.round(performance.now() - started);
    return { head, items, end, milliseconds, body: Buffer.concat(chunks) };
  };
  const decoder = new TextDecoder();
  try {
    for await (const chunk of answer.chunks) {
      if (!isStream) {
        chunks.push(chunk);
        continue;
      }
      for (const item of parse(decoder.decode(chunk, { stream: true }), false)) {
        items.push(item);
        if (reading.isEnough(items)) return done('enough');
      }
    }
    if (isStream) items.push(...parse(decoder.decode(), true));
    return done('ended');
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return done(answer.isLate() ? 'time' : 'broken');
  } finally {
    answer.close();
  }
}

type Parse = (text: string, isLast: boolean) => readonly StreamItem[];

function eventParser(): Parse {
  const parser = new SseParser();
  return (text) =>
    parser.feed(text).flatMap((block): readonly StreamItem[] => {
      if (block.kind !== 'message') return [];
      const { event, data, id, hasOwnId } = block;
      return [{ event, data, id, hasOwnId }];
    });
}

/** JSON lines, or records of a JSON text sequence (RFC 7464). */
function lineParser(contentType: string): Parse {
  const separator = /json-seq/i.test(contentType) ? '\u001e' : '\n';
  let rest = '';
  return (text, isLast) => {
    const texts = (rest + text).split(separator);
    rest = isLast ? '' : (texts.pop() ?? '');
    return texts.filter((one) => one.trim() !== '').map((data) => ({ data: data.trim(), hasOwnId: false }));
  };
}
