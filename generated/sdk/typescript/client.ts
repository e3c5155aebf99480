// Generated from specs/ by `npm run generate`. Do not edit.

import type { JobTypeName } from '../../contract/job-types.js';
import type * as schemas from '../../contract/schemas.js';
import type { operations } from '../../contract/types.js';
import { readEventStream } from './event-stream.js';
import {
  type CreatedJob,
  type CreateJobRequestByType,
  type InteractiveJobType,
  type JobEvent,
  type JobReference,
  type JobResultByType,
  type JobTypeInputs,
  jobEvents,
} from './events.js';
import { JobSession, type SessionOptions } from './job-session.js';
import { jobId } from './job-stream.js';
import { type ClientOptions, newIdempotencyKey, Transport } from './transport.js';

/** Options of every call. */
export interface CallOptions {
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined;
  /** Sent along, such as `X-Request-ID` and `traceparent`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds that one try may take, in place of the client's own. Streams are not limited by it. */
  readonly timeoutMs?: number | undefined;
}

/** Options of createJob. */
export interface CreateJobOptions extends CallOptions {
  /**
   * Any text of 1 to 255 printable ASCII characters that names this one creation, best a fresh UUID; `"k"`
   * and `k` are the same key. A malformed one is answered with 400 `idempotency_key_invalid`.
   */
  readonly idempotencyKey?: string | undefined;
  /** Waits up to so many seconds for the end of the work, where it may. */
  readonly wait?: number | undefined;
}

/** Options of listJobs. */
export interface ListJobsOptions extends CallOptions {
  /** How many jobs a page has at most. */
  readonly limit?: number | undefined;
  /** The `next_cursor` of the page before; absent for the first page. */
  readonly cursor?: string | undefined;
  /** Only jobs in this state. */
  readonly status?: schemas.JobStatus | undefined;
  /** Only jobs of this type. A type that does not exist has no jobs. */
  readonly type?: schemas.JobTypeName | undefined;
  /** Only jobs that have this tag. */
  readonly tag?: schemas.Tag | undefined;
  /** Only jobs created later than this time (RFC 3339, any offset; write `+` as `%2B`). */
  readonly created_after?: string | undefined;
  /** Only jobs created earlier than this time (RFC 3339, any offset; write `+` as `%2B`). */
  readonly created_before?: string | undefined;
}

/** Options of streamJobEvents. */
export interface StreamJobEventsOptions extends CallOptions {
  /**
   * A token of `POST /v1/jobs/{job_id}/stream-token`, for one job's event stream and WebSocket only. It is
   * masked in the service's logs. If a request has an API key as well, only the key counts.
   */
  readonly streamToken?: string | undefined;
  /**
   * The `id` of the last event that you saw; the stream goes on after it, and `0` starts it at the first
   * event. Wins over `last_event_id`; empty counts as absent. Any value that is not a number of this job's
   * log, from the first available one − 1 to the last, is no error: it leads to `stream.reset`.
   */
  readonly lastEventId?: string | undefined;
}

/** Options of listWebhookEndpoints. */
export interface ListWebhookEndpointsOptions extends CallOptions {
  /** How many entries a page has at most. */
  readonly limit?: number | undefined;
  /** The `next_cursor` of the page before; absent for the first page. */
  readonly cursor?: string | undefined;
}

/** Options of listWebhookDeliveries. */
export interface ListWebhookDeliveriesOptions extends CallOptions {
  /** How many entries a page has at most. */
  readonly limit?: number | undefined;
  /** The `next_cursor` of the page before; absent for the first page. */
  readonly cursor?: string | undefined;
  /** Only deliveries to this endpoint. One that does not exist has no deliveries. */
  readonly endpoint_id?: string | undefined;
  /** Only deliveries about this job. One that does not exist has no deliveries. */
  readonly job_id?: string | undefined;
  /** Only deliveries of this status. */
  readonly status?: schemas.WebhookDeliveryStatus | undefined;
}

/** What getOpenapiJson gives. */
export type GetOpenapiJsonResult = operations['getOpenapiJson']['responses'][200]['content']['application/json'];

/** What getOpenapi32 gives. */
export type GetOpenapi32Result = operations['getOpenapi32']['responses'][200]['content']['application/json'];

/** The operations of `jobs`. */
export class JobsClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Create a job
   *
   * Accepts a job and answers at once with 202, once the job can no longer be lost. Follow `links.events`
   * from there.
   *
   * **Idempotency.** With an `Idempotency-Key`, sending the same request again never makes a second job. Keys
   * belong to the tenant and this operation. They are kept for 24 hours and at least as long as the job;
   * deleting the job leaves the key's name for the rest of the 24 hours, so that a late retry does not run it
   * again. Bodies are compared as JSON values, before defaults are filled in:
   * - same key, same body: the same job, answered as a first request would be for the job as it now is, with
   *   `Idempotency-Replayed: true`;
   * - same key, another body, or the job was deleted: 422 `idempotency_key_reused`;
   * - same key while the first request is still in progress: waits for it, then answers as above; 409
   *   `idempotency_key_in_flight` only after 5 seconds.
   *
   * A request that is refused as invalid stores nothing: its key stays free.
   *
   * **Waiting for short jobs.** `Prefer: wait=N` asks for the finished job in this answer. It is honoured for
   * job types that have the `sync` channel only, and for 10 seconds at most (by default);
   * `Preference-Applied` says so, and for how long. If the job ends in time, in whichever state, the answer
   * is 200 with its `result` or its `error`; if not, it is 202 as usual. Closing the connection never cancels
   * a job.
   *
   * POST /v1/jobs
   */
  create<T extends JobTypeName>(
    body: { readonly type: T } & CreateJobRequestByType[T],
    options: CreateJobOptions = {},
  ): Promise<CreatedJob<T>> {
    return this.#transport.json({
      method: 'POST',
      path: '/v1/jobs',
      headers: {
        ...options.headers,
        'Idempotency-Key': options.idempotencyKey ?? newIdempotencyKey(),
        Prefer: options.wait === undefined ? undefined : `wait=${options.wait}`,
      },
      body,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * List jobs
   *
   * The tenant's jobs, the newest first, one page at a time. Filters are combined: a job must meet all of
   * them. While you read page after page with `next_cursor`, keep the filters as they are. Where filters are
   * combined, a page may have fewer jobs than `limit`, even none, and not be the last one: only a
   * `next_cursor` of `null` ends the list.
   *
   * GET /v1/jobs
   */
  list(options: ListJobsOptions = {}): Promise<schemas.JobList> {
    return this.#transport.json({
      method: 'GET',
      path: '/v1/jobs',
      query: {
        limit: options.limit,
        cursor: options.cursor,
        status: options.status,
        type: options.type,
        tag: options.tag,
        created_after: options.created_after,
        created_before: options.created_before,
      },
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Read a job's state
   *
   * Where the job stands now. This is the emergency exit for clients that can hold no stream open: if you
   * must poll, wait for `Retry-After` seconds each time (it grows with the job's age) and send the `ETag`
   * back as `If-None-Match`.
   *
   * GET /v1/jobs/{job_id}
   */
  get(job: string | JobReference, options: CallOptions = {}): Promise<schemas.Job> {
    return this.#transport.json({
      method: 'GET',
      path: `/v1/jobs/${encodeURIComponent(jobId(job))}`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Delete a finished job
   *
   * Removes a job that has ended, with its input, result and events, for good: nothing of it can be read
   * afterwards. Only the name of its Idempotency-Key stays until 24 hours after the job's creation. Meant for
   * personal data that must not stay. A job that has not ended is not touched; cancel it first.
   *
   * DELETE /v1/jobs/{job_id}
   */
  delete(job: string | JobReference, options: CallOptions = {}): Promise<void> {
    return this.#transport.nothing({
      method: 'DELETE',
      path: `/v1/jobs/${encodeURIComponent(jobId(job))}`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Follow a job's events
   *
   * The job's events as Server-Sent Events, first those that have happened, then the others as they happen.
   * The stream ends after the `job.status` event with a terminal state.
   *
   * **Frames.** Each event is one frame: `id` is its `seq`, `event` its `type`, `data` one line of JSON, the
   * schema `JobEvent`. `seq` starts at 1 and has no gaps. An event is stored before it is sent, so that
   * whatever you have seen can be resumed from. Ignore event types that you do not know.
   *
   * **Resuming.** After a broken connection, send the last `id` that you saw as `Last-Event-ID` (a browser's
   * EventSource does), or as `last_event_id` in the query; the header wins, an empty value counts as none.
   * The stream goes on with the next event. With a value that it cannot go on from, it starts with one
   * `stream.reset` event and then sends all that is available: a status could not say that, because to a
   * browser every status but 200 is final. Without a value, it starts at the first event that is available.
   *
   * **Ends.** A stream lives for 30 minutes at most (by default) and then ends with a `retry` that spreads
   * readers out; when it ends without a terminal `job.status`, connect again. 204 means that the job has
   * ended and you have seen all: stop. Events are kept until 24 hours (by default) after the job's end; from
   * then on the answer is 410 `event_log_expired`.
   *
   * **Keeping alive.** The stream opens at once with `retry: 2000` (milliseconds to wait before connecting
   * again) and a comment; another comment follows at least every 15 seconds. Longer silence means that the
   * connection is broken.
   *
   * **Slow readers** lose nothing: the service stops reading for them and goes on from its log.
   *
   * **Browsers** cannot send an API key with EventSource: make a stream token first, and open its `url`.
   *
   * GET /v1/jobs/{job_id}/events
   */
  events<T extends JobTypeName = JobTypeName>(
    job: string | JobReference<T>,
    options: StreamJobEventsOptions = {},
  ): AsyncGenerator<JobEvent<T>, void, void> {
    return readEventStream(
      this.#transport,
      {
        method: 'GET',
        path: `/v1/jobs/${encodeURIComponent(jobId(job))}/events`,
        query: {
          stream_token: options.streamToken,
        },
        headers: options.headers,
        signal: options.signal,
        lastEventId: options.lastEventId,
      },
      jobEvents<T>(),
    );
  }

  /**
   * Talk with a running job
   *
   * A WebSocket (RFC 6455), for job types that take input while they run; jobs of other types are followed by
   * their event stream alone. `/asyncapi.yaml` describes the frames in both directions: each is one JSON
   * text.
   *
   * **What comes.** The job's events, the very objects that the event stream carries in `data`, with the same
   * cursor: `last_event_id` (or `Last-Event-ID`) goes on after it. Besides, answers to frames: `ack`, `pong`,
   * `error`.
   *
   * **What you send.** `input` frames, which the job's type declares, `cancel` and `ping`. An input is stored
   * before it is answered with `ack`, and read once. After a broken connection, send again what was not
   * answered, with the same `id`: it is stored once. A frame has at most 64 KiB; 20 frames a second are
   * taken, 40 at once, and 1,000 inputs of a job may wait, those counted that it would read again after a
   * failure.
   *
   * **Ends.** 1000: the job has ended and you have seen all. 1012: the service restarts, or the connection is
   * 30 minutes old (by default): connect again, with the cursor. 1008: too many frames were refused. 1009: a
   * frame was too large. The service sends a ping every 30 seconds (by default), and gives a client up that
   * misses two.
   *
   * **Browsers** cannot send an API key with a WebSocket: make a stream token with `write`, and open its
   * `socket_url`. An `Origin` must be the service's own or one that its operator has allowed.
   *
   * GET /v1/jobs/{job_id}/socket
   */
  session<T extends InteractiveJobType = InteractiveJobType>(
    job: string | JobReference<T>,
    options: SessionOptions = {},
  ): JobSession<JobEvent<T>, JobTypeInputs[T]> {
    return new JobSession(
      this.#transport,
      `/v1/jobs/${encodeURIComponent(jobId(job))}/socket`,
      jobEvents<T>(),
      options,
    );
  }

  /**
   * Make a token for a job's event stream
   *
   * Makes a token that reads the events of this one job and can do nothing else, for a browser whose
   * EventSource cannot send an API key; with `write`, it may also send input over the job's WebSocket, and
   * cancel the job there. Make it on your server, hand `url` (or `socket_url`) to the browser. It stays valid
   * until 15 minutes after the job's latest possible end, so that a reconnecting browser is never locked out
   * while the job runs; each connection checks it anew, and it dies with the API key that made it.
   *
   * POST /v1/jobs/{job_id}/stream-token
   */
  createStreamToken(
    job: string | JobReference,
    body?: schemas.StreamTokenRequest,
    options: CallOptions = {},
  ): Promise<schemas.StreamToken> {
    return this.#transport.json({
      method: 'POST',
      path: `/v1/jobs/${encodeURIComponent(jobId(job))}/stream-token`,
      headers: options.headers,
      body,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Read a job's result
   *
   * The result of a job that succeeded, as its type declares it. It is kept until `result_expires_at`: 7 days
   * after the job's end, unless the job type says otherwise.
   *
   * GET /v1/jobs/{job_id}/result
   */
  result<T extends JobTypeName>(
    job: string | JobReference<T>,
    options: CallOptions = {},
  ): Promise<JobResultByType[T]> {
    return this.#transport.json({
      method: 'GET',
      path: `/v1/jobs/${encodeURIComponent(jobId(job))}/result`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Cancel a job
   *
   * Asks for a job to be stopped. A queued job is cancelled at once. A running one becomes `cancelling`, its
   * handler is told within a second, and its events show how it ends: mostly `cancelled`, but a handler that
   * was just done may still succeed. Asking again changes nothing.
   *
   * POST /v1/jobs/{job_id}/cancel
   */
  cancel(job: string | JobReference, options: CallOptions = {}): Promise<schemas.Job> {
    return this.#transport.json({
      method: 'POST',
      path: `/v1/jobs/${encodeURIComponent(jobId(job))}/cancel`,
      headers: options.headers,
      signal: options.signal,
      isIdempotent: true,
      timeoutMs: options.timeoutMs,
    });
  }
}

/** The operations of `job-types`. */
export class JobTypesClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List the job types
   *
   * All job types that the service runs, with their limits, channels and events. The list is never paged.
   *
   * GET /v1/job-types
   */
  list(options: CallOptions = {}): Promise<schemas.JobTypeList> {
    return this.#transport.json({
      method: 'GET',
      path: '/v1/job-types',
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }
}

/** The operations of `webhookEndpoints`. */
export class WebhookEndpointsClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Make a webhook endpoint
   *
   * Registers a URL that is told how the tenant's jobs end. The answer has the secret that deliveries are
   * signed with: it is shown only here. The URL is checked, but not called; `ping` does that.
   *
   * POST /v1/webhook-endpoints
   */
  create(
    body: schemas.CreateWebhookEndpointRequest,
    options: CallOptions = {},
  ): Promise<schemas.WebhookEndpointWithSecret> {
    return this.#transport.json({
      method: 'POST',
      path: '/v1/webhook-endpoints',
      headers: options.headers,
      body,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * List webhook endpoints
   *
   * The tenant's webhook endpoints, the newest first, one page at a time.
   *
   * GET /v1/webhook-endpoints
   */
  list(options: ListWebhookEndpointsOptions = {}): Promise<schemas.WebhookEndpointList> {
    return this.#transport.json({
      method: 'GET',
      path: '/v1/webhook-endpoints',
      query: {
        limit: options.limit,
        cursor: options.cursor,
      },
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Read a webhook endpoint
   *
   * The endpoint, without its secret.
   *
   * GET /v1/webhook-endpoints/{endpoint_id}
   */
  get(endpointId: string, options: CallOptions = {}): Promise<schemas.WebhookEndpoint> {
    return this.#transport.json({
      method: 'GET',
      path: `/v1/webhook-endpoints/${encodeURIComponent(endpointId)}`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Change a webhook endpoint
   *
   * Changes what the body names. What is pending goes to the new `url`; `events` counts for what happens from
   * now on.
   *
   * PATCH /v1/webhook-endpoints/{endpoint_id}
   */
  update(
    endpointId: string,
    body: schemas.UpdateWebhookEndpointRequest,
    options: CallOptions = {},
  ): Promise<schemas.WebhookEndpoint> {
    return this.#transport.json({
      method: 'PATCH',
      path: `/v1/webhook-endpoints/${encodeURIComponent(endpointId)}`,
      headers: options.headers,
      body,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Delete a webhook endpoint
   *
   * Deletes the endpoint and its secret. What is still to be delivered to it fails with `endpoint_deleted`;
   * its deliveries can still be read.
   *
   * DELETE /v1/webhook-endpoints/{endpoint_id}
   */
  delete(endpointId: string, options: CallOptions = {}): Promise<void> {
    return this.#transport.nothing({
      method: 'DELETE',
      path: `/v1/webhook-endpoints/${encodeURIComponent(endpointId)}`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Replace a secret
   *
   * Makes a new secret. For 24 hours deliveries are signed with the previous one too, so that receivers can
   * change over in their own time; a secret that was still valid from a rotation before no longer is. With
   * the id `default` it is the tenant's default secret, which signs what goes to a job's own `url`: the first
   * time, it is made.
   *
   * POST /v1/webhook-endpoints/{endpoint_id}/rotate-secret
   */
  rotateSecret(endpointId: string, options: CallOptions = {}): Promise<schemas.WebhookSecretRotation> {
    return this.#transport.json({
      method: 'POST',
      path: `/v1/webhook-endpoints/${encodeURIComponent(endpointId)}/rotate-secret`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Send a webhook.ping
   *
   * Sends a signed `webhook.ping` to the endpoint, whichever events it asks for, to see whether it can be
   * reached. It is a delivery like any other: read it to learn what became of it. To a disabled endpoint
   * nothing is sent: the delivery fails with `endpoint_disabled`.
   *
   * POST /v1/webhook-endpoints/{endpoint_id}/ping
   */
  ping(endpointId: string, options: CallOptions = {}): Promise<schemas.WebhookDelivery> {
    return this.#transport.json({
      method: 'POST',
      path: `/v1/webhook-endpoints/${encodeURIComponent(endpointId)}/ping`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Enable a webhook endpoint
   *
   * Enables an endpoint that was disabled, by you or because it could not be reached. What happened meanwhile
   * is not delivered; what had failed can be redelivered. For one that is enabled nothing changes.
   *
   * POST /v1/webhook-endpoints/{endpoint_id}/enable
   */
  enable(endpointId: string, options: CallOptions = {}): Promise<schemas.WebhookEndpoint> {
    return this.#transport.json({
      method: 'POST',
      path: `/v1/webhook-endpoints/${encodeURIComponent(endpointId)}/enable`,
      headers: options.headers,
      signal: options.signal,
      isIdempotent: true,
      timeoutMs: options.timeoutMs,
    });
  }
}

/** The operations of `webhookDeliveries`. */
export class WebhookDeliveriesClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List deliveries
   *
   * The tenant's deliveries, the newest first, one page at a time. Filters are combined: a delivery must meet
   * all of them. Finished deliveries are kept for 30 days (by default), and as long as their job.
   *
   * GET /v1/webhook-deliveries
   */
  list(options: ListWebhookDeliveriesOptions = {}): Promise<schemas.WebhookDeliveryList> {
    return this.#transport.json({
      method: 'GET',
      path: '/v1/webhook-deliveries',
      query: {
        limit: options.limit,
        cursor: options.cursor,
        endpoint_id: options.endpoint_id,
        job_id: options.job_id,
        status: options.status,
      },
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Read a delivery
   *
   * The delivery and all its attempts.
   *
   * GET /v1/webhook-deliveries/{delivery_id}
   */
  get(deliveryId: string, options: CallOptions = {}): Promise<schemas.WebhookDeliveryWithAttempts> {
    return this.#transport.json({
      method: 'GET',
      path: `/v1/webhook-deliveries/${encodeURIComponent(deliveryId)}`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Deliver again
   *
   * Sends the same payload again, under the same `webhook-id`. A delivery that has succeeded or failed starts
   * a new round of attempts, of the same schedule; a pending one is tried now, or right after an attempt that
   * is under way. If its endpoint is disabled or deleted, nothing is sent and it fails at once.
   *
   * POST /v1/webhook-deliveries/{delivery_id}/redeliver
   */
  redeliver(deliveryId: string, options: CallOptions = {}): Promise<schemas.WebhookDelivery> {
    return this.#transport.json({
      method: 'POST',
      path: `/v1/webhook-deliveries/${encodeURIComponent(deliveryId)}/redeliver`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }
}

/** The operations of `meta`. */
export class MetaClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Is the process alive?
   *
   * Answers as long as the process does, without looking at anything that it depends on. For liveness probes.
   *
   * GET /healthz
   */
  getHealth(options: CallOptions = {}): Promise<schemas.Health> {
    return this.#transport.json({
      method: 'GET',
      path: '/healthz',
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * Can the service take jobs?
   *
   * Looks at what the service needs: PostgreSQL answers, its migrations are done and, where the service is
   * set up to expect one, a worker polls with its model loaded. Temporal's state is reported too, but the
   * service is ready without it: jobs are accepted, and start when it is back. For readiness probes.
   *
   * GET /readyz
   */
  getReadiness(options: CallOptions = {}): Promise<schemas.Readiness> {
    return this.#transport.json({
      method: 'GET',
      path: '/readyz',
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * What does an error code mean?
   *
   * Describes one error code, of responses (`ProblemCode`) or of jobs (`JobErrorCode`). The `type` of every
   * problem leads here.
   *
   * GET /problems/{code}
   */
  getProblem(code: string, options: CallOptions = {}): Promise<schemas.ProblemType> {
    return this.#transport.json({
      method: 'GET',
      path: `/problems/${encodeURIComponent(code)}`,
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * This document as JSON
   *
   * The bundled OpenAPI 3.1 document, with every job type in it.
   *
   * GET /openapi.json
   */
  getOpenapiJson(options: CallOptions = {}): Promise<GetOpenapiJsonResult> {
    return this.#transport.json({
      method: 'GET',
      path: '/openapi.json',
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * This document as YAML
   *
   * The same document as `/openapi.json`, as YAML.
   *
   * GET /openapi.yaml
   */
  getOpenapiYaml(options: CallOptions = {}): Promise<string> {
    return this.#transport.text({
      method: 'GET',
      path: '/openapi.yaml',
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
      accept: 'application/yaml, application/problem+json',
    });
  }

  /**
   * This document as OpenAPI 3.2
   *
   * The same document as OpenAPI 3.2, in which event streams are typed (`itemSchema`). For tools that know
   * 3.2.
   *
   * GET /openapi-3.2.json
   */
  getOpenapi32(options: CallOptions = {}): Promise<GetOpenapi32Result> {
    return this.#transport.json({
      method: 'GET',
      path: '/openapi-3.2.json',
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  }

  /**
   * The events as AsyncAPI
   *
   * The bundled AsyncAPI 3 document, which describes every event that a stream may carry.
   *
   * GET /asyncapi.yaml
   */
  getAsyncapi(options: CallOptions = {}): Promise<string> {
    return this.#transport.text({
      method: 'GET',
      path: '/asyncapi.yaml',
      headers: options.headers,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
      accept: 'application/yaml, application/problem+json',
    });
  }
}

/** Client of Specwire jobs API. */
export class SpecwireClient {
  readonly jobs: JobsClient;
  readonly jobTypes: JobTypesClient;
  readonly webhookEndpoints: WebhookEndpointsClient;
  readonly webhookDeliveries: WebhookDeliveriesClient;
  readonly meta: MetaClient;

  constructor(options: ClientOptions) {
    const transport = new Transport(options);
    this.jobs = new JobsClient(transport);
    this.jobTypes = new JobTypesClient(transport);
    this.webhookEndpoints = new WebhookEndpointsClient(transport);
    this.webhookDeliveries = new WebhookDeliveriesClient(transport);
    this.meta = new MetaClient(transport);
  }
}
