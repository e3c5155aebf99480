import { openSocket, type TestSocket } from '../support/socket.js';
import { type Clients, remove } from './clients.js';

const echoOf = (text: string) => (event: TestSocket['events'][number]) => event.data.text === text;

/** Talks with a job over two sockets: the first is cut, the second goes on with another server. */
export async function talk(clients: Clients): Promise<void> {
  const { job_id } = await clients.next.create({ type: 'load.echo', input: { checkpoint_every: 2 } });
  const first = await open(clients, job_id);
  first.input('a', { type: 'say', text: 'one', times: 5 });
  await first.event(echoOf('one'));
  first.cut();
  await first.closed;
  const second = await open(clients, job_id, first.cursor);
  // As a client does that does not know whether it has arrived.
  second.input('a', { type: 'say', text: 'one', times: 5 });
  second.input('b', { type: 'say', text: 'two', times: 5 });
  await second.event(echoOf('two'));
  second.input('c', { type: 'end' });
  if ((await second.closed) !== 1000)
    throw new Error('the socket of a job that has ended is closed otherwise');
  const events = [...first.events, ...second.events];
  const seqs = events.map(({ seq }) => seq);
  if (seqs.some((seq, index) => seq !== index + 1)) throw new Error(`sockets brought ${seqs.join(', ')}`);
  const echoes = events.filter(({ type }) => type === 'echo');
  if (echoes.length !== 10) throw new Error(`two times five is ${echoes.length}`);
  if (events.at(-1)?.data.status !== 'succeeded') throw new Error(`ends with ${second.raw.at(-1)}`);
  await remove(clients, job_id);
}

function open(clients: Clients, jobId: string, cursor?: string): Promise<TestSocket> {
  const { url, apiKey, contract } = clients.next;
  const query = cursor === undefined ? {} : { last_event_id: cursor };
  return openSocket(url, jobId, { apiKey, contract, query });
}
