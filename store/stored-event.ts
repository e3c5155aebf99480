/** Events as they are stored. */
import type { JsonText } from './job-row.js';

/** A stored event. */
export interface StoredEvent {
  readonly seq: number;
  readonly type: string;
  /** The whole envelope as one line of JSON. */
  readonly body: JsonText;
}

/** A body as it comes from the log. */
export function toStoredEvent(seq: number, body: JsonText): StoredEvent {
  return { seq, type: typeOf(body), body };
}

const BODY_START = '{"type":"'.length;

/** `event_body` puts the type first, and a type has nothing in it that JSON would escape. */
function typeOf(body: string): string {
  return body.slice(BODY_START, body.indexOf('"', BODY_START));
}
