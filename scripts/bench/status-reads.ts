import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { type BenchService, startBenchService } from './load-service.js';
import type { BareExpress } from './processes/bare-express.js';
import type { HttpLoad } from './processes/http-load.js';
import { alternate, pick } from './rounds.js';
import { sameHeaders } from './same-headers.js';

const CONNECTIONS = 20;

/** How often a second a job’s state can be asked for. */
export const statusReads: Figure = {
  name: 'status-reads',
  title: '`GET /v1/jobs/{id}` requests/s',
  baseline:
    'bare Express in a process of its own, which answers with the same JSON and the same headers from memory.',
  method:
    'Twenty connections ask for a job that has ended, without and with the `If-None-Match` that is answered by 304.',
  durability:
    'each answer comes from PostgreSQL, key and job both: a key that was revoked, or a job that has changed, is seen by the very next request. Requests that come at the same time share a query.',
  note: 'Of 0.27 ms of the server a read, an eighth is the write to the socket, another the query to PostgreSQL (one for all who ask for the same job at the same time), a sixth Express and its router, a tenth our own beginning and end of a request (request id, trace, log line), a tenth the answer’s headers and text.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const seconds = amount(context, 3, 1);
  const { target, path, answer, stopWorker } = await prepareJob(context);
  await stopWorker();
  const load = startHelper<HttpLoad>(context, 'http-load');
  const express = startHelper<BareExpress>(context, 'bare-express');
  await express.ask('answerReads', { headers: sameHeaders(answer.headers), body: answer.body });
  const bareUrl = await express.ask('listen', null);
  const key = { authorization: `Bearer ${target.apiKey}` };
  const ask = (url: string, headers: Record<string, string>, status: number, time = seconds) =>
    load.ask('run', {
      url: url + path,
      method: 'GET',
      headers,
      connections: CONNECTIONS,
      seconds: time,
      status,
    });
  const measurements: Measurement[] = [];
  const kinds = [
    { label: 'answered by 200', headers: key, status: 200 },
    { label: 'answered by 304', headers: { ...key, 'if-none-match': answer.etag }, status: 304 },
  ];
  for (const { label, headers, status } of kinds) {
    await ask(target.url, headers, status, 1);
    await ask(bareUrl, headers, status, 1);
    const rounds = await alternate(
      context,
      () => ask(target.url, headers, status),
      () => ask(bareUrl, headers, status),
    );
    const values = pick(rounds, ({ perSecond }) => perSecond);
    measurements.push({ label, unit: '/s', ...values, aims: [{ kind: 'ratio at least', value: 0.4 }] });
  }
  return measurements;
}

/** A job that has ended, and what is answered of it. */
async function prepareJob(context: BenchContext) {
  const { service, target }: BenchService = await startBenchService(context);
  const created = await service.client.create({ type: 'load.empty', input: {} });
  await service.client.finished(created.job_id);
  const path = `/v1/jobs/${created.job_id}`;
  const { headers, body } = await service.client.get(path);
  const answer = {
    headers: headers as Record<string, string>,
    body: body as unknown,
    etag: String(headers.etag),
  };
  const stopWorker = () => Promise.all(service.workers.map((worker) => worker.stop()));
  return { target, path, answer, stopWorker };
}
