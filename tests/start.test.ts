/** `npm start` as a user runs it: it comes up, shows real tokens, ends cleanly, and comes up again. */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../scripts/engines/free-port.js';
import { MAX_THREADS } from '../worker/thread-pool.js';
import { until } from './support/client.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-start-'));
});

/** What a failed test left running would be found by the next one. */
afterEach(() => {
  for (const line of leftOver()) {
    try {
      process.kill(Number(line.split(' ')[0]), 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
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

/** What the environment of a process under the folder says, on Linux. */
function environmentOf(args: string): string {
  const pid = leftOver()
    .find((line) => line.includes(args))
    ?.split(' ')[0];
  return readFileSync(`/proc/${pid}/environ`, 'utf8');
}

/** One that no outgoing connection is given while nobody listens on it. */
const somePort = async () => String(await freePort());

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

/** Waits until it has shown a text; resolves to all that it has shown by then. */
async function shown(run: ReturnType<typeof start>, wanted: string): Promise<string> {
  let text = '';
  run.all.on('data', (chunk) => {
    text += String(chunk);
  });
  await until(wanted, async () => text.includes(wanted), 60);
  return text;
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
    const port = await somePort();
    const run = await start(port, ['--once']);
    expect(run.exitCode, String(run.all)).toBe(0);
    expect(run.all).toContain(`http://127.0.0.1:${port}`);
    expect(run.all).toContain('curl');
    expect(leftOver()).toEqual([]);
  }, 180_000);

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s to npm’s pid alone, twice, ends everything; state survives',
    async (signal) => {
      const env = { SPECWIRE_DATA_DIR: join(folder, `data-${signal}`) };
      const first = await start(await somePort(), ['--once'], env);
      expect(first.exitCode, String(first.all)).toBe(0);
      const port = await somePort();
      const run = start(port, [], env);
      await ready(port, run);
      const headers = { authorization: 'Bearer a-key-for-the-start-test' };
      const list = await fetch(`http://127.0.0.1:${port}/v1/jobs`, { headers });
      const jobs = (await list.json()) as { data: unknown[] };
      // The first start's job; this one may have made its own by now.
      expect(jobs.data.at(-1)).toMatchObject({ type: 'text.generate', status: 'succeeded' });
      // The key for secrets is made, and receivers on this machine may be tried out.
      const endpoint = await fetch(`http://127.0.0.1:${port}/v1/webhook-endpoints`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ url: 'http://127.0.0.1:9/hook' }),
      });
      expect(endpoint.status).toBe(201);
      // With more, the embedded model is slower.
      if (process.platform === 'linux')
        expect(environmentOf('worker/main.ts')).toContain(`UV_THREADPOOL_SIZE=${MAX_THREADS}\0`);
      process.kill(run.pid ?? -1, signal);
      await new Promise((resolve) => setTimeout(resolve, 300));
      run.kill(signal);
      await run;
      await until('nothing left', async () => leftOver().length === 0, 15);
    },
    180_000,
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
    const port = await somePort();
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
    const port = await somePort();
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

  test('an output that is closed early ends everything', async () => {
    const run = spawn('npm', ['start'], {
      cwd: ROOT,
      env: { ...process.env, PORT: await somePort(), SPECWIRE_DATA_DIR: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = new Promise((resolve) => run.once('exit', resolve));
    let output = '';
    run.stdout.on('data', (chunk) => {
      output += String(chunk);
      if (output.includes('Temporal: 127')) run.stdout.destroy();
    });
    await ended;
    expect(output).toContain('Temporal: 127');
    expect(leftOver()).toEqual([]);
  }, 60_000);

  test('Ctrl-C while a child is started again leaves nothing', async () => {
    const run = start(await somePort());
    await shown(run, 'Temporal: 127');
    const temporal = leftOver().find((line) => line.includes('start-dev'));
    process.kill(Number(temporal?.split(' ')[0]), 'SIGKILL');
    // After the first delay, of half a second: the new one runs and does not serve yet.
    await new Promise((resolve) => setTimeout(resolve, 700));
    run.kill('SIGINT');
    expect((await run).all).toMatch(/Temporal ended unexpectedly/);
    expect(leftOver()).toEqual([]);
  }, 60_000);

  test('a data folder of another version is one line', async () => {
    const port = await somePort();
    const env = { SPECWIRE_DATA_DIR: join(folder, 'another-version') };
    const run = start(port, [], env);
    const output = await shown(run, 'Temporal: 127');
    const [, url] = /PostgreSQL: (\S+:\d+)/.exec(output) ?? [];
    const client = new pg.Client({ connectionString: `postgres://postgres@${url}/specwire` });
    await client.connect();
    await client.query(`UPDATE schema_migrations SET checksum = 'another' WHERE name LIKE '0002%'`);
    await client.end();
    run.kill('SIGTERM');
    await run;
    const next = await start(port, [], env);
    expect(next.exitCode).toBe(1);
    expect(String(next.all).trimEnd().split('\n').at(-1)).toMatch(
      /^this data folder was made by another version of Specwire; remove it \(rm -rf .*SPECWIRE_DATA_DIR$/,
    );
    expect(next.all).not.toMatch(/^\s+at /m);
    expect(leftOver()).toEqual([]);
  }, 90_000);

  test.each([
    ['SPECWIRE_API_KEY', 'short', /^SPECWIRE_API_KEY.*16/],
    ['LOG_LEVEL', 'verbose', /^LOG_LEVEL must be one of/],
    ['DATABASE_URL', 'postgres://u:secret@127.0.0.1:9/x', /^the database of DATABASE_URL .*ECONNREFUSED/],
  ])(
    'a %s that cannot work is one line',
    async (name, value, line) => {
      const begun = Date.now();
      const run = await start(await somePort(), [], { [name]: value });
      expect(run.exitCode).toBe(1);
      expect(String(run.all).trimEnd().split('\n').at(-1)).toMatch(line);
      expect(run.all).not.toMatch(/secret|^\s+at /m);
      expect(Date.now() - begun).toBeLessThan(20_000);
    },
    30_000,
  );
});
