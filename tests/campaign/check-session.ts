/** Holds what a session got and said against the job's log and its stored inputs. Each function lists what is broken. */
import { isDeepStrictEqual } from 'node:util';
import type { SessionRecord } from './session-client.js';
import type { StoredJob } from './stored-job.js';

/** What is wrong with one session of a job. */
export function checkSession(record: SessionRecord, job: StoredJob): string[] {
  return [
    ...record.strangeFrames,
    ...checkEvents(record, job),
    ...checkConnections(record, job),
    ...checkLines(record, job),
  ];
}

/** The session gave the log from its cursor on, once. */
function checkEvents({ planned, events, isDone }: SessionRecord, { log }: StoredJob): string[] {
  const after = Number(planned.lastEventId ?? 0);
  const wanted = log.filter(({ seq }) => seq > after);
  for (const [index, event] of events.entries()) {
    const logged = wanted[index]?.body;
    if (!isDeepStrictEqual(event, logged))
      return [`gave ${JSON.stringify(event)} where ${JSON.stringify(logged)} is stored`];
  }
  if (isDone && events.length === wanted.length) return [];
  return [`${isDone ? 'ended' : 'stopped'} after ${events.length} of ${wanted.length} events`];
}

/** Each connection brought a piece of the log, to the letter, beginning where it was asked to. */
function checkConnections({ connections }: SessionRecord, { log }: StoredJob): string[] {
  return connections.flatMap(({ after, raw }, index) => {
    const wanted = log.filter(({ seq }) => seq > after);
    const wrong = raw.findIndex((text, at) => text !== wanted[at]?.raw);
    if (wrong < 0) return [];
    return [`connection ${index} after ${after} brought ${raw[wrong]}, stored is ${wanted[wrong]?.raw}`];
  });
}

/** What was acknowledged is stored under its number; what was not is so only because the job had ended. */
function checkLines({ planned, lines }: SessionRecord, job: StoredJob): string[] {
  const found = lines.flatMap(({ data, outcome }) => {
    if (outcome.kind === 'waiting') return [`never learned what became of its ${data.type}`];
    if (outcome.kind === 'refused') {
      const isTooLate = /has ended|has already ended|terminal/i.test(outcome.reason);
      return isTooLate ? [] : [`its ${data.type} was refused: ${outcome.reason}`];
    }
    const stored = job.inputs.filter(({ id }) => id === outcome.id);
    const isStored = stored.length === 1 && stored[0]?.seq === outcome.seq;
    if (isStored && isDeepStrictEqual(stored[0]?.body, data)) return [];
    return [`its ${data.type} is acknowledged as ${outcome.seq}, stored is ${JSON.stringify(stored)}`];
  });
  if (lines.length !== planned.lines.length)
    found.push(`said ${lines.length} of ${planned.lines.length} lines`);
  const refusedAt = lines.findIndex(({ outcome }) => outcome.kind === 'refused');
  const isAckedLater = lines.some(
    ({ outcome }, index) => index > refusedAt && outcome.kind === 'stored' && refusedAt >= 0,
  );
  if (isAckedLater) found.push('something is stored that was said after what was refused');
  return found;
}

/** The inputs of a job are what its one speaker sent, each once, in order, without gaps. */
export function checkInputs(sessions: readonly SessionRecord[], { inputs }: StoredJob): string[] {
  const sent = sessions.flatMap((session) => session.sent);
  const found: string[] = [];
  const seqs = inputs.map(({ seq }) => seq);
  if (seqs.some((seq, index) => seq !== index + 1)) found.push(`has the inputs ${seqs.join(', ')}`);
  for (const [index, { id, body }] of inputs.entries()) {
    if (sent[index]?.id === id && isDeepStrictEqual(sent[index]?.data, body)) continue;
    found.push(`input ${index + 1} is ${JSON.stringify(body)}, sent was ${JSON.stringify(sent[index])}`);
  }
  return found;
}
