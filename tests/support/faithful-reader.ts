/**
 * Follows a job as a good client does: keeps its connection while that lasts, and goes on where it broke off, with the
 * next server. What it has in the end must be the log, to the letter.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.js';
import type { WireEvent } from './event-stream.js';

/** A reader and what it has so far. */
export interface FaithfulReader {
  readonly jobId: string;
  readonly events: WireEvent[];
  /** Connections that gave it at least the head of a stream. */
  readonly connections: () => number;
  /** Resolves with all events when the job has ended; rejects when the stream breaks its rules, or after a time. */
  readonly ended: Promise<readonly WireEvent[]>;
}

const TERMINAL = /^(succeeded|failed|cancelled|timed_out|expired)$/;
const PAUSE_MS = 100;

/** Begins to follow a job over these servers, the first one first. */
export function followJob(clients: readonly Client[], jobId: string, seconds = 90): FaithfulReader {
  const events: WireEvent[] = [];
  const signal = AbortSignal.timeout(seconds * 1000);
  let connections = 0;
  const follow = async () => {
    for (let turn = 0; ; turn += 1) {
      const client = clients[turn % clients.length] as Client;
      try {
        if (await readOn(client, jobId, events, signal, () => (connections += 1))) return events;
      } catch (error) {
        const last = events.at(-1)?.raw ?? 'nothing';
        if (signal.aborted) throw new Error(`${jobId} has not ended within ${seconds} s; last: ${last}`);
        // That is how `fetch` tells a connection that was refused, or broke.
        if (!(error instanceof TypeError)) throw error;
      }
      await sleep(PAUSE_MS);
    }
  };
  const ended = follow();
  // Whoever waits for it hears of it.
  ended.catch(() => undefined);
  return { jobId, events, connections: () => connections, ended };
}

/** Reads one connection; returns whether the job has ended. */
async function readOn(
  client: Client,
  jobId: string,
  events: WireEvent[],
  signal: AbortSignal,
  onOpen: () => void,
): Promise<boolean> {
  const lastEventId = events.at(-1)?.id;
  const stream = await client.stream(jobId, {
    signal,
    ...(lastEventId !== undefined && { lastEventId }),
  });
  if (stream.response.status === 503) return false;
  if (stream.response.status !== 200) throw new Error(`${jobId}: ${stream.response.status}`);
  onOpen();
  for await (const event of stream.events) {
    const expected = Number(events.at(-1)?.id ?? 0) + 1;
    if (event.id !== String(expected))
      throw new Error(`${jobId}: ${event.raw} came where seq ${expected} should`);
    events.push(event);
  }
  const last = events.at(-1);
  return last?.type === 'job.status' && TERMINAL.test(String(last.body.data.status));
}

/** What a client keeps of a job's own events: those after a retry's `resume_seq` from attempts before it are void. */
export function keptEvents(events: readonly WireEvent[], type: string): readonly WireEvent[] {
  let kept: WireEvent[] = [];
  for (const event of events) {
    if (event.type === 'job.retrying') {
      const resumeSeq = Number(event.body.data.resume_seq);
      kept = kept.filter((earlier) => Number(earlier.id) <= resumeSeq);
    }
    if (event.type === type) kept.push(event);
  }
  return kept;
}
