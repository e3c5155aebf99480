import { type EventReading, NotAStreamError } from './event-stream.js';

/** An event of a type that this client does not know: the service is newer. Mostly to be ignored. */
export interface UnknownEvent {
  readonly type: 'unknown';
  /** The event as it came. */
  readonly event: { readonly type: string; readonly [field: string]: unknown };
}

/** The id of a job that is named by it, or is at hand. */
export function jobId(job: string | { readonly job_id: string }): string {
  return typeof job === 'string' ? job : job.job_id;
}

/** States that a job never leaves. */
const TERMINAL: ReadonlySet<unknown> = new Set(['succeeded', 'failed', 'cancelled', 'timed_out', 'expired']);

/** How the stream of a job is read whose events have these types. */
export function readJobEvents<Event extends { readonly type: string }>(
  knownTypes: ReadonlySet<string>,
): EventReading<Event | UnknownEvent> {
  return {
    parse: (data) => {
      const event = parseEvent(data);
      return knownTypes.has(event.type) ? (event as unknown as Event) : { type: 'unknown', event };
    },
    isLast: (event) => {
      const data = event.type === 'job.status' && 'data' in event ? event.data : undefined;
      return TERMINAL.has((data as { readonly status?: unknown } | undefined)?.status);
    },
    // A reset is made for the one who asked, and is not in the log; its id is where the log begins.
    isNumbered: (event) => event.type !== 'stream.reset',
  };
}

function parseEvent(data: string): UnknownEvent['event'] {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch (error) {
    throw new NotAStreamError('an event is not JSON', { cause: error });
  }
  if (typeof event === 'object' && event !== null && 'type' in event && typeof event.type === 'string') {
    return event as UnknownEvent['event'];
  }
  throw new NotAStreamError('an event says no type');
}
