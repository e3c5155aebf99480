import { type EventReading, NotAStreamError } from '../../http/event-stream.js';
import { asEvent, type UnknownEvent } from './unknown-event.js';

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
      const event = asEvent<Event>(parseJson(data), knownTypes);
      if (event === undefined) throw new NotAStreamError('an event says no type');
      return event;
    },
    isLast: (event) => {
      const data = event.type === 'job.status' && 'data' in event ? event.data : undefined;
      return TERMINAL.has((data as { readonly status?: unknown } | undefined)?.status);
    },
    // A reset is made for the one who asked, and is not in the log; its id is where the log begins.
    isNumbered: (event) => event.type !== 'stream.reset',
  };
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    throw new NotAStreamError('an event is not JSON', { cause: error });
  }
}
