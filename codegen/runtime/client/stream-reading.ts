import { type EventReading, NotAStreamError } from '../http/event-stream.js';
import type { StreamOptions, StreamSpec } from './operation.js';

/** An event of a stream. */
export interface StreamEvent<Data, Name extends string = string> {
  /** `message` unless the service gave it a name. */
  readonly event: Name;
  readonly data: Data;
  /** Where to go on after it: `lastEventId` of another call. */
  readonly id: string;
}

/** Ends streams of several model services. It is not JSON, so that no JSON can be mistaken for it. */
const END = '[DONE]';

/** How the events of a stream are read. `check` throws at those that the contract does not allow. */
export function streamReading(
  { events = {}, others }: StreamSpec,
  { onUnknownEvent }: Pick<StreamOptions, 'onUnknownEvent'>,
  check: (event: StreamEvent<unknown>) => void,
): EventReading<StreamEvent<unknown>> {
  const isJson = [others, ...Object.values(events)].includes('json');
  const readingOf = (event: string) => (Object.hasOwn(events, event) ? events[event] : undefined) ?? others;
  return {
    judge: (text, event, id) => {
      if (isJson && text === END) return 'end';
      if (readingOf(event) !== undefined) return 'read';
      onUnknownEvent?.({ event, data: text, id });
      return 'skip';
    },
    parse: (text, event, id) => {
      const read = { event, data: readingOf(event) === 'json' ? parseJson(text) : text, id };
      check(read);
      return read;
    },
    // Nothing is known of the end of such a stream otherwise, nor of its ids.
    isLast: () => false,
    isNumbered: () => false,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NotAStreamError('an event is not JSON', { cause: error });
  }
}
