import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { GenerateRequest, LanguageModel } from './language-model.js';
import { connectOpenAiModel } from './openai.js';

let server: Server | undefined;
let lastBody: Record<string, unknown> = {};

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Respond = (response: ServerResponse, request: IncomingMessage) => void;

async function modelServedBy(respond: Respond): Promise<LanguageModel> {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      lastBody = JSON.parse(body) as Record<string, unknown>;
      respond(response, request);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return connectOpenAiModel({ baseUrl: `http://127.0.0.1:${port}/v1`, model: 'tiny' });
}

function events(response: ServerResponse, payloads: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const payload of payloads) response.write(`data: ${JSON.stringify(payload)}\n\n`);
}

const piece = (content: string, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: { content }, finish_reason }],
});

const request: GenerateRequest = {
  messages: [{ role: 'user', content: 'Hello' }],
  maxTokens: 5,
  temperature: 0.5,
  topP: 0.9,
  seed: 3,
  stop: ['END'],
};

async function run(model: LanguageModel, signal = new AbortController().signal) {
  const generation = model.generate(request, signal);
  const pieces: string[] = [];
  for (;;) {
    const next = await generation.next();
    if (next.done) return { pieces, ...next.value };
    pieces.push(next.value);
  }
}

test('streams pieces, and ends with finish reason and usage', async () => {
  const model = await modelServedBy((response) => {
    events(response, [
      piece('Hel'),
      piece('lo'),
      piece('', 'length'),
      { choices: [], usage: { prompt_tokens: 8, completion_tokens: 2 } },
    ]);
    response.end('data: [DONE]\n\n');
  });
  expect(await run(model)).toEqual({
    pieces: ['Hel', 'lo'],
    finishReason: 'length',
    usage: { promptTokens: 8, completionTokens: 2 },
  });
  expect(lastBody).toEqual({
    model: 'tiny',
    messages: request.messages,
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 5,
    temperature: 0.5,
    top_p: 0.9,
    seed: 3,
    stop: ['END'],
  });
});

test.each([
  [400, 'input_rejected'],
  [401, 'model_error'],
  [429, 'upstream_unavailable'],
  [503, 'upstream_unavailable'],
])('status %i is %s, and quotes nothing', async (status, code) => {
  const model = await modelServedBy((response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-should-retry': 'false' });
    response.end(JSON.stringify({ error: { message: 'secret words of the input', code: 'oops' } }));
  });
  const error = await run(model).catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({ code });
  expect(String((error as Error).message) + String((error as Error).cause)).not.toContain('secret');
});

test('a stream that breaks off is upstream_unavailable', async () => {
  const model = await modelServedBy((response) => {
    events(response, [piece('Hel')]);
    setTimeout(() => response.destroy(), 20);
  });
  await expect(run(model)).rejects.toMatchObject({ code: 'upstream_unavailable' });
});

test('a stream that ends without a finish reason is not a result', async () => {
  const model = await modelServedBy((response) => {
    events(response, [piece('Hel')]);
    response.end('data: [DONE]\n\n');
  });
  await expect(run(model)).rejects.toMatchObject({ code: 'upstream_unavailable' });
});

test('an aborted signal throws its reason, and closes the connection', async () => {
  let closed = false;
  const model = await modelServedBy((response) => {
    events(response, [piece('Hel')]);
    response.on('close', () => {
      closed = true;
    });
  });
  const abort = new AbortController();
  const running = run(model, abort.signal);
  setTimeout(() => abort.abort(new Error('cancelled')), 50);
  await expect(running).rejects.toThrow('cancelled');
  await expect.poll(() => closed).toBe(true);
});

test('counts tokens by a completion of one', async () => {
  const model = await modelServedBy((response, incoming) => {
    expect(incoming.url).toBe('/v1/completions');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices: [], usage: { prompt_tokens: 6, completion_tokens: 1 } }));
  });
  expect(await model.countTokens('How many tokens is this?', new AbortController().signal)).toBe(6);
  expect(lastBody).toEqual({
    model: 'tiny',
    prompt: 'How many tokens is this?',
    max_tokens: 1,
    temperature: 0,
  });
  expect(await model.countTokens('', new AbortController().signal)).toBe(0);
});
