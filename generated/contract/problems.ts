// Generated from specs/ by `npm run generate`. Do not edit.

import type { ProblemKind } from './problem-kind.js';

/** Codes of problem responses. */
export const problems = {
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    description:
      "The request does not meet the contract: malformed JSON, a missing, wrong or unknown field, an unknown query parameter, a bad cursor, a time limit above the job type's. `errors` names every part that is wrong, not only the first. Nothing was stored.",
    retryable: false,
  },
  idempotency_key_invalid: {
    status: 400,
    title: 'Invalid Idempotency-Key',
    description:
      'The `Idempotency-Key` header is empty, longer than 255 characters, has characters other than printable ASCII, or is a string whose quotes do not close. Send a fresh UUID.',
    retryable: false,
  },
  webhook_target_refused: {
    status: 400,
    title: 'Webhook target refused',
    description:
      'The service does not post to this URL: it is not `https`, has credentials, an IP address or a port that is not allowed, or its name leads to an address that is not public. `errors` says where the URL stands, and its `rule` what is wrong with it. The operator of the service can allow hosts of their own network.',
    retryable: false,
  },
  unauthorized: {
    status: 401,
    title: 'Authentication required',
    description:
      'There is no API key, or it is unknown or revoked. Send it as `Authorization: Bearer <key>`. On an event stream the same is said of a stream token that is unknown, expired or revoked with its key.',
    retryable: false,
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    description:
      'The credential is valid but does not cover this request: a stream token was used for the events of another job than the one that it was made for (whether or not that other job exists): make a token for that job. Or a WebSocket was opened by a page of an origin that the service does not know; or an `input` or `cancel` frame was sent with a token that only reads: make it with `write`.',
    retryable: false,
  },
  not_found: {
    status: 404,
    title: 'Not found',
    description:
      'There is nothing at this path: no such route, job, webhook endpoint, delivery or problem code. What was deleted, what belongs to another tenant and a malformed id are answered alike.',
    retryable: false,
  },
  channel_not_supported: {
    status: 404,
    title: 'Channel not supported',
    description:
      "Jobs of this type have no WebSocket: their type declares nothing that a client could send them. `GET /v1/job-types` lists each type's channels; follow the job by its event stream.",
    retryable: false,
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    description:
      'The path exists, but not with this method. The `Allow` header lists the methods that it has.',
    retryable: false,
  },
  not_acceptable: {
    status: 406,
    title: 'Not acceptable',
    description:
      'The `Accept` header rules out `text/event-stream`, and an event stream has no other form. Send `Accept: text/event-stream`, or leave the header out.',
    retryable: false,
  },
  idempotency_key_in_flight: {
    status: 409,
    title: 'Request in progress',
    description:
      'A request with the same `Idempotency-Key` has been in progress for more than 5 seconds. Send the same request again a little later: it will be answered with the job that the first one made.',
    retryable: true,
  },
  job_already_terminal: {
    status: 409,
    title: 'Job already finished',
    description:
      'The job has ended in another way than by cancellation, so that it cannot be cancelled any more; or it has ended in any way, and reads no more input.',
    retryable: false,
  },
  job_not_terminal: {
    status: 409,
    title: 'Job not finished',
    description: 'Only a job that has ended can be deleted. Cancel it first, or wait for its end.',
    retryable: true,
  },
  result_not_ready: {
    status: 409,
    title: 'Result not ready',
    description:
      'The job has not ended yet. Follow its events instead of asking again; if you must poll, honour `Retry-After`.',
    retryable: true,
  },
  job_not_succeeded: {
    status: 409,
    title: 'Job did not succeed',
    description: 'The job ended without a result. Its `error` (`GET /v1/jobs/{job_id}`) says why.',
    retryable: false,
  },
  result_expired: {
    status: 410,
    title: 'Result expired',
    description:
      'The job succeeded, but the time for which its result is kept (`result_expires_at`) is over.',
    retryable: false,
  },
  event_log_expired: {
    status: 410,
    title: 'Event log expired',
    description:
      'The job ended so long ago (24 hours, by default) that its events are no longer kept. The job itself, and its result until `result_expires_at`, can still be read.',
    retryable: false,
  },
  payload_too_large: {
    status: 413,
    title: 'Payload too large',
    description:
      'The body is larger than the job type allows (`limits.body_limit_bytes` of `GET /v1/job-types`), counted in bytes after decompression.',
    retryable: false,
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    description: 'The body is not declared as JSON. Send `Content-Type` with `application/json`.',
    retryable: false,
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency-Key reused',
    description:
      "The `Idempotency-Key` was used before with a different body. Send the first body again to get its job, or a fresh key to make another one. Over a WebSocket the same is said of an input's `id`.",
    retryable: false,
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    description:
      'The API key has used up its requests for now. Wait for `Retry-After` seconds. `RateLimit` and `RateLimit-Policy` on every response show how many are left before it comes to this.',
    retryable: true,
  },
  internal: {
    status: 500,
    title: 'Internal error',
    description:
      'A fault of the service, not of the request. What is known to pass is reported as `unavailable` or as a more precise code instead; report this one with its `request_id`.',
    retryable: false,
  },
  unavailable: {
    status: 503,
    title: 'Service unavailable',
    description:
      'The service cannot answer now: its database is out of reach, or it is starting or shutting down. Nothing was accepted. Send the same request, with the same `Idempotency-Key`, after `Retry-After` seconds.',
    retryable: true,
  },
} as const satisfies Record<string, ProblemKind>;

/** A code of a problem response. */
export type ProblemCode = keyof typeof problems;

/** Codes of a job's error. */
export const jobErrors = {
  input_rejected: {
    title: 'Input rejected',
    description:
      "The input met its schema, but the handler cannot work with it: the prompt is longer than the model's context, for instance, or the input was made for another version of the job type. `detail` says what to change.",
    retryable: false,
  },
  model_error: {
    title: 'Model error',
    description: 'The model failed while it worked on this input, in every attempt.',
    retryable: true,
  },
  upstream_unavailable: {
    title: 'Upstream unavailable',
    description:
      'A service that the handler needs, such as a remote model server, did not answer in any attempt.',
    retryable: true,
  },
  worker_lost: {
    title: 'Worker lost',
    description:
      'The workers that ran the job disappeared (crash, lost machine) and no attempt was left, or no worker came back to continue it in time.',
    retryable: true,
  },
  deadline_exceeded: {
    title: 'Time limit exceeded',
    description:
      "The job's time, counted from its first start over all its attempts, ran out. Ask for less work, or for more time if you had lowered `timeout_seconds`.",
    retryable: false,
  },
  queue_timeout: {
    title: 'Not started in time',
    description: 'No worker was free to start the job within its queue time. None of its work was done.',
    retryable: true,
  },
  cancelled: {
    title: 'Cancelled',
    description: 'Somebody cancelled the job with `POST /v1/jobs/{job_id}/cancel`.',
    retryable: false,
  },
  internal: {
    title: 'Internal error',
    description:
      "A fault of the service or of the job's handler, not of the input: the handler threw, or produced something that its contract does not declare. Report it with the `job_id`.",
    retryable: false,
  },
} as const satisfies Record<string, ProblemKind>;

/** A code of a job's error. */
export type JobErrorCode = keyof typeof jobErrors;
