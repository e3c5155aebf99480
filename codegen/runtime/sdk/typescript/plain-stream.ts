import { type EventReading, NotAStreamError } from '../../http/event-stream.js';

/** An event of a stream. */
export interface StreamEvent<Data> {
  /** The event's name; `message` unless the server gave one. */
  readonly event: string;
  readonly data: Data;
  /** Where to go on after it. */
  readonly id: string;
}

/** Nothing is known of the end of such a stream, nor of its ids. */
const UNBOUNDED = { isLast: () => false, isNumbered: () => false };

/** How a stream is read whose events are JSON. */
export function jsonEvents<Data>(): EventReading<StreamEvent<Data>> {
  return { parse: (data, event, id) => ({ event, data: parseJson<Data>(data), id }), ...UNBOUNDED };
}

/** How a stream is read whose events are any text. */
export function textEvents(): EventReading<StreamEvent<string>> {
  return { parse: (data, event, id) => ({ event, data, id }), ...UNBOUNDED };
}

function parseJson<Data>(text: string): Data {
  try {
    return JSON.parse(text) as Data;
  } catch (error) {
    throw new NotAStreamError('an event is not JSON', { cause: error });
  }
}
