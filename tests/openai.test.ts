/** The same handlers on a remote model: an OpenAI-compatible server over HTTP, with the real weights behind it. */
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { LanguageModel } from '../worker/model/language-model.js';
import { loadLanguageModel } from '../worker/model/load.js';
import { type Line, startLine } from './support/line.js';
import { type OpenAiServer, startOpenAiServer } from './support/openai-server.js';

let model: LanguageModel;
let openai: OpenAiServer;
let line: Line;

beforeAll(async () => {
  model = await loadLanguageModel({ kind: 'embedded', path: inject('engines').modelPath });
  openai = await startOpenAiServer(model);
  line = await startLine({ env: { OPENAI_BASE_URL: openai.baseUrl, OPENAI_MODEL: 'SmolLM2' } });
});

afterAll(async () => {
  await line?.stop();
  await openai?.stop();
  await model?.close();
});

test('text.generate streams what the server writes', async () => {
  const job = await line.client.create({
    type: 'text.generate',
    input: { prompt: 'Name three colours.', max_tokens: 24, temperature: 0 },
  });
  const events = await line.client.events(job.job_id);
  const { result } = (await line.client.get(`/v1/jobs/${job.job_id}/result`)).body;
  const text = events.filter((event) => event.type === 'token').map((event) => event.body.data.text);
  expect(text.length).toBeGreaterThan(3);
  expect(text.join('')).toBe(result.text);
  expect(result.usage.completion_tokens).toBeGreaterThan(3);
  expect(openai.paths).toContain('/v1/chat/completions');
});

test('text.count_tokens counts by the same model', async () => {
  const text = 'The quick brown fox jumps over the lazy dog.';
  const answer = await line.client.post('/v1/jobs', {
    body: { type: 'text.count_tokens', input: { text } },
    headers: { Prefer: 'wait=10' },
  });
  expect(answer.status).toBe(200);
  expect(answer.body.result.tokens).toBeGreaterThan(5);
});

test('a server that is away is upstream_unavailable, after every attempt', async () => {
  const away = await startOpenAiServer(model);
  const unserved = await startLine({ env: { OPENAI_BASE_URL: away.baseUrl, OPENAI_MODEL: 'SmolLM2' } });
  onTestFinished(() => unserved.stop());
  await away.stop();
  const job = await unserved.client.create({ type: 'text.generate', input: { prompt: 'Hi', max_tokens: 4 } });
  const ended = await unserved.client.finished(job.job_id);
  expect(ended.status).toBe('failed');
  expect(ended.error?.code).toBe('upstream_unavailable');
  expect(ended.attempt).toBe(3);
}, 60_000);
