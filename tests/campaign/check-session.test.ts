/** The checkers of sessions and conversations bite. */
import { expect, test } from 'vitest';
import { checkInputs, checkSession } from './check-session.js';
import { checkTurns } from './check-turns.js';
import { newSessionRecord, type SessionRecord, type SpokenLine } from './session-client.js';
import type { LoggedEvent, StoredInput, StoredJob } from './stored-job.js';

type EventData = readonly [type: string, data: Record<string, unknown>];

interface Talk {
  readonly record: SessionRecord;
  readonly job: StoredJob;
}

/** What the handler wrote; the second turn is begun again by a second attempt. */
const OWN: readonly EventData[] = [
  ['turn.started', { turn: 1, input_id: 'a' }],
  ['turn.token', { turn: 1, text: 'Hel', index: 0 }],
  ['turn.token', { turn: 1, text: 'lo', index: 1 }],
  ['turn.completed', { turn: 1, input_id: 'a', text: 'Hello', finish_reason: 'stop' }],
  ['turn.started', { turn: 2, input_id: 'b' }],
  ['turn.token', { turn: 2, text: 'Bye', index: 0 }],
  ['turn.completed', { turn: 2, input_id: 'b', text: 'Bye', finish_reason: 'interrupted' }],
];

const INPUTS: readonly StoredInput[] = [
  { seq: 1, id: 'a', body: { type: 'message' } },
  { seq: 2, id: 'b', body: { type: 'message' } },
  { seq: 3, id: 'c', body: { type: 'interrupt' } },
  { seq: 4, id: 'd', body: { type: 'end' } },
];

function logged(events: readonly EventData[]): LoggedEvent[] {
  return events.map(([type, data], index) => {
    const body = { type, data };
    return { seq: index + 1, raw: JSON.stringify(body), body };
  });
}

function storedJob(changes: Partial<StoredJob> = {}): StoredJob {
  return {
    id: 'job_1',
    type: 'chat.session',
    status: 'succeeded',
    attempt: 1,
    version: 3,
    metadata: { name: '0' },
    error: undefined,
    result: '{"turns":2,"finish":"ended"}',
    deadline: undefined,
    queueDeadline: new Date(0),
    finishedAt: new Date(1),
    log: logged(OWN),
    inputs: INPUTS,
    ...changes,
  };
}

const LINES: readonly SpokenLine[] = INPUTS.map(({ seq, id, body }) => {
  return { data: body as SpokenLine['data'], outcome: { kind: 'stored', id, seq } };
});
const SENT = INPUTS.map(({ id, body }) => ({ id, data: body }));
const RAW = logged(OWN).map(({ raw }) => raw);

function talk(changes: Partial<SessionRecord> = {}, job: Partial<StoredJob> = {}): Talk {
  const record = newSessionRecord({
    after: 0,
    server: 0,
    lastEventId: undefined,
    lines: LINES.map(({ data }) => ({ pause: 0, data })),
    cuts: [],
  });
  const whole = {
    events: logged(OWN).map(({ body }) => body),
    connections: [
      { after: 0, raw: RAW.slice(0, 3) },
      { after: 3, raw: RAW.slice(3) },
    ],
    sent: SENT,
    lines: [...LINES],
    isDone: true,
  };
  return { record: { ...record, ...whole, ...changes }, job: storedJob(job) };
}

const events = logged(OWN).map(({ body }) => body);
const lineOf = (index: number, outcome: SpokenLine['outcome']) =>
  LINES.map((line, at) => (at === index ? { ...line, outcome } : line));
const tooLate: SpokenLine['outcome'] = { kind: 'refused', reason: 'the session has ended' };

const talks: readonly (readonly [name: string, talk: Talk, want: RegExp | undefined])[] = [
  ['in order', talk(), undefined],
  [
    'the last line too late, and not stored',
    talk({ lines: lineOf(3, tooLate) }, { inputs: INPUTS.slice(0, 3) }),
    undefined,
  ],
  ['a gap', talk({ events: events.toSpliced(2, 1) }), /gave .*"turn.completed".* where .*"lo"/],
  [
    'a repeat',
    talk({ events: events.toSpliced(2, 0, ...events.slice(1, 2)) }),
    /gave .*"Hel".* where .*"lo"/,
  ],
  [
    'another event',
    talk({ events: events.with(1, { type: 'turn.token', data: {} }) }),
    /gave .* where .*Hel/,
  ],
  ['an early end', talk({ events: events.slice(0, 4) }), /ended after 4 of 7 events/],
  ['no end', talk({ isDone: false }), /stopped after 7 of 7/],
  [
    'a cursor that was not heeded',
    talk({ connections: [{ after: 3, raw: RAW.slice(2) }] }),
    /connection 0 after 3 brought .*"lo"/,
  ],
  [
    'other bytes',
    talk({ connections: [{ after: 0, raw: [` ${RAW[0]}`] }] }),
    /connection 0 after 0 brought {2}/,
  ],
  ['a frame of no contract', talk({ strangeFrames: ['no message has the type x'] }), /no message has/],
  ['a line without an answer', talk({ lines: lineOf(1, { kind: 'waiting' }) }), /never learned .* message/],
  [
    'a line that was refused',
    talk({ lines: lineOf(3, { kind: 'refused', reason: '503' }) }),
    /end was refused/,
  ],
  ['a line that was never said', talk({ lines: LINES.slice(0, 3) }), /said 3 of 4 lines/],
  ['a line that overtook another', talk({ lines: lineOf(1, tooLate) }), /said after what was refused/],
  [
    'an acknowledged input is gone',
    talk({}, { inputs: INPUTS.slice(0, 3) }),
    /end is acknowledged as 4, stored is \[\]/,
  ],
  [
    'an acknowledgement of another number',
    talk({ lines: lineOf(0, { kind: 'stored', id: 'a', seq: 2 }) }),
    /message is acknowledged as 2/,
  ],
  [
    'other words are stored',
    talk({}, { inputs: INPUTS.with(1, { seq: 2, id: 'b', body: { type: 'end' } }) }),
    /input 2 is {"type":"end"}/,
  ],
  [
    'an input is stored twice',
    talk({}, { inputs: [...INPUTS.slice(0, 2), { seq: 3, id: 'b', body: { type: 'message' } }] }),
    /input 3 is .*"message".*, sent was .*"c"/,
  ],
  ['another order', talk({ sent: SENT.toReversed() }), /input 1 is .*, sent was .*"d"/],
  ['a gap between inputs', talk({}, { inputs: INPUTS.toSpliced(1, 1) }), /has the inputs 1, 3, 4/],
  ['an input that nobody sent', talk({ sent: SENT.slice(0, 3) }), /input 4 .* sent was undefined/],
];

test.each(talks)('a session: %s', (_name, { record, job }, want) => {
  const found = [...checkSession(record, job), ...checkInputs([record], job)];
  if (want === undefined) expect(found).toEqual([]);
  else expect(found.join('\n')).toMatch(want);
});

const cancelled = { status: 'cancelled', result: undefined };
const conversations: readonly (readonly [
  name: string,
  events: readonly EventData[],
  changes: Partial<StoredJob>,
  want: RegExp | undefined,
])[] = [
  ['in order', OWN, {}, undefined],
  ['cancelled in the second turn', OWN.slice(0, 6), cancelled, undefined],
  [
    'an answer that is never ended',
    OWN.slice(0, 6),
    { result: '{"turns":1,"finish":"ended"}' },
    /begins answers to a, b/,
  ],
  [
    'a message without an answer',
    OWN.slice(0, 4),
    { result: '{"turns":1,"finish":"ended"}' },
    /1 of 2 messages/,
  ],
  ['an answer given twice', [...OWN, ...OWN.slice(4)], {}, /answers a, b, b where a, b/],
  ['another order', [...OWN.slice(4), ...OWN.slice(0, 4)], {}, /answers b, a where a, b/],
  [
    'a turn that is counted twice',
    OWN.with(4, ['turn.started', { turn: 1, input_id: 'b' }]),
    {},
    /counts turns as 1, 1/,
  ],
  ['a token too few', OWN.toSpliced(2, 1), {}, /tokens of turn 1 are not its text/],
  ['a token of another attempt', OWN.toSpliced(1, 0, ...OWN.slice(1, 2)), {}, /tokens of turn 1/],
  ['another count in the result', OWN, { result: '{"turns":3,"finish":"ended"}' }, /counts 3 turns/],
  [
    'idle, though it was told to end',
    OWN,
    { result: '{"turns":2,"finish":"idle"}' },
    /finished as idle, told to end/,
  ],
  ['interrupted by nobody', OWN, { inputs: INPUTS.toSpliced(2, 1) }, /nobody interrupted it/],
];

test.each(conversations)('a conversation: %s', (_name, own, changes, want) => {
  const found = checkTurns(storedJob(changes), logged(own));
  if (want === undefined) expect(found).toEqual([]);
  else expect(found.join('\n')).toMatch(want);
});
