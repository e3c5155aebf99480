/** Event-stream text (WHATWG HTML section 9.2). Stored events are one-line JSON already, so a frame is concatenation. */

import { isTerminal, type JobStatus, type StoredEvent } from '../../store/index.js';

/** Some consecutive events of one job, for all who read them. */
export interface FrameBatch {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly events: readonly StoredEvent[];
  /** Their frames on an event stream, built when they are first asked for. */
  readonly bytes: Buffer;
  /** The page was full: there is probably more behind it. */
  readonly hasMore: boolean;
  /** The job ended with the last of them: nothing follows. */
  readonly isFinal: boolean;
}

/** What a stream begins with: when to reconnect, and a comment, so that proxies pass the header on at once. */
export const PREFACE = Buffer.from('retry: 2000\n: connected\n\n');

/** Sent when nothing else is, so that no proxy takes the connection for dead. */
export const KEEP_ALIVE = Buffer.from(': keep-alive\n\n');

/** The last words of a stream that ends before its job: come back after so many milliseconds. */
export function retryFrame(milliseconds: number): string {
  return `retry: ${Math.round(milliseconds)}\n\n`;
}

/** One event as a frame. */
export function buildFrame(id: number, type: string, body: string): string {
  return `id: ${id}\nevent: ${type}\ndata: ${body}\n\n`;
}

/** The frames of a page of the log; undefined when it is empty. */
export function buildBatch(events: readonly StoredEvent[], hasMore = false): FrameBatch | undefined {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return undefined;
  let bytes: Buffer | undefined;
  return {
    firstSeq: first.seq,
    lastSeq: last.seq,
    events,
    get bytes() {
      bytes ??= buildFrames(events);
      return bytes;
    },
    hasMore,
    isFinal: endsJob(last),
  };
}

function buildFrames(events: readonly StoredEvent[]): Buffer {
  let text = '';
  for (const { seq, type, body } of events) text += buildFrame(seq, type, body);
  return Buffer.from(text);
}

function endsJob(event: StoredEvent): boolean {
  if (event.type !== 'job.status') return false;
  const { data } = JSON.parse(event.body) as { readonly data: { readonly status: JobStatus } };
  return isTerminal(data.status);
}
