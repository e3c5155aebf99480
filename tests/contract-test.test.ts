/** `specwire test` on this service itself: it keeps its own contract, job types and streams among it. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../codegen/testing/run-command.js';
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
  }[];
}

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
  expect(skipped.map((one) => `${one.operationId ?? one.subject}: ${one.name}: ${one.reason}`)).toEqual([]);
});
