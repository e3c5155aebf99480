/** Events as they are stored, and how notifications bring them along. */
import type { JsonText } from './job-row.js';

/** A stored event. */
export interface StoredEvent {
  readonly seq: number;
  readonly type: string;
  /** The whole envelope as one line of JSON. */
  readonly body: JsonText;
}

/** There is something new in a job's log. */
export interface JobNews {
  readonly jobId: string;
  /** The newest events, consecutive, if they came along; none if they are to be read. */
  readonly events: readonly StoredEvent[];
}

/** A body as it comes from the log. */
export function toStoredEvent(seq: number, body: JsonText): StoredEvent {
  return { seq, type: typeOf(body), body };
}

/**
 * What a notification of events says: lines of `job_id seq body`, those of a job together and in order, or of ids alone
 * with commas between them.
 */
export function parseNews(payload: string): JobNews[] {
  const news: JobNews[] = [];
  let events: StoredEvent[] = [];
  for (const line of payload.split('\n')) {
    const idEnd = line.indexOf(' ');
    if (idEnd === -1) {
      for (const jobId of line.split(',')) news.push({ jobId, events: [] });
      continue;
    }
    const jobId = line.slice(0, idEnd);
    const seqEnd = line.indexOf(' ', idEnd + 1);
    const event = toStoredEvent(Number(line.slice(idEnd + 1, seqEnd)), line.slice(seqEnd + 1));
    const last = events.at(-1);
    if (news.at(-1)?.jobId === jobId && last?.seq === event.seq - 1) events.push(event);
    else {
      events = [event];
      news.push({ jobId, events });
    }
  }
  return news;
}

const BODY_START = '{"type":"'.length;

/** `event_body` puts the type first, and a type has nothing in it that JSON would escape. */
function typeOf(body: string): string {
  return body.slice(BODY_START, body.indexOf('"', BODY_START));
}
