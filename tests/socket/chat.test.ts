/** A conversation with the real model over a WebSocket: turns, interruption, ends; and that all channels tell the same. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Line, startLine } from '../support/line.js';
import { openSocket, type TestSocket } from '../support/socket.js';

let line: Line;

beforeAll(async () => {
  line = await startLine({ servers: 2 });
});

afterAll(() => line?.stop());

function createChat(input: object = {}) {
  return line.client.create({
    type: 'chat.session',
    input: { temperature: 0, max_tokens: 24, idle_timeout_seconds: 60, ...input },
  });
}

function open(jobId: string, server = 0): Promise<TestSocket> {
  return openSocket(line.servers[server]?.url ?? '', jobId, { apiKey: line.apiKey });
}

const completed = (turn: number) => (event: { type: string; data: Record<string, unknown> }) =>
  event.type === 'turn.completed' && event.data.turn === turn;

/** The tokens of a turn joined. */
function textOf(socket: TestSocket, turn: number): string {
  const tokens = socket.events.filter(({ type, data }) => type === 'turn.token' && data.turn === turn);
  expect(tokens.map(({ data }) => data.index)).toEqual(tokens.map((_, index) => index));
  return tokens.map(({ data }) => data.text).join('');
}

test('several turns in one job, each answered once, in order, with what was said before in the prompt', async () => {
  const job = await createChat({ system_prompt: 'You answer in one short sentence.' });
  expect(job.links.socket).toBe(`/v1/jobs/${job.job_id}/socket`);
  const socket = await open(job.job_id);
  socket.input('m-1', { type: 'message', text: 'My name is Ada. Say hello to me.' });
  socket.input('m-2', { type: 'message', text: 'What is my name?' });
  expect(await socket.answer(({ id }) => id === 'm-2')).toEqual({ type: 'ack', id: 'm-2', input_seq: 2 });
  const second = await socket.event(completed(2));
  socket.input('m-3', { type: 'end' });
  expect(await socket.closed).toBe(1000);
  const first = socket.events.find(completed(1));
  expect(first?.data).toMatchObject({ input_id: 'm-1', text: textOf(socket, 1) });
  expect(second.data).toMatchObject({ input_id: 'm-2', text: textOf(socket, 2) });
  // So small a model may well have forgotten; but what was said before is in its prompt.
  const usage = [first, second].map((event) => event?.data.usage as Record<string, number>);
  expect(usage[1]?.prompt_tokens).toBeGreaterThan(usage[0]?.total_tokens ?? Number.NaN);
  expect(socket.answers.map(({ type }) => type)).toEqual(['ack', 'ack', 'ack']);
  const { body } = await line.client.get(`/v1/jobs/${job.job_id}/result`);
  expect(body.result).toMatchObject({ turns: 2, finish: 'ended' });
});

test('an interruption while tokens stream ends the turn at once, and the next message is answered', async () => {
  const job = await createChat({ max_tokens: 400 });
  const socket = await open(job.job_id);
  socket.input('long', { type: 'message', text: 'Tell a very long story about the sea, with all details.' });
  await socket.event(({ type }) => type === 'turn.token');
  const interruptedAt = Date.now();
  socket.input('stop', { type: 'interrupt' });
  const end = await socket.event(completed(1));
  expect(Date.now() - interruptedAt).toBeLessThan(2000);
  expect(end.data).toMatchObject({ finish_reason: 'interrupted', text: textOf(socket, 1) });
  socket.input('next', { type: 'message', text: 'Say hello.' });
  expect((await socket.event(completed(2))).data.input_id).toBe('next');
  socket.send({ type: 'cancel' });
  expect(await socket.closed).toBe(1000);
  expect((await line.client.job(job.job_id)).status).toBe('cancelled');
});

test('ends by itself when nothing comes any more', async () => {
  const job = await createChat({ idle_timeout_seconds: 1 });
  const socket = await open(job.job_id);
  socket.input('m-1', { type: 'message', text: 'Hello' });
  expect(await socket.closed).toBe(1000);
  expect(socket.events.some(completed(1))).toBe(true);
  const { body } = await line.client.get(`/v1/jobs/${job.job_id}/result`);
  expect(body.result).toMatchObject({ turns: 1, finish: 'idle' });
});

test('two sockets at two servers, the event stream and the log tell the same, to the byte', async () => {
  const job = await createChat();
  const [one, other] = await Promise.all([open(job.job_id, 0), open(job.job_id, 1)]);
  const stream = line.client.events(job.job_id);
  one.input('a', { type: 'message', text: 'Name a colour.' });
  await other.event(completed(1));
  other.input('b', { type: 'message', text: 'Name another one.' });
  await one.event(completed(2));
  other.input('c', { type: 'end' });
  expect(await Promise.all([one.closed, other.closed])).toEqual([1000, 1000]);
  const told = (await stream).map(({ raw }) => raw);
  expect(one.raw).toEqual(told);
  expect(other.raw).toEqual(told);
  const log = await line.query('SELECT body FROM events WHERE job_id = $1 ORDER BY seq', [job.job_id]);
  expect(log.map(({ body }) => body)).toEqual(told);
});

test('goes on after the cursor, begins anew with one of no use, and closes when nothing is left', async () => {
  const job = await createChat();
  const first = await open(job.job_id);
  first.input('a', { type: 'message', text: 'Name a fruit.' });
  first.input('b', { type: 'end' });
  expect(await first.closed).toBe(1000);
  const at = (last_event_id: string) =>
    openSocket(line.client.url, job.job_id, { apiKey: line.apiKey, query: { last_event_id } });
  const middle = await at('3');
  expect(await middle.closed).toBe(1000);
  expect(middle.raw).toEqual(first.raw.slice(3));
  const none = await at(first.cursor);
  expect(await none.closed).toBe(1000);
  expect(none.raw).toEqual([]);
  const lost = await at('nonsense');
  expect(await lost.closed).toBe(1000);
  expect(lost.events[0]).toMatchObject({ type: 'stream.reset', data: { first_seq: 1 } });
  expect(lost.raw.slice(1)).toEqual(first.raw);
});

test('the job types tell which have a socket', async () => {
  const { body } = await line.client.get('/v1/job-types');
  const types = body.data as { type: string; channels: string[]; inputs: string[] }[];
  const chat = types.find(({ type }) => type === 'chat.session');
  expect(chat).toMatchObject({ channels: ['sse', 'websocket'], inputs: ['message', 'interrupt', 'end'] });
  expect(types.find(({ type }) => type === 'text.generate')).toMatchObject({ channels: ['sse'], inputs: [] });
});
