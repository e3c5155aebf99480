/** How notifications tell of events, and bring small ones along. */
import { type StoredEvent, toStoredEvent } from './stored-event.js';

/** There is something new in a job's log. */
export interface JobNews {
  readonly jobId: string;
  /** The newest events, consecutive, if they came along; none if they are to be read. */
  readonly events: readonly StoredEvent[];
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
