import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { startBenchService } from './load-service.js';
import type { BareStreams } from './processes/bare-streams.js';
import type { StreamClient } from './processes/stream-client.js';
import { alternate, pick } from './rounds.js';
import { median } from './statistics.js';

/** How fast a client gets what it has missed. */
export const replay: Figure = {
  name: 'replay',
  title: 'replay of a 10,000-event stream, events/s',
  baseline:
    'raw node:http, which writes the same bytes from memory, an event at a time, and waits whenever the socket is full.',
  method:
    'The stream of a job with 10,000 events, which has ended, is read from its beginning to its end, a hundred times a round, and as often before the first; the median of the round.',
  durability: 'the events are read from PostgreSQL, every time; the baseline has them in memory.',
  note: 'PostgreSQL takes 0.9 ms until a page of 1,000 events is here, 0.6 of it processor time, of which 0.1 adds up their bytes (a page is limited by them, too; while each event’s were added to those before it, that was half, and the ratio 0.47); the server builds and writes the page before it meanwhile, and waits for PostgreSQL or the client half of the time. Opening the stream takes 2 ms. The rest is garbage collection of both processes.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const events = amount(context, 10_000, 1000);
  const times = amount(context, 100, 2);
  const { service, target } = await startBenchService(context);
  const job = await service.client.create({ type: 'load.emit', input: { events } });
  const path = `/v1/jobs/${job.job_id}/events`;
  const client = startHelper<StreamClient>(context, 'stream-client');
  await client.ask('readWhole', { ...target, path, times: 1 });
  const bare = startHelper<BareStreams>(context, 'bare-streams');
  await bare.ask('take', { texts: await framesOf(`${target.url}${path}`, target.apiKey) });
  const bareUrl = await bare.ask('listen', null);
  const read = async (request: { url: string; apiKey?: string; path: string }) => {
    const { milliseconds, frames } = await client.ask('readWhole', { ...request, times });
    if (frames < events) throw new Error(`only ${frames} events came`);
    return (events * 1000) / median(milliseconds);
  };
  const ours = () => read({ ...target, path });
  const baseline = () => read({ url: bareUrl, path: '/replay' });
  await ours();
  await baseline();
  const rounds = await alternate(context, ours, baseline);
  return [{ unit: '/s', ...pick(rounds, (value) => value), aims: [{ kind: 'ratio at least', value: 0.5 }] }];
}

/** The frames of a whole stream, each as it was sent. */
export async function framesOf(url: string, apiKey: string): Promise<readonly string[]> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } });
  const frames = (await response.text()).split('\n\n');
  return frames.slice(0, -1).map((frame) => `${frame}\n\n`);
}
