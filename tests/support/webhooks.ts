/** Webhooks in tests: settings of a service that delivers to this machine, and what a tenant does with it. */
import { randomBytes } from 'node:crypto';
import { type Client, until } from './client.js';

/** A key as `SPECWIRE_SECRET_KEYS` wants it. */
export function newSecretKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/** The environment of a service whose receivers are on this machine, and whose retries do not take days. */
export function webhookEnv(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    SPECWIRE_SECRET_KEYS: newSecretKey('k1'),
    SPECWIRE_WEBHOOK_ALLOW_LOOPBACK: 'true',
    SPECWIRE_WEBHOOK_RETRY_SECONDS: '0.2 0.4',
    SPECWIRE_WEBHOOK_TIMEOUT_SECONDS: '2',
    ...extra,
  };
}

/** An endpoint as it stands on the wire. */
export interface WireEndpoint {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly enabled: boolean;
  readonly disabled_reason?: string;
  readonly failing_since?: string;
}

/** A delivery as it stands on the wire. */
export interface WireDelivery {
  readonly id: string;
  readonly endpoint_id?: string;
  readonly job_id?: string;
  readonly type: string;
  readonly status: string;
  readonly attempt_count: number;
  readonly next_attempt_at?: string;
  readonly failure?: { readonly code: string; readonly detail: string };
  readonly attempts: readonly {
    readonly attempt: number;
    readonly duration_ms: number;
    readonly status_code?: number;
    readonly error?: { readonly code: string; readonly detail: string };
    readonly response_excerpt?: string;
  }[];
}

/** Makes an endpoint and expects it made. */
export async function createEndpoint(
  client: Client,
  url: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<WireEndpoint> {
  const response = await client.post('/v1/webhook-endpoints', { body: { url, ...fields } });
  if (response.status !== 201) throw new Error(`${response.status}: ${JSON.stringify(response.body)}`);
  return response.body as WireEndpoint;
}

/** Pings an endpoint; returns the delivery's id. */
export async function ping(client: Client, endpointId: string): Promise<string> {
  const response = await client.post(`/v1/webhook-endpoints/${endpointId}/ping`);
  if (response.status !== 202) throw new Error(`${response.status}: ${JSON.stringify(response.body)}`);
  return (response.body as WireDelivery).id;
}

/** The delivery with its attempts. */
export async function getDelivery(client: Client, id: string): Promise<WireDelivery> {
  return (await client.get(`/v1/webhook-deliveries/${id}`)).body as WireDelivery;
}

/** The delivery once it is no longer pending. */
export async function settled(client: Client, id: string, seconds = 30): Promise<WireDelivery> {
  return until(
    `${id} is settled`,
    async () => {
      const delivery = await getDelivery(client, id);
      return delivery.status !== 'pending' && delivery;
    },
    seconds,
  );
}

/** The deliveries of a job, by the list. */
export async function deliveriesOf(client: Client, jobId: string): Promise<readonly WireDelivery[]> {
  const response = await client.get('/v1/webhook-deliveries', { query: { job_id: jobId } });
  return (response.body as { data: readonly WireDelivery[] }).data;
}
