/** What is deployed: the compiled processes, and the compose file that runs them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { settingNames } from '../scripts/start/misspelt-settings.js';
import { parseConfig } from '../server/config.js';
import { readWorkerConfig } from '../worker/config.js';
import { MAX_THREADS } from '../worker/thread-pool.js';
import { until } from './support/client.js';
import { startLine } from './support/line.js';
import { isInstalled } from './support/programs.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

test('compose.yaml mounts and builds what is there', () => {
  const compose = parse(readFileSync(`${ROOT}/compose.yaml`, 'utf8'), { merge: true });
  const services = Object.values(compose.services) as {
    volumes?: string[];
    depends_on?: object;
    build?: string;
  }[];
  for (const service of services) {
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('./')) expect(existsSync(`${ROOT}/${source}`), source).toBe(true);
    }
    for (const name of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(name);
  }
  expect(Object.keys(compose.services).sort()).toEqual(['nginx', 'postgres', 'server', 'temporal', 'worker']);
});

/** What is not for whoever runs the containers to say: their own Temporal, and receivers on one's own machine. */
const FIXED = /^TEMPORAL_|^SPECWIRE_WEBHOOK_ALLOW_LOOPBACK$/;

test.for([
  ['server', parseConfig],
  ['worker', readWorkerConfig],
] as const)('compose.yaml hands on each setting of the %s', ([name, read]) => {
  const { services } = parse(readFileSync(`${ROOT}/compose.yaml`, 'utf8'), { merge: true }) as {
    services: Record<string, { environment: Record<string, unknown> }>;
  };
  const settings = [...settingNames(read)].filter((setting) => !FIXED.test(setting));
  expect(settings.length).toBeGreaterThan(5);
  expect(Object.keys(services[name]?.environment ?? {})).toEqual(expect.arrayContaining(settings));
});

test('compose.yaml gives the worker as many threads as the embedded model uses', () => {
  const { services } = parse(readFileSync(`${ROOT}/compose.yaml`, 'utf8'), { merge: true });
  expect(services.worker.environment.UV_THREADPOOL_SIZE).toBe(`\${UV_THREADPOOL_SIZE:-${MAX_THREADS}}`);
});

test.skipIf(!isInstalled('docker-compose'))('compose.yaml is valid', async () => {
  const env = { SPECWIRE_API_KEY: 'a-key-of-some-length', POSTGRES_PASSWORD: 'secret' };
  const result = await execa('docker-compose', ['-f', 'compose.yaml', 'config', '-q'], {
    cwd: ROOT,
    env,
    reject: false,
  });
  expect(result.stderr).toBe('');
  expect(result.exitCode).toBe(0);
});

test('the compiled server and worker run a job', async () => {
  await execa('npm', ['run', 'build'], { cwd: ROOT });
  const line = await startLine({ workers: 0 });
  const dataDir = await mkdtemp(join(tmpdir(), 'specwire-deployment-'));
  const worker = spawn(process.execPath, ['dist/worker/main.js'], {
    cwd: ROOT,
    env: { ...process.env, ...line.env, SPECWIRE_DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: ROOT,
    env: { ...process.env, ...line.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    let output = '';
    server.stdout.on('data', (chunk) => (output += String(chunk)));
    const url = await until('listening', async () => /"url":"([^"]+)"/.exec(output)?.[1]);
    const job = await line.client.create({ type: 'text.count_tokens', input: { text: 'compiled' } });
    expect((await line.client.finished(job.job_id)).status).toBe('succeeded');
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
    // The build has bundled the workflows: the worker had nothing to make.
    expect(await readdir(dataDir)).toEqual([]);
  } finally {
    for (const child of [worker, server]) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    }
    await line.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 120_000);
