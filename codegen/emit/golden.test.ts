/**
 * Small projects and what the compiler makes of them. `vitest -u` writes `tests/golden/<case>/expected/` anew: read the
 * difference. Runtime files, openapi-typescript's types, Ajv's code and the documents are not kept there; they are
 * compiled and run here like the rest.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { Webhook } from 'standardwebhooks';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { json, serve, status, stream } from '../runtime/sdk/typescript/testing.js';
import { emitAll, loadContract, outputFolder } from '../testing/emit-project.js';
import { formatErrors } from '../testing/format.js';

const REPOSITORY = join(import.meta.dirname, '../..');
const GOLDEN = join(REPOSITORY, 'tests/golden');
const CASES = ['jobs', 'plain'];

function isKept(path: string, content: string): boolean {
  if (!path.endsWith('.ts') || content.startsWith("// Specwire's runtime")) return false;
  return !/^generated\/(contract|worker)\/types\.ts$/.test(path);
}

describe.each(CASES)('%s', (name) => {
  test('gives the files that it gave before', async () => {
    const files = await emitAll(await loadContract(join(GOLDEN, name)));
    for (const [path, content] of files) {
      if (!isKept(path, content)) continue;
      await expect(content).toMatchFileSnapshot(join(GOLDEN, name, 'expected', `${path}.txt`));
    }
  });

  test('compiles at its strictest; a stub only when it returns what the contract declares', async () => {
    const files = await emitAll(await loadContract(join(GOLDEN, name)));
    await using output = await outputFolder(files);
    const sources = [...files.keys()].filter((path) => path.endsWith('.ts'));
    const isStub = (path: string) => /^worker\/handlers\/.*\..*\.ts$|wait\.ts$/.test(path);
    const generated = sources.filter((path) => path.startsWith('generated/'));
    expect(output.typeErrors(generated)).toEqual([]);
    const errors = output.typeErrors(sources).filter((error) => !error.includes('unused'));
    expect(errors.map((error) => error.split(':')[0])).toEqual(sources.filter(isStub));
  });

  test('reads as the formatter and the linter want it', async () => {
    const files = await emitAll(await loadContract(join(GOLDEN, name)));
    await using output = await outputFolder(files);
    // openapi-typescript prints its types in its own way.
    const unread = ['**/types.ts', 'worker/handlers/*.*.ts', 'worker/handlers/wait.ts'];
    expect(await formatErrors(output.path, unread)).toBe('');
  });
});

async function importFrom<T>(folder: string, path: string): Promise<T> {
  return (await import(pathToFileURL(join(folder, path)).href)) as T;
}

type Client = typeof import('../../generated/sdk/typescript/index.js');
type Receiver = typeof import('../../generated/receiver/express/index.js');

describe('the output runs', () => {
  test('its client creates a job, follows it and reads its result', async () => {
    const files = await emitAll(await loadContract(join(GOLDEN, 'jobs')));
    await using output = await outputFolder(files);
    const { SpecwireClient } = await importFrom<Client>(output.path, 'generated/sdk/typescript/index.ts');
    const job = { job_id: 'a/b', type: 'text.shout', status: 'queued' };
    const events = [
      { type: 'job.status', seq: 1, data: { status: 'queued' } },
      { type: 'word', seq: 2, data: { word: 'HELLO' } },
      { type: 'newer', seq: 3, data: {} },
      { type: 'job.status', seq: 4, data: { status: 'succeeded' } },
    ];
    const frames = events.map((event) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
    await using server = await serve(
      json(202, job),
      stream(...frames.slice(0, 2)),
      stream(...frames.slice(1)),
      json(200, { type: 'text.shout', result: { text: 'HELLO' } }),
      status(204),
    );
    const client = new SpecwireClient({ baseUrl: server.url, apiKey: 'key' }) as unknown as JobsClient;
    const created = await client.jobs.create({ type: 'text.shout', input: { text: 'hello' } }, { wait: 5 });
    const types: unknown[] = [];
    for await (const event of client.jobs.events(created)) types.push(event.type);
    expect(types).toEqual(['job.status', 'word', 'unknown', 'job.status']);
    expect(await client.jobs.result(created)).toMatchObject({ result: { text: 'HELLO' } });
    expect(await client.jobs.delete('c')).toBeUndefined();
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /jobs',
      'GET /jobs/a%2Fb/events',
      'GET /jobs/a%2Fb/events',
      'GET /jobs/a%2Fb/result',
      'DELETE /jobs/c',
    ]);
    const [post, , resumed] = server.requests;
    expect(post?.headers).toMatchObject({
      prefer: 'wait=5',
      'idempotency-key': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(resumed?.headers).toMatchObject({ 'last-event-id': '2', accept: 'text/event-stream' });
  });

  test('its validators take what the contract says and nothing else', async () => {
    const files = await emitAll(await loadContract(join(GOLDEN, 'jobs')));
    await using output = await outputFolder(files);
    const folder = 'generated/contract/validators';
    type Check = (value: unknown) => boolean;
    const { jobValidators } = await importFrom<{ jobValidators: Record<string, { input: Check }> }>(
      output.path,
      `${folder}/jobs.js`,
    );
    const { requestValidators } = await importFrom<{ requestValidators: Record<string, { body: Check }> }>(
      output.path,
      `${folder}/requests.js`,
    );
    const { eventValidators } = await importFrom<{ eventValidators: Record<string, Record<string, Check>> }>(
      output.path,
      `${folder}/messages.js`,
    );
    const input = { text: 'hello' };
    expect(jobValidators['text.shout']?.input(input)).toBe(true);
    expect(input).toEqual({ text: 'hello', volume: 11 });
    const body = { type: 'text.shout', input: { text: 'hello' } };
    expect(requestValidators.createJob?.body(body)).toBe(true);
    expect(body.input).toEqual({ text: 'hello' });
    for (const wrong of [null, [], {}, { type: 'wait', input: { text: 'a' } }, { ...body, type: 'x' }]) {
      expect(requestValidators.createJob?.body(wrong)).toBe(false);
    }
    const { inputValidators, clientFrameValidators } = await importFrom<{
      inputValidators: Record<string, Record<string, Check>>;
      clientFrameValidators: Record<string, Check>;
    }>(output.path, `${folder}/messages.js`);
    const frame = { type: 'input', id: 'a', data: { type: 'louder', by: 2 } };
    expect(inputValidators['text.shout']?.louder?.(frame)).toBe(true);
    expect(inputValidators['text.shout']?.louder?.({ ...frame, data: { type: 'softer' } })).toBe(false);
    expect(inputValidators['text.shout']?.louder?.({ ...frame, data: { ...frame.data, more: 1 } })).toBe(
      false,
    );
    expect(inputValidators.wait).toBeUndefined();
    expect(Object.keys(clientFrameValidators)).toEqual(['ping']);
    expect(Object.keys(eventValidators['text.shout'] ?? {})).toEqual(['job.status', 'word']);
    const event = { type: 'word', seq: 2, data: { word: 'HELLO' } };
    expect(eventValidators['text.shout']?.word?.(event)).toBe(true);
    expect(eventValidators['text.shout']?.word?.({ ...event, data: {} })).toBe(false);
    expect(eventValidators.wait?.word).toBeUndefined();
  });

  test('its webhooks are verified, and validated, and received', async () => {
    const files = await emitAll(await loadContract(join(GOLDEN, 'jobs')));
    await using output = await outputFolder(files);
    const { webhooks } = await importFrom<Client>(output.path, 'generated/sdk/typescript/index.ts');
    const secret = `whsec_${btoa('a secret of at least 24 bytes')}`;
    const now = new Date();
    const sign = (body: string) => ({
      'webhook-id': 'a',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('a', now, body),
    });
    const verify = (event: unknown) =>
      webhooks.verify(JSON.stringify(event), sign(JSON.stringify(event)), secret) as Promise<unknown>;
    const done = { type: 'job.done', data: { job_id: '1' } };
    expect(await verify(done)).toEqual(done);
    // An event of a stream is none of a webhook.
    for (const type of ['job.newer', 'job.status', 'toString']) {
      expect(await verify({ type, data: 1 })).toEqual({ type: 'unknown', event: { type, data: 1 } });
    }
    await expect(verify({ data: 1 })).rejects.toMatchObject({ reason: 'malformed_body' });

    const { webhookValidators } = await importFrom<{
      webhookValidators: Record<string, (value: unknown) => boolean>;
    }>(output.path, 'generated/contract/validators/webhooks.js');
    expect(Object.keys(webhookValidators)).toEqual(['job.done', 'ping']);
    expect(webhookValidators['job.done']?.(done)).toBe(true);
    expect(webhookValidators['job.done']?.({ ...done, data: {} })).toBe(false);
    expect(webhookValidators.ping?.(done)).toBe(false);

    const { createWebhookReceiver } = await importFrom<Receiver>(
      output.path,
      'generated/receiver/express/index.ts',
    );
    const received: unknown[] = [];
    const on = { 'job.done': (event: unknown) => received.push(event) } as object;
    const app = express().post('/hooks', createWebhookReceiver({ secrets: secret, on }));
    await request(app)
      .post('/hooks')
      .set(sign(JSON.stringify(done)))
      .send(done)
      .expect(204);
    expect(received).toEqual([done]);
  });

  test('names of the contract that look like those of Ajv stay as they are', async () => {
    const files = await emitAll(await loadContract(join(GOLDEN, 'plain')));
    await using output = await outputFolder(files);
    const { requestValidators } = await importFrom<{
      requestValidators: Record<string, { body: (value: unknown) => boolean }>;
    }>(output.path, 'generated/contract/validators/requests.js');
    const check = (value: unknown) => requestValidators.replacePart?.body(value);
    expect(check({ discriminator: {}, validate20: 'validate20 7' })).toBe(true);
    expect(check({ discriminator: {}, validate20: 'validate21 7' })).toBe(false);
    expect(check({ discriminator: 'x' })).toBe(false);
  });

  test('a request need not have what only answers have', async () => {
    const files = await emitAll(await loadContract(join(GOLDEN, 'plain')));
    await using output = await outputFolder(files);
    const { requestValidators } = await importFrom<{
      requestValidators: Record<string, { body: (value: unknown) => boolean }>;
    }>(output.path, 'generated/contract/validators/requests.js');
    const check = (value: unknown) => requestValidators.addAnimal?.body(value);
    expect(check({ name: 'a', home: {} })).toBe(true);
    expect(check({ id: '1', home: {} })).toBe(false);
  });
});

interface JobsClient {
  readonly jobs: {
    create(body: unknown, options: unknown): Promise<{ job_id: string }>;
    events(job: unknown): AsyncIterable<{ type: string }>;
    result(job: unknown): Promise<unknown>;
    delete(job: string): Promise<void>;
  };
}

describe('a small edit is a small difference', () => {
  const count = (before: string | undefined, after: string | undefined): number => {
    const lines = new Set(after?.split('\n'));
    return before?.split('\n').filter((line) => !lines.has(line)).length ?? 0;
  };

  test('of a description', async () => {
    const root = join(GOLDEN, 'jobs');
    const path = 'specs/jobs/text.shout.yaml';
    const text = await readFile(join(root, path), 'utf8');
    const before = await emitAll(await loadContract(root));
    const after = await emitAll(
      await loadContract(root, { [path]: text.replace('What to shout.', 'What shall be shouted.') }),
    );
    const changed = [...before].filter(([name, content]) => after.get(name) !== content);
    expect(changed.map(([name]) => name).sort()).toEqual([
      'generated/contract/schemas.ts',
      'generated/contract/types.ts',
      'generated/docs/openapi-3.2.json',
      'generated/docs/openapi.json',
      'generated/docs/openapi.yaml',
      'generated/worker/types.ts',
    ]);
  });

  test('of the job types: what was there stays, in every file', async () => {
    const root = join(GOLDEN, 'jobs');
    const text = await readFile(join(root, 'specs/jobs/wait.yaml'), 'utf8');
    const before = await emitAll(await loadContract(root));
    const first = { 'specs/jobs/a.first.yaml': text.replace('title: wait', 'title: a.first') };
    const after = await emitAll(await loadContract(root, first));
    for (const [path, content] of before) {
      expect(count(content, after.get(path)), path).toBeLessThan(6);
    }
  });

  test('of nothing is none', async () => {
    const contract = await loadContract(join(GOLDEN, 'jobs'));
    expect(await emitAll(contract)).toEqual(await emitAll(contract));
  });
});
