/** `npm start` as a user runs it: it comes up, shows real tokens, ends cleanly, and comes up again. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './support/client.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-start-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Processes whose command line or environment names the folder. */
function leftOver(): string[] {
  const script = `{ pgrep -f "${folder}"; grep -lzF "${folder}" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3; } | sort -u`;
  const pids = execFileSync('sh', ['-c', `${script} || true`], { encoding: 'utf8' }).split('\n');
  return pids
    .filter((pid) => pid !== '' && pid !== String(process.pid))
    .flatMap((pid) => {
      try {
        return [execFileSync('ps', ['-o', 'pid=,args=', '-p', pid], { encoding: 'utf8' }).trim()];
      } catch {
        return [];
      }
    })
    .filter((line) => !line.includes('pgrep') && !line.includes('sh -c'));
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === 'object' && address ? address.port : 0);
}

function start(port: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  return execa('npm', ['start', ...(args.length > 0 ? ['--', ...args] : [])], {
    cwd: ROOT,
    env: {
      PORT: port,
      SPECWIRE_DATA_DIR: join(folder, 'data'),
      SPECWIRE_API_KEY: 'a-key-for-the-start-test',
      ...env,
    },
    reject: false,
    all: true,
    buffer: true,
  });
}

async function ready(port: string, run: ReturnType<typeof start>): Promise<void> {
  let ended = false;
  void run.finally(() => {
    ended = true;
  });
  await until(
    'ready',
    async () => {
      if (ended) throw new Error(String((await run).all));
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      return answer?.status === 200;
    },
    90,
  );
}

describe('npm start', () => {
  test('-- --once shows the tokens of a real job and exits 0, leaving nothing', async () => {
    const port = await freePort();
    const run = await start(port, ['--once']);
    expect(run.exitCode, String(run.all)).toBe(0);
    expect(run.all).toContain(`http://127.0.0.1:${port}`);
    expect(run.all).toContain('curl');
    expect(leftOver()).toEqual([]);
  }, 180_000);

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s to npm’s pid alone, twice, ends everything; state survives',
    async (signal) => {
      const port = await freePort();
      const run = start(port);
      await ready(port, run);
      const headers = { authorization: 'Bearer a-key-for-the-start-test' };
      const jobs = (await (await fetch(`http://127.0.0.1:${port}/v1/jobs`, { headers })).json()) as {
        data: unknown[];
      };
      expect(jobs.data.length).toBeGreaterThan(0);
      process.kill(run.pid ?? -1, signal);
      await new Promise((resolve) => setTimeout(resolve, 300));
      run.kill(signal);
      await run;
      await until('nothing left', async () => leftOver().length === 0, 15);
    },
    120_000,
  );

  test('a port in use is one clear line, and the next start works', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = String(typeof address === 'object' && address ? address.port : 0);
    const run = await start(port);
    await new Promise((resolve) => server.close(resolve));
    expect(run.exitCode).toBe(1);
    expect(run.all).toMatch(new RegExp(`port ${port}.*in use`, 'i'));
    expect(run.all).not.toMatch(/^\s+at /m);
    expect(leftOver()).toEqual([]);
    const next = await start(port, ['--once']);
    expect(next.exitCode, String(next.all)).toBe(0);
  }, 180_000);

  test('after kill -9 of all of it, the next start works', async () => {
    const port = await freePort();
    const run = start(port);
    await ready(port, run);
    for (const line of leftOver()) {
      const pid = Number(line.split(' ')[0]);
      // PostgreSQL outlives a killed supervisor; the next start has to cope with it.
      if (!line.includes('postgres')) process.kill(pid, 'SIGKILL');
    }
    await run;
    const next = await start(port, ['--once']);
    expect(next.exitCode, String(next.all)).toBe(0);
    expect(leftOver()).toEqual([]);
  }, 180_000);

  test('a child that is killed is started again', async () => {
    const port = await freePort();
    const run = start(port);
    await ready(port, run);
    const server = leftOver().find((line) => line.includes('server/main.ts'));
    process.kill(Number(server?.split(' ')[0]), 'SIGKILL');
    await until(
      'down',
      async () => !(await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined)),
      10,
    );
    await ready(port, run);
    run.kill('SIGTERM');
    const ended = await run;
    expect(ended.all).toMatch(/server .*(again|restart)/i);
    await until('nothing left', async () => leftOver().length === 0, 15);
  }, 180_000);

  test('a key that is too short is one clear line', async () => {
    const run = await start(await freePort(), [], { SPECWIRE_API_KEY: 'short' });
    expect(run.exitCode).toBe(1);
    expect(run.all).toMatch(/SPECWIRE_API_KEY.*16/);
  });
});
