import { randomBytes } from 'node:crypto';
import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { createDatabase, startBenchService } from './load-service.js';
import type { BareExpress } from './processes/bare-express.js';
import type { HttpLoad } from './processes/http-load.js';
import { alternate, pick } from './rounds.js';
import { sameHeaders } from './same-headers.js';
import { median } from './statistics.js';

const CONNECTIONS = 20;
const BODY = JSON.stringify({ type: 'load.empty', input: {} });
const JSON_TYPE = { 'content-type': 'application/json' };

/** How many jobs a second can be accepted, in a burst. */
export const createsPerSecond: Figure = {
  name: 'creates-per-second',
  title: '`POST /v1/jobs` requests/s, a burst',
  baseline:
    'bare Express with `express.json()` and a pool of as many connections, which inserts one comparable row into a table with a primary key, and answers with the same JSON and headers.',
  method:
    'Twenty connections create jobs for some seconds on a fresh service, whose worker runs them meanwhile; the first four seconds are the server that has just started, the four after them the one whose code is warm, as the baseline’s is. A burst is accepted faster than Temporal starts workflows: what waits at its end is started afterwards, and none is lost.',
  durability:
    'both sides commit to disk before they answer. Ours stores three rows (the job, its first event, its input) with eight index entries; the baseline one row with one.',
  note: 'A server that has just started still compiles what runs often, on the core that PostgreSQL and the client need. Of 0.3 ms of the warm server a create, a third is spent writing to sockets, a third on HTTP and Express, the rest on reading, checking, authentication and the log line; PostgreSQL takes 0.13 ms (three rows and eight index entries, in one transaction with some twenty other creates), the worker and Temporal the rest of the second core for the few starts that a burst lets through.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const seconds = amount(context, 4, 1);
  const load = startHelper<HttpLoad>(context, 'http-load');
  const create = (url: string, headers: Record<string, string>, time: number) =>
    load.ask('run', {
      url: `${url}/v1/jobs`,
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: BODY,
      connections: CONNECTIONS,
      seconds: time,
      status: 202,
    });
  const bareUrl = await startBare(context);
  await create(bareUrl, {}, seconds);
  const backlogs: number[] = [];
  const burst = async () => {
    // A service for each round: the starts that are left would go on into the baseline's.
    const { service, target, stop } = await startBenchService(context);
    const headers = { authorization: `Bearer ${target.apiKey}` };
    const fresh = await create(target.url, headers, seconds);
    const warm = await create(target.url, headers, seconds);
    const [row] = await service.query(
      'SELECT count(*)::int AS waiting FROM jobs WHERE workflow_started_at IS NULL',
    );
    backlogs.push(Number(row?.waiting));
    await stop();
    return { fresh, warm };
  };
  const bare = async () => {
    const result = await create(bareUrl, {}, seconds);
    return { fresh: result, warm: result };
  };
  const rounds = await alternate(context, burst, bare);
  return [
    {
      label: 'a server that has just started',
      unit: '/s',
      ...pick(rounds, ({ fresh }) => fresh.perSecond),
      aims: [],
    },
    {
      label: 'a server that is warm',
      unit: '/s',
      ...pick(rounds, ({ warm }) => warm.perSecond),
      aims: [{ kind: 'ratio at least', value: 0.5 }],
      remark: `At the end of a burst of ${2 * seconds} s, ${median(backlogs)} jobs were accepted and not started yet.`,
    },
  ];
}

/** The baseline answers as ours does: what that is, a service is asked first. */
async function startBare(context: BenchContext): Promise<string> {
  const { service, stop } = await startBenchService(context, { workers: 0 });
  const { headers, body } = await service.client.post('/v1/jobs', { body: JSON.parse(BODY) as unknown });
  await stop();
  const express = startHelper<BareExpress>(context, 'bare-express');
  await express.ask('storeCreates', {
    databaseUrl: await createDatabase(context, `bare_${randomBytes(4).toString('hex')}`),
    headers: sameHeaders(headers as Record<string, string>),
    body,
  });
  return express.ask('listen', null);
}
