import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { startBenchService } from './load-service.js';
import type { BareEcho } from './processes/bare-echo.js';
import type { EchoClient } from './processes/echo-client.js';
import { alternate, pick } from './rounds.js';
import { percentile } from './statistics.js';

/** From an input that a client sends through a socket to the event with which the handler answers it. */
export const socketEcho: Figure = {
  name: 'socket-echo',
  title: 'WebSocket, input → the event that answers it',
  baseline: 'a bare `ws` server in a process of its own, which sends back what it gets.',
  method:
    'One job reads inputs and yields an event for each at once. A client sends an input of 100 characters through the job’s socket, waits for the event, rests for 60 ms (a connection may send 20 frames a second), and sends the next.',
  durability:
    'the input is committed before it is acknowledged and before the handler sees it, and the event before it is sent: two commits, and two notifications between server and worker. The baseline has neither.',
  note: 'In 6 ms: 2.4 until the input is committed and acknowledged; the rest are a notification and a read in the worker, the handler, the commit of its event, and a notification, a read and a write in the server.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const count = amount(context, 150, 10);
  const { service, target } = await startBenchService(context);
  const job = await service.client.create({ type: 'load.echo', input: {} });
  const bare = startHelper<BareEcho>(context, 'bare-echo');
  const ours = startHelper<EchoClient>(context, 'echo-client');
  const theirs = startHelper<EchoClient>(context, 'echo-client');
  const url = new URL(`/v1/jobs/${job.job_id}/socket`, target.url);
  url.protocol = 'ws:';
  await ours.ask('open', { url: url.href, headers: { authorization: `Bearer ${target.apiKey}` } });
  await theirs.ask('open', { url: await bare.ask('listen', null), headers: {} });
  // The first waits for the job to run, and code has to become warm on both sides.
  await ours.ask('echo', { count: 20 });
  await theirs.ask('echo', { count: 20 });
  const rounds = await alternate(
    context,
    () => ours.ask('echo', { count }),
    () => theirs.ask('echo', { count }),
  );
  return ([0.5, 0.99] as const).map((fraction) => ({
    label: `p${fraction * 100}`,
    unit: 'ms',
    ...pick(rounds, (latencies) => percentile(latencies, fraction)),
    aims: [],
  }));
}
