// Generated from specs/ by `npm run generate`. Do not edit.

import type { components } from './types.js';

type Schemas = components['schemas'];

/** A point in time, RFC 3339, always UTC and always with milliseconds. */
export type Timestamp = Schemas['Timestamp'];

/**
 * Names one HTTP request in answers and logs. It is the `X-Request-ID` that the client sent, if that had this
 * form, else one made by the service. Quote it when you ask for help.
 */
export type RequestId = Schemas['RequestId'];

/**
 * The W3C Trace Context trace id: the one of the request's `traceparent`, else one made by the service. The
 * same id runs through the job's workflow and its handler.
 */
export type TraceId = Schemas['TraceId'];

/**
 * Pass it as `cursor` to read the page after this one; `null` on the last page. Opaque: do not build or parse
 * it.
 */
export type NextCursor = Schemas['NextCursor'];

/**
 * What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are
 * refused, so that a misspelt option is an error rather than ignored.
 */
export type CreateJobRequest = Schemas['CreateJobRequest'];

/**
 * What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are
 * refused, so that a misspelt option is an error rather than ignored.
 */
export type ChatSessionCreateJobRequest = Schemas['ChatSessionCreateJobRequest'];

/**
 * What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are
 * refused, so that a misspelt option is an error rather than ignored.
 */
export type DocumentsSummarizeCreateJobRequest = Schemas['DocumentsSummarizeCreateJobRequest'];

/**
 * What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are
 * refused, so that a misspelt option is an error rather than ignored.
 */
export type TextCountTokensCreateJobRequest = Schemas['TextCountTokensCreateJobRequest'];

/**
 * What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are
 * refused, so that a misspelt option is an error rather than ignored.
 */
export type TextGenerateCreateJobRequest = Schemas['TextGenerateCreateJobRequest'];

/**
 * The event's number within its job: 1 for the first, then without gaps. It is also the `id` of the SSE
 * frame, so that `Last-Event-ID` resumes after it.
 */
export type EventSeq = Schemas['EventSeq'];

/** When the event was stored. */
export type EventTimestamp = Schemas['EventTimestamp'];

/**
 * The envelope that every event comes in, one line of JSON in the SSE frame's `data`. Only `data` differs
 * from event type to event type.
 */
export type EventEnvelope = Schemas['EventEnvelope'];

/**
 * One event of a job. `type` tells which: a reserved one, which every job may have, or one that the job's
 * type declares.
 */
export type JobEvent = Schemas['JobEvent'];

/**
 * The job changed its state; every change emits one. The first event of a job is the one with `queued`, the
 * last the one with a terminal state, after which the stream ends.
 */
export type JobStatusEvent = Schemas['JobStatusEvent'];

/** The state that the job is in from this event on. */
export type JobStatusData = Schemas['JobStatusData'];

/** How far the job has come. The latest one is also the job's `progress`. */
export type JobProgressEvent = Schemas['JobProgressEvent'];

/** How far the job has come. At least one of the four is present; a retry may set it back. */
export type JobProgressData = Schemas['JobProgressData'];

/** A line that the job's handler wants its caller to see, such as a warning about the input. */
export type JobLogEvent = Schemas['JobLogEvent'];

/** One log line. */
export type JobLogData = Schemas['JobLogData'];

/**
 * The attempt before this one did not finish and a new one starts. Discard the events of the job's own type
 * (not the reserved ones) whose `seq` is greater than `data.resume_seq`: the new attempt produces them again.
 */
export type JobRetryingEvent = Schemas['JobRetryingEvent'];

/** From where the new attempt goes on. */
export type JobRetryingData = Schemas['JobRetryingData'];

/**
 * The given `Last-Event-ID` is none that this job's stream can resume from. Forget what you have, take
 * `data.job` as the job's state, and read on: all events that are still available follow. This event alone is
 * not stored and has no `seq`; its SSE `id` is `data.first_seq` − 1.
 */
export type StreamResetEvent = Schemas['StreamResetEvent'];

/** The state to start again from. */
export type StreamResetData = Schemas['StreamResetData'];

/**
 * Your own name for the input, 1 to 64 characters, unique within the job: a UUID, or a number that you count
 * up. The same input under the same id is stored once, however often it is sent.
 */
export type FrameId = Schemas['FrameId'];

/** Something for the job to read. It is stored before it is answered with `ack`, and read once. */
export type InputFrame = Schemas['InputFrame'];

/**
 * Cancels the job, as `POST …/cancel` does. There is no answer of its own: `job.status` events tell what
 * becomes of it.
 */
export type CancelFrame = Schemas['CancelFrame'];

/**
 * Asks whether the connection lives, for clients that cannot send the protocol's own pings, such as browsers.
 * Answered with `pong`.
 */
export type PingFrame = Schemas['PingFrame'];

/** The input is stored and will be read, whatever happens to the connection, the server or the worker. */
export type AckFrame = Schemas['AckFrame'];

/** The connection lives. */
export type PongFrame = Schemas['PongFrame'];

/**
 * A frame was refused. The connection goes on; ten refusals within a minute close it with 1008. If the
 * problem is `retryable`, the same frame may be sent again later.
 */
export type ErrorFrame = Schemas['ErrorFrame'];

/** The process is alive and answers. */
export type Health = Schemas['Health'];

/** The service can take jobs. */
export type Readiness = Schemas['Readiness'];

/** What was looked at. More checks may be added. */
export type ReadinessChecks = Schemas['ReadinessChecks'];

/**
 * The state of one thing that the service needs: `database` (PostgreSQL answers), `migrations` (all are
 * done), `worker` (one polls, with its model loaded), `temporal` (it answers; jobs are accepted without it
 * and start later).
 */
export type ReadinessCheck = Schemas['ReadinessCheck'];

/** The service cannot take jobs now; `checks` says why. */
export type ReadinessProblem = Schemas['ReadinessProblem'];

/**
 * The name of a job type, such as `text.generate`. It decides which input a job takes, which result it
 * returns and which events it emits. `GET /v1/job-types` lists the names; new ones may appear at any time.
 */
export type JobTypeName = Schemas['JobTypeName'];

/** What one job type does, what it allows and how its jobs can be followed. */
export type JobType = Schemas['JobType'];

/** The limits of a job type's jobs. */
export type JobTypeLimits = Schemas['JobTypeLimits'];

/** All job types that the service runs. */
export type JobTypeList = Schemas['JobTypeList'];

/**
 * The job's id: unguessable, and ordered by time of creation. Opaque beyond its `job_` prefix: do not parse
 * it.
 */
export type JobId = Schemas['JobId'];

/**
 * Where a job is in its life. The set is closed: no state will be added.
 *
 * | state | meaning | next |
 * |---|---|---|
 * | `queued` | accepted and safe, waiting for its first start | `running`, `cancelled`, `failed`, `expired` |
 * | `running` | an attempt has started; a retry raises `attempt` and stays here | `succeeded`, `failed`, `timed_out`, `cancelling` |
 * | `cancelling` | somebody asked to cancel; the handler is being stopped | `cancelled`, `succeeded`, `failed`, `timed_out` |
 * | `succeeded` | done, there is a result | – |
 * | `failed` | it failed for good; `error.code` says why | – |
 * | `cancelled` | stopped on request (`error.code` is `cancelled`) | – |
 * | `timed_out` | its time, counted from the first start over all attempts, ran out (`deadline_exceeded`) | – |
 * | `expired` | its queue time ran out and no attempt ever started (`queue_timeout`) | – |
 *
 * The last five are terminal: a job never leaves them. A job that was `cancelling` may still succeed or fail,
 * if its handler was faster than the request.
 */
export type JobStatus = Schemas['JobStatus'];

/**
 * How many times the job's handler has been started: 0 before the first start, 1 while nothing went wrong,
 * more after retries.
 */
export type Attempt = Schemas['Attempt'];

/**
 * Raised by every change of the job, progress too. Of two copies of a job, the one with the higher version is
 * newer.
 */
export type Version = Schemas['Version'];

/**
 * Your own notes about the job, returned as you sent them and never interpreted: at most 16 pairs, keys of 1
 * to 64 characters without control characters, values of at most 512 characters without NUL. Do not put
 * secrets here.
 */
export type Metadata = Schemas['Metadata'];

/** A label to find jobs by; 1 to 64 characters, none of them a control character. */
export type Tag = Schemas['Tag'];

/** Labels of the job, at most 10, each once. `GET /v1/jobs?tag=…` finds jobs by one of them. */
export type Tags = Schemas['Tags'];

/**
 * Where to go from here, as paths relative to the service's origin. Follow them rather than building paths.
 */
export type JobLinks = Schemas['JobLinks'];

/**
 * One piece of long work and where it stands. The job's `input` is not returned; its result is read from
 * `links.result`.
 */
export type Job = Schemas['Job'];

/**
 * A finished job together with its outcome, for answers given at once: `result` if it succeeded, else
 * `error`.
 */
export type JobWithResult = Schemas['JobWithResult'];

/**
 * A finished job together with its outcome, for answers given at once: `result` if it succeeded, else
 * `error`.
 */
export type ChatSessionJobWithResult = Schemas['ChatSessionJobWithResult'];

/**
 * A finished job together with its outcome, for answers given at once: `result` if it succeeded, else
 * `error`.
 */
export type DocumentsSummarizeJobWithResult = Schemas['DocumentsSummarizeJobWithResult'];

/**
 * A finished job together with its outcome, for answers given at once: `result` if it succeeded, else
 * `error`.
 */
export type TextCountTokensJobWithResult = Schemas['TextCountTokensJobWithResult'];

/**
 * A finished job together with its outcome, for answers given at once: `result` if it succeeded, else
 * `error`.
 */
export type TextGenerateJobWithResult = Schemas['TextGenerateJobWithResult'];

/** The result of a job that succeeded. */
export type JobResult = Schemas['JobResult'];

/** The result of a job that succeeded. */
export type ChatSessionJobResult = Schemas['ChatSessionJobResult'];

/** The result of a job that succeeded. */
export type DocumentsSummarizeJobResult = Schemas['DocumentsSummarizeJobResult'];

/** The result of a job that succeeded. */
export type TextCountTokensJobResult = Schemas['TextCountTokensJobResult'];

/** The result of a job that succeeded. */
export type TextGenerateJobResult = Schemas['TextGenerateJobResult'];

/** One page of jobs, the newest first. */
export type JobList = Schemas['JobList'];

/**
 * What went wrong with a request, for machines. Decide on it, not on `title` or `detail`. Codes may be added:
 * treat one that you do not know by its HTTP status and by `retryable`.
 */
export type ProblemCode = Schemas['ProblemCode'];

/**
 * Why a job did not succeed, for machines. Codes may be added: treat one that you do not know by the job's
 * `status` and by `retryable`.
 */
export type JobErrorCode = Schemas['JobErrorCode'];

/** What a problem response and a job's error have in common. */
export type ProblemFields = Schemas['ProblemFields'];

/** One part of a request, or of a frame, that does not meet the contract. */
export type ValidationIssue = Schemas['ValidationIssue'];

/**
 * The body of every error response, from every layer, as RFC 9457 describes it (`application/problem+json`).
 */
export type Problem = Schemas['Problem'];

/**
 * Why a job did not succeed: the shape of a problem response, without `status` and `instance`. Present in
 * every terminal state but `succeeded`. `request_id` and `trace_id` are those of the request that created the
 * job.
 */
export type JobError = Schemas['JobError'];

/** The description of one error code, where `type` of a problem leads to. */
export type ProblemType = Schemas['ProblemType'];

/**
 * A credential that reads the events of one job and, if that was asked for, sends frames to it, and can do
 * nothing else. It stands in a URL, because a browser's EventSource and WebSocket cannot set headers.
 */
export type StreamToken = Schemas['StreamToken'];

/** What the token is to be good for. */
export type StreamTokenRequest = Schemas['StreamTokenRequest'];

/** How many tokens of the model's tokenizer a piece of work took. */
export type TokenUsage = Schemas['TokenUsage'];

/** The endpoint's id. Opaque beyond its `whe_` prefix. */
export type WebhookEndpointId = Schemas['WebhookEndpointId'];

/**
 * Where the service posts to: an absolute `https` URL without user name, password and fragment. Its host is a
 * name, not an IP address, its port one that the service allows (443 and 8443, by default), and every address
 * that the name has must be a public one. This is checked when the URL is given, and again at every attempt,
 * for the very address that is connected to. The operator of a service may allow further hosts, such as those
 * of an in-house network.
 */
export type WebhookUrl = Schemas['WebhookUrl'];

/** An event that an endpoint can ask for. More may be added. */
export type WebhookSubscription = Schemas['WebhookSubscription'];

/** The events that the endpoint gets, at least one. A `webhook.ping` comes whenever you ask for it. */
export type WebhookSubscriptions = Schemas['WebhookSubscriptions'];

/** Your own note about the endpoint, at most 256 characters. */
export type WebhookDescription = Schemas['WebhookDescription'];

/**
 * What deliveries are signed with: `whsec_` and 24 to 64 random bytes in base64. Keep it where you keep
 * passwords. It is shown once and cannot be read again; if it is lost or leaked, rotate it.
 */
export type WebhookSecret = Schemas['WebhookSecret'];

/** A URL that is told how jobs end, with the events that it wants. */
export type WebhookEndpoint = Schemas['WebhookEndpoint'];

/** A new endpoint with its secret, which is shown only here. */
export type WebhookEndpointWithSecret = Schemas['WebhookEndpointWithSecret'];

/** One page of endpoints, the newest first. */
export type WebhookEndpointList = Schemas['WebhookEndpointList'];

/** The endpoint to make. */
export type CreateWebhookEndpointRequest = Schemas['CreateWebhookEndpointRequest'];

/** What to change about the endpoint, at least one thing. What is left out stays. */
export type UpdateWebhookEndpointRequest = Schemas['UpdateWebhookEndpointRequest'];

/** The secret that is in force from now on. */
export type WebhookSecretRotation = Schemas['WebhookSecretRotation'];

/**
 * Who is told how this one job ends, whatever the tenant's endpoints ask for: one of them, by `endpoint_id`,
 * or another `url`. An endpoint that asks for the event anyway is told once.
 */
export type JobWebhook = Schemas['JobWebhook'];

/** The delivery's id. It is also the `webhook-id` that the receiver sees, the same at every attempt. */
export type WebhookDeliveryId = Schemas['WebhookDeliveryId'];

/** What is told, the `type` of the payload. More may be added. */
export type WebhookEventType = Schemas['WebhookEventType'];

/**
 * What became of it. The set is closed.
 * - `pending`: it is still tried;
 * - `succeeded`: the receiver answered with a 2xx status;
 * - `failed`: it is no longer tried; `failure` says why.
 */
export type WebhookDeliveryStatus = Schemas['WebhookDeliveryStatus'];

/** One event on its way to one URL. */
export type WebhookDelivery = Schemas['WebhookDelivery'];

/** Why a delivery is no longer tried; present if it failed. */
export type WebhookFailure = Schemas['WebhookFailure'];

/** A delivery with everything that was tried. */
export type WebhookDeliveryWithAttempts = Schemas['WebhookDeliveryWithAttempts'];

/** One request to the receiver, or why there was none. */
export type WebhookAttempt = Schemas['WebhookAttempt'];

/** Why the attempt failed; absent if it succeeded. */
export type WebhookAttemptError = Schemas['WebhookAttemptError'];

/** One page of deliveries, the newest first. */
export type WebhookDeliveryList = Schemas['WebhookDeliveryList'];

/**
 * When this attempt was sent, in seconds since 1970. Refuse what is older, or newer, than 5 minutes: a
 * recorded request cannot then be sent again later.
 */
export type WebhookTimestamp = Schemas['WebhookTimestamp'];

/**
 * One signature per secret that is valid, separated by spaces: `v1,` and, in base64, the HMAC-SHA256 of
 * `<webhook-id>.<webhook-timestamp>.<body>`, the body byte for byte, under the secret's bytes (what follows
 * `whsec_`, decoded). One that matches is enough. For 24 hours after a secret was rotated there are two.
 * Ignore signatures of versions that you do not know.
 */
export type WebhookSignature = Schemas['WebhookSignature'];

/** The headers of Standard Webhooks 1.0.0, on every request. */
export type WebhookHeaders = Schemas['WebhookHeaders'];

/** When the event happened. Webhooks may come in another order than they happened in, and more than once. */
export type WebhookEventTimestamp = Schemas['WebhookEventTimestamp'];

/** The job's `metadata`; absent if the body would have 20 kB or more with it. */
export type WebhookMetadata = Schemas['WebhookMetadata'];

/** A job has succeeded. Its result can be read at `data.result_ref`. */
export type JobSucceededWebhook = Schemas['JobSucceededWebhook'];

/** The job that succeeded. */
export type SucceededJobData = Schemas['SucceededJobData'];

/** The job and why it did not succeed. */
export type FailedJobData = Schemas['FailedJobData'];

/** A job has failed for good. */
export type JobFailedWebhook = Schemas['JobFailedWebhook'];

/** The job and why it did not succeed. */
export type CancelledJobData = Schemas['CancelledJobData'];

/** A job was cancelled. */
export type JobCancelledWebhook = Schemas['JobCancelledWebhook'];

/** The job and why it did not succeed. */
export type TimedOutJobData = Schemas['TimedOutJobData'];

/** A job's time ran out. */
export type JobTimedOutWebhook = Schemas['JobTimedOutWebhook'];

/** The job and why it did not succeed. */
export type ExpiredJobData = Schemas['ExpiredJobData'];

/** A job was not started within its queue time. */
export type JobExpiredWebhook = Schemas['JobExpiredWebhook'];

/**
 * Somebody wanted to see whether the endpoint can be reached. There is nothing to do but to answer with 2xx.
 */
export type PingWebhook = Schemas['PingWebhook'];

/** The endpoint that was pinged. */
export type PingData = Schemas['PingData'];

/** The model begins to answer a message. Messages are answered one after the other, in their order. */
export type ChatSessionTurnStartedEvent = Schemas['ChatSessionTurnStartedEvent'];

/** Which message is answered. */
export type ChatSessionTurnStartedData = Schemas['ChatSessionTurnStartedData'];

/** The next piece of the answer's text, as soon as the model has it. */
export type ChatSessionTurnTokenEvent = Schemas['ChatSessionTurnTokenEvent'];

/** A piece of an answer. */
export type ChatSessionTurnTokenData = Schemas['ChatSessionTurnTokenData'];

/** The answer has ended. The session waits for the next message. */
export type ChatSessionTurnCompletedEvent = Schemas['ChatSessionTurnCompletedEvent'];

/** The whole answer. */
export type ChatSessionTurnCompletedData = Schemas['ChatSessionTurnCompletedData'];

/** A message for the model to answer. One that comes while an answer is being written waits for its turn. */
export type ChatSessionMessageInputFrame = Schemas['ChatSessionMessageInputFrame'];

/** What the user says. */
export type ChatSessionMessageInputData = Schemas['ChatSessionMessageInputData'];

/**
 * Ends the answer that is being written; what has been written of it stands. Without one it changes nothing.
 */
export type ChatSessionInterruptInputFrame = Schemas['ChatSessionInterruptInputFrame'];

/** Nothing more to say. */
export type ChatSessionInterruptInputData = Schemas['ChatSessionInterruptInputData'];

/** Ends the session, when the messages before it are answered. The job then succeeds. */
export type ChatSessionEndInputFrame = Schemas['ChatSessionEndInputFrame'];

/** Nothing more to say. */
export type ChatSessionEndInputData = Schemas['ChatSessionEndInputData'];

/** How the session is to be. */
export type ChatSessionInput = Schemas['ChatSessionInput'];

/** The turn's number within the session, from 1. */
export type ChatSessionTurn = Schemas['ChatSessionTurn'];

/** The `id` of the input frame that the turn answers. */
export type ChatSessionInputId = Schemas['ChatSessionInputId'];

/** A message that waits for its turn. */
export type ChatSessionMessage = Schemas['ChatSessionMessage'];

/** A message and the answer to it. */
export type ChatSessionExchange = Schemas['ChatSessionExchange'];

/** A session between two turns. */
export type ChatSessionCheckpoint = Schemas['ChatSessionCheckpoint'];

/** How the session went. */
export type ChatSessionResult = Schemas['ChatSessionResult'];

/**
 * The summary of one document is done, and stored in the checkpoint: a later attempt does not repeat it. The
 * events come in the order of the input.
 */
export type DocumentsSummarizeDocumentEvent = Schemas['DocumentsSummarizeDocumentEvent'];

/** The documents, and how their summaries should be. */
export type DocumentsSummarizeInput = Schemas['DocumentsSummarizeInput'];

/** One document. */
export type DocumentsSummarizeDocument = Schemas['DocumentsSummarizeDocument'];

/** The summary of one document. */
export type DocumentsSummarizeSummary = Schemas['DocumentsSummarizeSummary'];

/** What a later attempt goes on from. Clients never see it. */
export type DocumentsSummarizeCheckpoint = Schemas['DocumentsSummarizeCheckpoint'];

/** All summaries, and what they took. */
export type DocumentsSummarizeResult = Schemas['DocumentsSummarizeResult'];

/** The text to count. */
export type TextCountTokensInput = Schemas['TextCountTokensInput'];

/** The number of tokens, and whose tokens they are. */
export type TextCountTokensResult = Schemas['TextCountTokensResult'];

/**
 * The next piece of the generated text, as soon as the model has it. Joined in the order of `seq`, the pieces
 * of the last attempt are the result's `text`. A retry starts afresh: on `job.retrying`, discard them.
 */
export type TextGenerateTokenEvent = Schemas['TextGenerateTokenEvent'];

/** A piece of generated text. */
export type TextGenerateTokenData = Schemas['TextGenerateTokenData'];

/**
 * What to continue, as exactly one of `prompt` and `messages`, and how. Text that together with `max_tokens`
 * does not fit into the model's context ends the job with `input_rejected`.
 */
export type TextGenerateInput = Schemas['TextGenerateInput'];

/** One message of a chat. */
export type TextGenerateMessage = Schemas['TextGenerateMessage'];

/** The generated text and what it took. */
export type TextGenerateResult = Schemas['TextGenerateResult'];
