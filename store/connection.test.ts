/** Migrations, notifications, and a PostgreSQL that goes away. */
import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toStoredOp } from './append-op.js';
import { openDatabase } from './database.js';
import { isUnavailable } from './database-errors.js';
import { postgresEventLog } from './event-log.js';
import { getJob, requestCancel } from './jobs.js';
import { migrate, migrationsPending } from './migrate.js';
import { openNotifications } from './notifications.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, addRunningJob, jobError } from './testing/jobs.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
}, 60_000);
afterAll(() => test.stop());

describe('migrate', () => {
  it('applies each migration once, also when several processes start together', async () => {
    const empty = await startTestDatabase({ migrated: false });
    const pending = await migrationsPending(empty.database);
    expect(pending.length).toBeGreaterThan(0);
    expect(pending).toEqual([...pending].sort());
    const applied = await Promise.all(Array.from({ length: 3 }, () => migrate(empty.database)));
    expect(applied.flat()).toEqual(pending);
    expect(await migrationsPending(empty.database)).toEqual([]);
    expect(await migrate(empty.database)).toEqual([]);
    await empty.stop();
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    await test.sql(`UPDATE schema_migrations SET checksum = 'x' || checksum WHERE name LIKE '0001%'`);
    await expect(migrate(test.database)).rejects.toThrow('0001_tables.sql was changed');
    await test.sql(`UPDATE schema_migrations SET checksum = substr(checksum, 2) WHERE name LIKE '0001%'`);
  });
});

/** Waits until a condition holds. */
async function until(condition: () => boolean, milliseconds = 5000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('notifications', () => {
  it('tell of events and cancels after their commit, and of each connection', async () => {
    const notifications = openNotifications(test.database, ['specwire_events', 'specwire_cancel']);
    const heard: string[] = [];
    let resyncs = 0;
    const stop = notifications.subscribe({
      onEvents: (news) => heard.push(...news.map(({ jobId }) => `events ${jobId}`)),
      onCancel: (jobIds) => heard.push(...jobIds.map((jobId) => `cancel ${jobId}`)),
      onResync: () => {
        resyncs += 1;
      },
    });
    await notifications.ready;
    expect(resyncs).toBe(1);
    const jobId = await addRunningJob(test.database);
    await until(() => heard.includes(`events ${jobId}`));
    heard.length = 0;
    const log = postgresEventLog(test.database, notifications);
    await log.append(randomUUID(), [{ jobId, attempt: 1, ops: [toStoredOp({ kind: 'log', data: {} })] }]);
    await until(() => heard.includes(`events ${jobId}`));
    await requestCancel(test.database, { tenantId: 'acme', jobId, error: jobError('cancelled') });
    await until(() => heard.includes(`cancel ${jobId}`));

    await test.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '% listen'`,
    );
    await until(() => resyncs === 2);
    heard.length = 0;
    test.database.notifier.events([jobId]);
    await until(() => heard.length > 0);
    stop();
    heard.length = 0;
    test.database.notifier.events([jobId]);
    await test.database.notifier.flush();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toEqual([]);
    await notifications.close();
  });

  it('of many jobs fit into few payloads, whatever their number', async () => {
    const notifications = openNotifications(test.database, ['specwire_events']);
    const heard = new Set<string>();
    notifications.subscribe({
      onEvents: (news) => {
        for (const { jobId } of news) heard.add(jobId);
      },
      onResync: () => {},
    });
    await notifications.ready;
    const ids = Array.from({ length: 1000 }, () => `job_${randomUUID().replaceAll('-', '')}`);
    test.database.notifier.events(ids);
    await until(() => heard.size === ids.length);
    await notifications.close();
  });

  it('wait for a PostgreSQL that is not there, and can be given up', async () => {
    const errors: unknown[] = [];
    const notifications = openNotifications(
      { url: 'postgres://postgres@127.0.0.1:1/none', applicationName: 'test' },
      ['specwire_events'],
      (error) => errors.push(error),
    );
    await until(() => errors.length >= 2);
    expect(notifications.isListening).toBe(false);
    expect(errors.every(isUnavailable)).toBe(true);
    await notifications.close();
  });
});

/** Stands between the pool and PostgreSQL and can fall silent. */
async function startProxy(target: URL) {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((client) => {
    const upstream = new (client.constructor as typeof Socket)().connect(
      Number(target.port),
      target.hostname,
    );
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => isSilent || to.write(chunk));
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    silence: (on: boolean) => {
      isSilent = on;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('a PostgreSQL that goes away', () => {
  it('is told from every other failure', async () => {
    const gone = openDatabase({ url: 'postgres://postgres@127.0.0.1:1/none' });
    const refused = await gone.ping().catch((error: unknown) => error);
    expect(isUnavailable(refused)).toBe(true);
    await gone.close();

    const cut = test.database.pool.query('SELECT pg_terminate_backend(pg_backend_pid())');
    expect(isUnavailable(await cut.catch((error: unknown) => error))).toBe(true);
    expect(await getJob(test.database, 'acme', await addJob(test.database))).toBeDefined();

    const slow = test.open({ timeoutMs: 50 });
    const late = slow.pool.query('SELECT pg_sleep(5)');
    expect(isUnavailable(await late.catch((error: unknown) => error))).toBe(true);

    const wrong = test.database.pool.query('SELECT nonsense');
    expect(isUnavailable(await wrong.catch((error: unknown) => error))).toBe(false);
    for (const other of [undefined, null, 'ECONNREFUSED', new Error('no'), { code: '57P01' }]) {
      expect(isUnavailable(other)).toBe(false);
    }
  });

  const codes: readonly [code: string, wanted: boolean][] = [
    ['53100', true],
    ['53300', true],
    ['57P01', true],
    ['57P03', true],
    ['08006', true],
    ['40P01', true],
    ['ECONNRESET', true],
    ['23505', false],
    ['42P01', false],
    ['SW001', false],
    ['55P03', false],
  ];
  it.each(codes)('%s: %s', (code, wanted) => {
    expect(isUnavailable(Object.assign(new Error('x'), { code }))).toBe(wanted);
    expect(isUnavailable(new Error('wrapped', { cause: Object.assign(new Error('x'), { code }) }))).toBe(
      wanted,
    );
  });

  it('is given up when it only falls silent, and used again when it speaks', async () => {
    const proxy = await startProxy(new URL(test.url));
    const database = openDatabase({ url: proxy.url, timeoutMs: 200 });
    await database.ping();
    proxy.silence(true);
    const silent = await database.query({ name: 'one', text: 'SELECT 1' }).catch((error: unknown) => error);
    expect(isUnavailable(silent)).toBe(true);
    proxy.silence(false);
    await expect(database.query({ name: 'one', text: 'SELECT 1' })).resolves.toHaveLength(1);
    await database.close();
    proxy.close();
  });

  it('does not give away what users sent', async () => {
    const secret = '{"prompt":"secret"';
    const error = await test.database
      .query({ name: 'bad', text: `INSERT INTO events VALUES ('job', 1, 'x', $1)` }, [secret])
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(String(error)).not.toContain('secret');
  });
});
