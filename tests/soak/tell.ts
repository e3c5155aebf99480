import { verify } from '../support/webhook-receiver.js';
import { createEndpoint, ping } from '../support/webhooks.js';
import { type Clients, expectStatus, remove } from './clients.js';

/** Requests to an endpoint: a ping, refused at first, and what a job has to tell. */
const REQUESTS = { ping: 2, job: 3 };

/** Makes an endpoint, has it told of a job, and deletes both. */
export async function tell(clients: Clients, round: string): Promise<void> {
  const { receiver } = clients;
  const path = `/${round}`;
  receiver.on(path, (response, _, count) => {
    response.writeHead(count === 1 ? 500 : 204).end();
  });
  // What the other actors do is not told here.
  const events = ['job.expired'];
  const endpoint = await createEndpoint(clients.next, receiver.url(path), { events });
  await ping(clients.next, endpoint.id);
  await receiver.waitFor(path, REQUESTS.ping, 60);
  const webhook = { endpoint_id: endpoint.id };
  const { job_id } = await clients.next.create({ type: 'load.empty', input: {}, webhook });
  const received = (await receiver.waitFor(path, REQUESTS.job, 60)).at(-1);
  if (received === undefined) throw new Error('waited for nothing');
  const { type, data } = verify(received, endpoint.secret);
  if (type !== 'job.succeeded' || data.job_id !== job_id)
    throw new Error(`${job_id} is told of as ${received.body}`);
  await remove(clients, job_id);
  expectStatus(await clients.next.delete(`/v1/webhook-endpoints/${endpoint.id}`), 204);
}
