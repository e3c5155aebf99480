/** `specwire test` on this service itself: it keeps its own contract, job types and streams among it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../codegen/testing/run-command.js';
import { contract } from './support/contract.js';
import { type Line, startLine } from './support/line.js';
import { NameServer } from './support/name-server.js';
import { webhookEnv } from './support/webhooks.js';

const ROOT = join(import.meta.dirname, '..');

let line: Line;
let names: NameServer;
beforeAll(async () => {
  // The host of the webhooks in the examples, which IANA keeps for such; whether it can be reached does not matter.
  names = await NameServer.start((name) => (name === 'example.com' ? ['93.184.215.14'] : []));
  line = await startLine({ env: webhookEnv({ SPECWIRE_WEBHOOK_DNS: names.address }) });
});
afterAll(async () => {
  await line?.stop();
  await names?.stop();
});

interface Told {
  readonly ok: boolean;
  readonly passed: number;
  readonly cases: readonly {
    readonly subject: string;
    readonly operationId?: string;
    readonly name: string;
    readonly outcome: string;
    readonly reason?: string;
    readonly faults?: readonly { readonly message: string }[];
  }[];
}

/** Between the test and the service: whatever `change` makes of an answer's text. */
async function between(target: string, change: (path: string, text: string) => string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, connection: __, ...headers } = request.headers;
    const leaving = new AbortController();
    const answer = await fetch(target + request.url, {
      signal: leaving.signal,
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const { 'content-length': ___, ...kept } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, kept);
    response.once('close', () => leaving.abort());
    // Frame by frame: a stream may be open for long.
    try {
      for await (const chunk of answer.body ?? [])
        response.write(change(request.url ?? '', Buffer.from(chunk).toString()));
    } catch {
      // The test has seen enough.
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

test('a job that differs from its events, and an event that is lost, are found', {
  timeout: 300_000,
}, async () => {
  let counting = '';
  const server = await between(line.servers[0]?.url ?? '', (path, text) => {
    if (/^\/v1\/jobs\/[^/]+$/.test(path)) return text.replace(/"version":\d+/, '"version":9999');
    // The start of one that waits for input is what it is followed to.
    if (path === '/v1/jobs' && text.includes('"type":"text.count_tokens"'))
      counting = /job_[0-9a-f]+/.exec(text)?.[0] ?? '';
    return path === `/v1/jobs/${counting}/events` ? text.replace(/id: 2\n(.+\n)+\n/, '') : text;
  });
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const key = `Authorization: Bearer ${line.apiKey}`;
    // Whatever else is there is tested above.
    const others = contract.operations
      .map(({ operationId }) => operationId)
      .filter((id) => id !== 'createJob');
    const skip = others.flatMap((id) => ['--skip', id]);
    const { stdout } = await runCommand(ROOT, ['test', url, '--header', key, '--json', ...skip]);
    const told = JSON.parse(stdout) as Told;
    const faults = told.cases
      .filter(({ subject }) => subject === 'job type text.count_tokens')
      .flatMap((one) => (one.faults ?? []).map(({ message }) => `${one.name}: ${message}`));
    expect(faults).toEqual([
      'streams its events to its end: has seq 3 where 2 is next: an event is lost',
      'is as its last event says: is 9999, and its last event says 3',
    ]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('the service passes entirely', { timeout: 300_000 }, async () => {
  const url = line.servers[0]?.url ?? '';
  const key = `Authorization: Bearer ${line.apiKey}`;
  const { code, stdout, stderr } = await runCommand(ROOT, ['test', url, '--header', key, '--json']);
  expect(stderr).toBe('');
  const told = JSON.parse(stdout) as Told;
  expect(told.cases.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(code).toBe(0);
  expect(told.passed).toBeGreaterThan(150);
  expect(stdout).not.toContain(line.apiKey);
  const skipped = told.cases.filter(({ outcome }) => outcome === 'skipped');
  expect(skipped.filter(({ reason = '' }) => !SKIPS.some((one) => one.test(reason)))).toEqual([]);
  expect(skipped.filter(({ subject }) => subject.startsWith('job type '))).toEqual([]);
  const succeeded = told.cases.filter(({ name, outcome }) => name === SUCCESS && outcome === 'passed');
  expect(succeeded.map(({ operationId }) => operationId)).toEqual(
    expect.arrayContaining(['createJob', 'getJob', 'getJobResult', 'listJobs', 'listJobTypes']),
  );
});

const SUCCESS = 'answers a valid request';

/** What may be left out, and why: nothing of it could have been seen to be wrong. */
const SKIPS: readonly RegExp[] = [
  /^sockets are not tested here$/,
  /^fewer than two events with an id came$/,
  /^answers \d+: its examples are no values of this service$/,
  /^answers \d+, as documented; no success was seen$/,
  /^answers 404: no \S+ is known that the service has$/,
  /^answers \d+ to the right request too$/,
];
