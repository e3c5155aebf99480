/**
 * Somebody who talks with a job over the generated client's session, at servers that are killed and frozen meanwhile. All
 * that its connections carried is kept, beside what the session made of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { SpecwireClient, type WebSocketLike } from '../../generated/sdk/typescript/index.js';
import { contract } from '../support/contract.js';
import type { GoodClientOptions } from './good-client.js';
import type { ChatFrame, PlannedLine, PlannedSession } from './plan-session.js';

/** What one who has a session got and said. */
export interface SessionRecord {
  readonly planned: PlannedSession;
  /** As the session gave them. */
  readonly events: unknown[];
  readonly connections: ConnectionRecord[];
  /** The input frames that went out, each id once, in the order of their first sending. */
  readonly sent: SentInput[];
  /** What became of each line that was said, in their order. */
  readonly lines: SpokenLine[];
  /** Frames that the contract does not have. */
  readonly strangeFrames: string[];
  /** Whether the session came to its end. */
  isDone: boolean;
}

/** One connection. */
export interface ConnectionRecord {
  /** The cursor that it was opened with. */
  readonly after: number;
  /** The texts of the events that it brought. */
  readonly raw: string[];
}

/** An input as a frame has it. */
export interface SentInput {
  readonly id: string;
  readonly data: unknown;
}

/** A line, and what the session said of it. */
export interface SpokenLine {
  readonly data: ChatFrame;
  outcome:
    | { readonly kind: 'waiting' }
    /** Acknowledged. */
    | { readonly kind: 'stored'; readonly id: string; readonly seq: number }
    | { readonly kind: 'refused'; readonly reason: string };
}

/** A connection that says nothing for so long is asked, and after twice that given up. */
const SILENCE_MS = 2500;
/** The frames that are no events. */
const ANSWERS = new Set(['ack', 'pong', 'error']);

/** A record of nothing yet. */
export function newSessionRecord(planned: PlannedSession): SessionRecord {
  return { planned, events: [], connections: [], sent: [], lines: [], strangeFrames: [], isDone: false };
}

/** Has the planned session with a job, to the job's end; throws if that cannot be had. */
export async function holdSession(
  jobId: string,
  record: SessionRecord,
  { urls, apiKey, signal }: GoodClientOptions,
): Promise<void> {
  const { planned } = record;
  const baseUrl = urls[planned.server % urls.length] ?? '';
  const session = new SpecwireClient({ baseUrl, apiKey }).jobs.session<'chat.session'>(jobId, {
    webSocket: (url, headers) => connect(url, headers, urls, record),
    lastEventId: planned.lastEventId,
    silenceMs: SILENCE_MS,
    signal,
  });
  const read = async () => {
    for await (const event of session) record.events.push(event);
    record.isDone = true;
  };
  await Promise.all([read(), say(planned.lines, (data) => session.send(data), record, signal)]);
}

type Send = (data: ChatFrame) => Promise<{ readonly id: string; readonly input_seq: number }>;

/** Says the lines at their times, whether or not the ones before are acknowledged. */
async function say(
  lines: readonly PlannedLine[],
  send: Send,
  record: SessionRecord,
  signal: AbortSignal,
): Promise<void> {
  const sendings: Promise<void>[] = [];
  for (const { pause, data } of lines) {
    await sleep(pause, undefined, { signal });
    const line: SpokenLine = { data, outcome: { kind: 'waiting' } };
    record.lines.push(line);
    sendings.push(
      send(data).then(
        ({ id, input_seq: seq }) => {
          line.outcome = { kind: 'stored', id, seq };
        },
        (error: Error) => {
          line.outcome = { kind: 'refused', reason: error.message };
        },
      ),
    );
  }
  await Promise.all(sendings);
}

/** The next connection: to the next server, to be broken if the plan has it so. */
function connect(
  url: string,
  headers: Readonly<Record<string, string>>,
  urls: readonly string[],
  record: SessionRecord,
): WebSocketLike {
  const { planned, connections, sent, strangeFrames } = record;
  const target = new URL(url);
  target.host = new URL(urls[(planned.server + connections.length) % urls.length] ?? '').host;
  const cut = planned.cuts[connections.length];
  const connection = { after: Number(target.searchParams.get('last_event_id') ?? 0), raw: [] as string[] };
  connections.push(connection);
  const socket = new WebSocket(target, { headers });
  let frames = 0;
  socket.on('message', (data) => {
    const text = String(data);
    if (isEvent(text, strangeFrames)) connection.raw.push(text);
    frames += 1;
    if (cut !== undefined && frames > cut) socket.terminate();
  });
  return {
    send: (text) => {
      noteInput(text, sent);
      socket.send(text);
    },
    close: (code, reason) => socket.close(code, reason),
    addEventListener: (type: string, listener: (event: never) => void) => {
      socket.addEventListener(type as 'message', listener as () => void);
    },
  };
}

/** Throwing here would throw at nobody. */
function isEvent(text: string, strangeFrames: string[]): boolean {
  const frame = JSON.parse(text) as { readonly type: string };
  try {
    contract.checkEvent(frame);
  } catch (error) {
    strangeFrames.push((error as Error).message);
  }
  return !ANSWERS.has(frame.type);
}

function noteInput(text: string, sent: SentInput[]): void {
  const { type, id, data } = JSON.parse(text) as SentInput & { readonly type: string };
  if (type === 'input' && !sent.some((one) => one.id === id)) sent.push({ id, data });
}
