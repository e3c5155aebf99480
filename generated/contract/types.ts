// Generated from specs/ by `npm run generate`. Do not edit.

export interface paths {
    readonly "/v1/jobs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List jobs
         * @description The tenant's jobs, the newest first, one page at a time. Filters are combined: a job must meet all of them. While you read page after page with `next_cursor`, keep the filters as they are. Where filters are combined, a page may have fewer jobs than `limit`, even none, and not be the last one: only a `next_cursor` of `null` ends the list.
         */
        readonly get: operations["listJobs"];
        readonly put?: never;
        /**
         * Create a job
         * @description Accepts a job and answers at once with 202, once the job can no longer be lost. Follow `links.events` from
         *     there.
         *
         *     **Idempotency.** With an `Idempotency-Key`, sending the same request again never makes a second job. Keys belong
         *     to the tenant and this operation. They are kept for 24 hours and at least as long as the job; deleting the job
         *     leaves the key's name for the rest of the 24 hours, so that a late retry does not run it again. Bodies are
         *     compared as JSON values, before defaults are filled in:
         *     - same key, same body: the same job, answered as a first request would be for the job as it now is, with
         *       `Idempotency-Replayed: true`;
         *     - same key, another body, or the job was deleted: 422 `idempotency_key_reused`;
         *     - same key while the first request is still in progress: waits for it, then answers as above; 409
         *       `idempotency_key_in_flight` only after 5 seconds.
         *
         *     A request that is refused as invalid stores nothing: its key stays free.
         *
         *     **Waiting for short jobs.** `Prefer: wait=N` asks for the finished job in this answer. It is honoured for job
         *     types that have the `sync` channel only, and for 10 seconds at most (by default); `Preference-Applied` says so,
         *     and for how long. If the job ends in time, in whichever state, the answer is 200 with its `result` or its
         *     `error`; if not, it is 202 as usual. Closing the connection never cancels a job.
         */
        readonly post: operations["createJob"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/jobs/{job_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        /**
         * Read a job's state
         * @description Where the job stands now. This is the emergency exit for clients that can hold no stream open: if you must poll, wait for `Retry-After` seconds each time (it grows with the job's age) and send the `ETag` back as `If-None-Match`.
         */
        readonly get: operations["getJob"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a finished job
         * @description Removes a job that has ended, with its input, result and events, for good: nothing of it can be read afterwards. Only the name of its Idempotency-Key stays until 24 hours after the job's creation. Meant for personal data that must not stay. A job that has not ended is not touched; cancel it first.
         */
        readonly delete: operations["deleteJob"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/jobs/{job_id}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        /**
         * Follow a job's events
         * @description The job's events as Server-Sent Events, first those that have happened, then the others as they happen. The
         *     stream ends after the `job.status` event with a terminal state.
         *
         *     **Frames.** Each event is one frame: `id` is its `seq`, `event` its `type`, `data` one line of JSON, the schema
         *     `JobEvent`. `seq` starts at 1 and has no gaps. An event is stored before it is sent, so that whatever you have
         *     seen can be resumed from. Ignore event types that you do not know.
         *
         *     **Resuming.** After a broken connection, send the last `id` that you saw as `Last-Event-ID` (a browser's
         *     EventSource does), or as `last_event_id` in the query; the header wins, an empty value counts as none. The
         *     stream goes on with the next event. With a value that it cannot go on from, it starts with one `stream.reset`
         *     event and then sends all that is available: a status could not say that, because to a browser every status but
         *     200 is final. Without a value, it starts at the first event that is available.
         *
         *     **Ends.** A stream lives for 30 minutes at most (by default) and then ends with a `retry` that spreads readers
         *     out; when it ends without a terminal `job.status`, connect again. 204 means that the job has ended and you have
         *     seen all: stop. Events are kept until 24 hours (by default) after the job's end; from then on the answer is 410
         *     `event_log_expired`.
         *
         *     **Keeping alive.** The stream opens at once with `retry: 2000` (milliseconds to wait before connecting again)
         *     and a comment; another comment follows at least every 15 seconds. Longer silence means that the connection is
         *     broken.
         *
         *     **Slow readers** lose nothing: the service stops reading for them and goes on from its log.
         *
         *     **Browsers** cannot send an API key with EventSource: make a stream token first, and open its `url`.
         */
        readonly get: operations["streamJobEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/jobs/{job_id}/socket": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        /**
         * Talk with a running job
         * @description A WebSocket (RFC 6455), for job types that take input while they run; jobs of other types are followed by their
         *     event stream alone. `/asyncapi.yaml` describes the frames in both directions: each is one JSON text.
         *
         *     **What comes.** The job's events, the very objects that the event stream carries in `data`, with the same cursor:
         *     `last_event_id` (or `Last-Event-ID`) goes on after it. Besides, answers to frames: `ack`, `pong`, `error`.
         *
         *     **What you send.** `input` frames, which the job's type declares, `cancel` and `ping`. An input is stored before
         *     it is answered with `ack`, and read once. After a broken connection, send again what was not answered, with the
         *     same `id`: it is stored once. A frame has at most 64 KiB; 20 frames a second are taken, 40 at once, and 1,000
         *     inputs of a job may wait, those counted that it would read again after a failure.
         *
         *     **Ends.** 1000: the job has ended and you have seen all. 1012: the service restarts, or the connection is 30
         *     minutes old (by default): connect again, with the cursor. 1008: too many frames were refused. 1009: a frame was
         *     too large. The service sends a ping every 30 seconds (by default), and gives a client up that misses two.
         *
         *     **Browsers** cannot send an API key with a WebSocket: make a stream token with `write`, and open its
         *     `socket_url`. An `Origin` must be the service's own or one that its operator has allowed.
         */
        readonly get: operations["openJobSocket"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/jobs/{job_id}/stream-token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a token for a job's event stream
         * @description Makes a token that reads the events of this one job and can do nothing else, for a browser whose EventSource cannot send an API key; with `write`, it may also send input over the job's WebSocket, and cancel the job there. Make it on your server, hand `url` (or `socket_url`) to the browser. It stays valid until 15 minutes after the job's latest possible end, so that a reconnecting browser is never locked out while the job runs; each connection checks it anew, and it dies with the API key that made it.
         */
        readonly post: operations["createStreamToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/jobs/{job_id}/result": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        /**
         * Read a job's result
         * @description The result of a job that succeeded, as its type declares it. It is kept until `result_expires_at`: 7 days after the job's end, unless the job type says otherwise.
         */
        readonly get: operations["getJobResult"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/jobs/{job_id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cancel a job
         * @description Asks for a job to be stopped. A queued job is cancelled at once. A running one becomes `cancelling`, its handler is told within a second, and its events show how it ends: mostly `cancelled`, but a handler that was just done may still succeed. Asking again changes nothing.
         */
        readonly post: operations["cancelJob"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/job-types": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the job types
         * @description All job types that the service runs, with their limits, channels and events. The list is never paged.
         */
        readonly get: operations["listJobTypes"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhook-endpoints": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List webhook endpoints
         * @description The tenant's webhook endpoints, the newest first, one page at a time.
         */
        readonly get: operations["listWebhookEndpoints"];
        readonly put?: never;
        /**
         * Make a webhook endpoint
         * @description Registers a URL that is told how the tenant's jobs end. The answer has the secret that deliveries are signed with: it is shown only here. The URL is checked, but not called; `ping` does that.
         */
        readonly post: operations["createWebhookEndpoint"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhook-endpoints/{endpoint_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointId"];
            };
            readonly cookie?: never;
        };
        /**
         * Read a webhook endpoint
         * @description The endpoint, without its secret.
         */
        readonly get: operations["getWebhookEndpoint"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a webhook endpoint
         * @description Deletes the endpoint and its secret. What is still to be delivered to it fails with `endpoint_deleted`; its deliveries can still be read.
         */
        readonly delete: operations["deleteWebhookEndpoint"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a webhook endpoint
         * @description Changes what the body names. What is pending goes to the new `url`; `events` counts for what happens from now on.
         */
        readonly patch: operations["updateWebhookEndpoint"];
        readonly trace?: never;
    };
    readonly "/v1/webhook-endpoints/{endpoint_id}/rotate-secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, or `default` for the tenant's default secret.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointIdOrDefault"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Replace a secret
         * @description Makes a new secret. For 24 hours deliveries are signed with the previous one too, so that receivers can change over in their own time; a secret that was still valid from a rotation before no longer is. With the id `default` it is the tenant's default secret, which signs what goes to a job's own `url`: the first time, it is made.
         */
        readonly post: operations["rotateWebhookSecret"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhook-endpoints/{endpoint_id}/ping": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send a webhook.ping
         * @description Sends a signed `webhook.ping` to the endpoint, whichever events it asks for, to see whether it can be reached. It is a delivery like any other: read it to learn what became of it. To a disabled endpoint nothing is sent: the delivery fails with `endpoint_disabled`.
         */
        readonly post: operations["pingWebhookEndpoint"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhook-endpoints/{endpoint_id}/enable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Enable a webhook endpoint
         * @description Enables an endpoint that was disabled, by you or because it could not be reached. What happened meanwhile is not delivered; what had failed can be redelivered. For one that is enabled nothing changes.
         */
        readonly post: operations["enableWebhookEndpoint"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhook-deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List deliveries
         * @description The tenant's deliveries, the newest first, one page at a time. Filters are combined: a delivery must meet all of them. Finished deliveries are kept for 30 days (by default), and as long as their job.
         */
        readonly get: operations["listWebhookDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhook-deliveries/{delivery_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The delivery's id, its `webhook-id`. A malformed one is answered like an unknown one, with 404.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly delivery_id: components["parameters"]["DeliveryId"];
            };
            readonly cookie?: never;
        };
        /**
         * Read a delivery
         * @description The delivery and all its attempts.
         */
        readonly get: operations["getWebhookDelivery"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhook-deliveries/{delivery_id}/redeliver": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The delivery's id, its `webhook-id`. A malformed one is answered like an unknown one, with 404.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly delivery_id: components["parameters"]["DeliveryId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Deliver again
         * @description Sends the same payload again, under the same `webhook-id`. A delivery that has succeeded or failed starts a new round of attempts, of the same schedule; a pending one is tried now, or right after an attempt that is under way. If its endpoint is disabled or deleted, nothing is sent and it fails at once.
         */
        readonly post: operations["redeliverWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/healthz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Is the process alive?
         * @description Answers as long as the process does, without looking at anything that it depends on. For liveness probes.
         */
        readonly get: operations["getHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Can the service take jobs?
         * @description Looks at what the service needs: PostgreSQL answers, its migrations are done and, where the service is set up to expect one, a worker polls with its model loaded. Temporal's state is reported too, but the service is ready without it: jobs are accepted, and start when it is back. For readiness probes.
         */
        readonly get: operations["getReadiness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/problems/{code}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What does an error code mean?
         * @description Describes one error code, of responses (`ProblemCode`) or of jobs (`JobErrorCode`). The `type` of every problem leads here.
         */
        readonly get: operations["getProblem"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * This document as JSON
         * @description The bundled OpenAPI 3.1 document, with every job type in it.
         */
        readonly get: operations["getOpenapiJson"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.yaml": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * This document as YAML
         * @description The same document as `/openapi.json`, as YAML.
         */
        readonly get: operations["getOpenapiYaml"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi-3.2.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * This document as OpenAPI 3.2
         * @description The same document as OpenAPI 3.2, in which event streams are typed (`itemSchema`). For tools that know 3.2.
         */
        readonly get: operations["getOpenapi32"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/asyncapi.yaml": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The events as AsyncAPI
         * @description The bundled AsyncAPI 3 document, which describes every event that a stream may carry.
         */
        readonly get: operations["getAsyncapi"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface webhooks {
    readonly "job.succeeded": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A job has succeeded
         * @description Its result can be read at `data.result_ref`, until `data.result_expires_at`.
         */
        readonly post: operations["onJobSucceeded"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "job.failed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A job has failed
         * @description It failed for good; `data.error` says why.
         */
        readonly post: operations["onJobFailed"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "job.cancelled": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A job was cancelled
         * @description Somebody cancelled it.
         */
        readonly post: operations["onJobCancelled"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "job.timed_out": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A job's time ran out
         * @description It had started, and was not done in its time.
         */
        readonly post: operations["onJobTimedOut"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "job.expired": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A job was never started
         * @description No worker started it within its queue time.
         */
        readonly post: operations["onJobExpired"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "webhook.ping": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A test
         * @description Somebody asked for it with `POST /v1/webhook-endpoints/{endpoint_id}/ping`.
         */
        readonly post: operations["onWebhookPing"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * Format: date-time
         * @description A point in time, RFC 3339, always UTC and always with milliseconds.
         * @example 2026-03-02T09:15:04.120Z
         */
        readonly Timestamp: string;
        /**
         * @description Names one HTTP request in answers and logs. It is the `X-Request-ID` that the client sent, if that had this form, else one made by the service. Quote it when you ask for help.
         * @example req-7f3c2a91d04e
         */
        readonly RequestId: string;
        /**
         * @description The W3C Trace Context trace id: the one of the request's `traceparent`, else one made by the service. The same id runs through the job's workflow and its handler.
         * @example 4bf92f3577b34da6a3ce929d0e0e4736
         */
        readonly TraceId: string;
        /**
         * @description Pass it as `cursor` to read the page after this one; `null` on the last page. Opaque: do not build or parse it.
         * @example eyJjIjoiMjAyNi0wMy0wMlQwOToxNTowNC4xMjBaIn0
         */
        readonly NextCursor: string | null;
        /** @description What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are refused, so that a misspelt option is an error rather than ignored. */
        readonly CreateJobRequest: components["schemas"]["ChatSessionCreateJobRequest"] | components["schemas"]["DocumentsSummarizeCreateJobRequest"] | components["schemas"]["TextCountTokensCreateJobRequest"] | components["schemas"]["TextGenerateCreateJobRequest"];
        /**
         * ChatSessionCreateJobRequest
         * @description What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are refused, so that a misspelt option is an error rather than ignored.
         */
        readonly ChatSessionCreateJobRequest: {
            /**
             * @description Always `chat.session`.
             * @example chat.session
             * @constant
             */
            readonly type: "chat.session";
            readonly input: components["schemas"]["ChatSessionInput"];
            readonly metadata?: components["schemas"]["Metadata"];
            readonly tags?: components["schemas"]["Tags"];
            /**
             * @description The longest time that this job may run, from its first start over all its attempts. It can only lower the job type's own limit (`limits.timeout_seconds`): a larger value is refused with 400 `invalid_request`.
             * @example 120
             */
            readonly timeout_seconds?: number;
            /**
             * @description The longest time that this job may wait for its first start. It can only lower the job type's own limit (`limits.queue_timeout_seconds`): a larger value is refused with 400 `invalid_request`.
             * @example 60
             */
            readonly queue_timeout_seconds?: number;
            readonly webhook?: components["schemas"]["JobWebhook"];
        };
        /**
         * DocumentsSummarizeCreateJobRequest
         * @description What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are refused, so that a misspelt option is an error rather than ignored.
         */
        readonly DocumentsSummarizeCreateJobRequest: {
            /**
             * @description Always `documents.summarize`.
             * @example documents.summarize
             * @constant
             */
            readonly type: "documents.summarize";
            readonly input: components["schemas"]["DocumentsSummarizeInput"];
            readonly metadata?: components["schemas"]["Metadata"];
            readonly tags?: components["schemas"]["Tags"];
            /**
             * @description The longest time that this job may run, from its first start over all its attempts. It can only lower the job type's own limit (`limits.timeout_seconds`): a larger value is refused with 400 `invalid_request`.
             * @example 120
             */
            readonly timeout_seconds?: number;
            /**
             * @description The longest time that this job may wait for its first start. It can only lower the job type's own limit (`limits.queue_timeout_seconds`): a larger value is refused with 400 `invalid_request`.
             * @example 60
             */
            readonly queue_timeout_seconds?: number;
            readonly webhook?: components["schemas"]["JobWebhook"];
        };
        /**
         * TextCountTokensCreateJobRequest
         * @description What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are refused, so that a misspelt option is an error rather than ignored.
         */
        readonly TextCountTokensCreateJobRequest: {
            /**
             * @description Always `text.count_tokens`.
             * @example text.count_tokens
             * @constant
             */
            readonly type: "text.count_tokens";
            readonly input: components["schemas"]["TextCountTokensInput"];
            readonly metadata?: components["schemas"]["Metadata"];
            readonly tags?: components["schemas"]["Tags"];
            /**
             * @description The longest time that this job may run, from its first start over all its attempts. It can only lower the job type's own limit (`limits.timeout_seconds`): a larger value is refused with 400 `invalid_request`.
             * @example 30
             */
            readonly timeout_seconds?: number;
            /**
             * @description The longest time that this job may wait for its first start. It can only lower the job type's own limit (`limits.queue_timeout_seconds`): a larger value is refused with 400 `invalid_request`.
             * @example 60
             */
            readonly queue_timeout_seconds?: number;
            readonly webhook?: components["schemas"]["JobWebhook"];
        };
        /**
         * TextGenerateCreateJobRequest
         * @description What to do, and how long it may take. `type` picks the schema that `input` must meet. Unknown fields are refused, so that a misspelt option is an error rather than ignored.
         */
        readonly TextGenerateCreateJobRequest: {
            /**
             * @description Always `text.generate`.
             * @example text.generate
             * @constant
             */
            readonly type: "text.generate";
            readonly input: components["schemas"]["TextGenerateInput"];
            readonly metadata?: components["schemas"]["Metadata"];
            readonly tags?: components["schemas"]["Tags"];
            /**
             * @description The longest time that this job may run, from its first start over all its attempts. It can only lower the job type's own limit (`limits.timeout_seconds`): a larger value is refused with 400 `invalid_request`.
             * @example 120
             */
            readonly timeout_seconds?: number;
            /**
             * @description The longest time that this job may wait for its first start. It can only lower the job type's own limit (`limits.queue_timeout_seconds`): a larger value is refused with 400 `invalid_request`.
             * @example 60
             */
            readonly queue_timeout_seconds?: number;
            readonly webhook?: components["schemas"]["JobWebhook"];
        };
        /**
         * @description The event's number within its job: 1 for the first, then without gaps. It is also the `id` of the SSE frame, so that `Last-Event-ID` resumes after it.
         * @example 7
         */
        readonly EventSeq: number;
        /**
         * @description When the event was stored.
         * @example 2026-03-02T09:15:04.702Z
         */
        readonly EventTimestamp: components["schemas"]["Timestamp"];
        /** @description The envelope that every event comes in, one line of JSON in the SSE frame's `data`. Only `data` differs from event type to event type. */
        readonly EventEnvelope: {
            /**
             * @description The event's type, equal to the SSE frame's `event`. New types may appear at any time: ignore the ones that you do not know.
             * @example token
             */
            readonly type: string;
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            /** @description The fields of this event type. */
            readonly data: {
                readonly [key: string]: unknown;
            };
        };
        /** @description One event of a job. `type` tells which: a reserved one, which every job may have, or one that the job's type declares. */
        readonly JobEvent: components["schemas"]["JobStatusEvent"] | components["schemas"]["JobProgressEvent"] | components["schemas"]["JobLogEvent"] | components["schemas"]["JobRetryingEvent"] | components["schemas"]["StreamResetEvent"] | components["schemas"]["ChatSessionTurnStartedEvent"] | components["schemas"]["ChatSessionTurnTokenEvent"] | components["schemas"]["ChatSessionTurnCompletedEvent"] | components["schemas"]["DocumentsSummarizeDocumentEvent"] | components["schemas"]["TextGenerateTokenEvent"];
        /** @description The job changed its state; every change emits one. The first event of a job is the one with `queued`, the last the one with a terminal state, after which the stream ends. */
        readonly JobStatusEvent: {
            /**
             * @description Always `job.status`.
             * @example job.status
             * @constant
             */
            readonly type: "job.status";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["JobStatusData"];
        };
        /** @description The state that the job is in from this event on. */
        readonly JobStatusData: {
            readonly status: components["schemas"]["JobStatus"];
            readonly version: components["schemas"]["Version"];
            readonly error?: components["schemas"]["JobError"];
            /**
             * Format: uri-reference
             * @description Where to read the result, as a relative path; present if the job succeeded.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6/result
             */
            readonly result_ref?: string;
        };
        /** @description How far the job has come. The latest one is also the job's `progress`. */
        readonly JobProgressEvent: {
            /**
             * @description Always `job.progress`.
             * @example job.progress
             * @constant
             */
            readonly type: "job.progress";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["JobProgressData"];
        };
        /** @description How far the job has come. At least one of the four is present; a retry may set it back. */
        readonly JobProgressData: {
            /**
             * @description The part of the work that is done, from 0 to 1.
             * @example 0.25
             */
            readonly fraction?: number;
            /**
             * @description How many steps are done.
             * @example 1
             */
            readonly completed?: number;
            /**
             * @description How many steps there are in all.
             * @example 4
             */
            readonly total?: number;
            /**
             * @description One sentence for people.
             * @example Summarised 1 of 4 documents
             */
            readonly message?: string;
        };
        /** @description A line that the job's handler wants its caller to see, such as a warning about the input. */
        readonly JobLogEvent: {
            /**
             * @description Always `job.log`.
             * @example job.log
             * @constant
             */
            readonly type: "job.log";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["JobLogData"];
        };
        /** @description One log line. */
        readonly JobLogData: {
            /**
             * @description How much it matters.
             * @example warn
             * @enum {string}
             */
            readonly level: "debug" | "info" | "warn" | "error";
            /**
             * @description What happened, as one sentence for people.
             * @example A document was cut to fit the model.
             */
            readonly message: string;
            /** @description Details for machines; their names and types are the handler's. */
            readonly fields?: {
                readonly [key: string]: unknown;
            };
        };
        /** @description The attempt before this one did not finish and a new one starts. Discard the events of the job's own type (not the reserved ones) whose `seq` is greater than `data.resume_seq`: the new attempt produces them again. */
        readonly JobRetryingEvent: {
            /**
             * @description Always `job.retrying`.
             * @example job.retrying
             * @constant
             */
            readonly type: "job.retrying";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["JobRetryingData"];
        };
        /** @description From where the new attempt goes on. */
        readonly JobRetryingData: {
            /**
             * @description The number of the attempt that starts now.
             * @example 2
             */
            readonly attempt: number;
            /**
             * @description The `seq` of the last event that the handler's checkpoint covers; 0 if there is no checkpoint and the work starts afresh.
             * @example 6
             */
            readonly resume_seq: number;
            readonly error?: components["schemas"]["JobError"];
        };
        /** @description The given `Last-Event-ID` is none that this job's stream can resume from. Forget what you have, take `data.job` as the job's state, and read on: all events that are still available follow. This event alone is not stored and has no `seq`; its SSE `id` is `data.first_seq` − 1. */
        readonly StreamResetEvent: {
            /**
             * @description Always `stream.reset`.
             * @example stream.reset
             * @constant
             */
            readonly type: "stream.reset";
            readonly job_id: components["schemas"]["JobId"];
            readonly attempt: components["schemas"]["Attempt"];
            /**
             * @description When the event was sent.
             * @example 2026-03-02T09:19:40.015Z
             */
            readonly timestamp: components["schemas"]["Timestamp"];
            readonly data: components["schemas"]["StreamResetData"];
        };
        /** @description The state to start again from. */
        readonly StreamResetData: {
            readonly job: components["schemas"]["Job"];
            /**
             * @description The `seq` of the first event that is still available; the stream goes on with it.
             * @example 1
             */
            readonly first_seq: number;
        };
        /**
         * @description Your own name for the input, 1 to 64 characters, unique within the job: a UUID, or a number that you count up. The same input under the same id is stored once, however often it is sent.
         * @example m-1
         */
        readonly FrameId: string;
        /** @description Something for the job to read. It is stored before it is answered with `ack`, and read once. */
        readonly InputFrame: {
            /**
             * @description Always `input`.
             * @example input
             * @constant
             */
            readonly type: "input";
            readonly id: components["schemas"]["FrameId"];
            /** @description The input itself; its `type` is one that the job's type declares. */
            readonly data: {
                readonly [key: string]: unknown;
            };
        };
        /** @description Cancels the job, as `POST …/cancel` does. There is no answer of its own: `job.status` events tell what becomes of it. */
        readonly CancelFrame: {
            /**
             * @description Always `cancel`.
             * @example cancel
             * @constant
             */
            readonly type: "cancel";
        };
        /** @description Asks whether the connection lives, for clients that cannot send the protocol's own pings, such as browsers. Answered with `pong`. */
        readonly PingFrame: {
            /**
             * @description Always `ping`.
             * @example ping
             * @constant
             */
            readonly type: "ping";
        };
        /** @description The input is stored and will be read, whatever happens to the connection, the server or the worker. */
        readonly AckFrame: {
            /**
             * @description Always `ack`.
             * @example ack
             * @constant
             */
            readonly type: "ack";
            readonly id: components["schemas"]["FrameId"];
            /**
             * @description The input's number among those of its job, from 1, without gaps. A repetition has the same number.
             * @example 1
             */
            readonly input_seq: number;
        };
        /** @description The connection lives. */
        readonly PongFrame: {
            /**
             * @description Always `pong`.
             * @example pong
             * @constant
             */
            readonly type: "pong";
        };
        /** @description A frame was refused. The connection goes on; ten refusals within a minute close it with 1008. If the problem is `retryable`, the same frame may be sent again later. */
        readonly ErrorFrame: {
            /**
             * @description Always `error`.
             * @example error
             * @constant
             */
            readonly type: "error";
            /**
             * @description The `id` of the frame that was refused, if it could be read.
             * @example m-1
             */
            readonly id?: components["schemas"]["FrameId"];
            readonly problem: components["schemas"]["Problem"];
        };
        /** @description The process is alive and answers. */
        readonly Health: {
            /**
             * @description Always `ok`; a process that is not well does not answer.
             * @example ok
             * @constant
             */
            readonly status: "ok";
        };
        /** @description The service can take jobs. */
        readonly Readiness: {
            /**
             * @description Always `ready`; otherwise the answer is a 503.
             * @example ready
             * @constant
             */
            readonly status: "ready";
            readonly checks: components["schemas"]["ReadinessChecks"];
        };
        /** @description What was looked at. More checks may be added. */
        readonly ReadinessChecks: {
            readonly database: components["schemas"]["ReadinessCheck"];
            readonly migrations: components["schemas"]["ReadinessCheck"];
            readonly worker: components["schemas"]["ReadinessCheck"];
            readonly temporal: components["schemas"]["ReadinessCheck"];
        };
        /** @description The state of one thing that the service needs: `database` (PostgreSQL answers), `migrations` (all are done), `worker` (one polls, with its model loaded), `temporal` (it answers; jobs are accepted without it and start later). */
        readonly ReadinessCheck: {
            /**
             * @description Whether it is as it should be.
             * @example ok
             * @enum {string}
             */
            readonly status: "ok" | "failing";
            /**
             * @description Whether the service is not ready without it.
             * @example true
             */
            readonly required: boolean;
            /**
             * @description What is wrong, as one sentence; absent when nothing is.
             * @example Temporal does not answer.
             */
            readonly detail?: string;
        };
        /** @description The service cannot take jobs now; `checks` says why. */
        readonly ReadinessProblem: {
            readonly checks: components["schemas"]["ReadinessChecks"];
        } & components["schemas"]["Problem"];
        /**
         * @description The name of a job type, such as `text.generate`. It decides which input a job takes, which result it returns and which events it emits. `GET /v1/job-types` lists the names; new ones may appear at any time.
         * @example text.generate
         */
        readonly JobTypeName: string;
        /** @description What one job type does, what it allows and how its jobs can be followed. */
        readonly JobType: {
            readonly type: components["schemas"]["JobTypeName"];
            /**
             * @description The version of the type's contract, as semantic versioning. Only compatible changes are made under one name; an incompatible one is a new type.
             * @example 1.0.0
             */
            readonly version: string;
            /**
             * @description What a job of this type does, as Markdown.
             * @example Continues a prompt or a chat, token by token.
             */
            readonly description: string;
            /** @description How a client may learn of the job's course. `sse` is the event stream, which every type has; `sync` means that `Prefer: wait` is honoured on create; `websocket` that the job takes input while it runs. More channels may be added. */
            readonly channels: readonly string[];
            /** @description The event types that this job type declares itself, beside the reserved ones (`job.status`, `job.progress`, `job.log`, `job.retrying`, `stream.reset`). */
            readonly events: readonly string[];
            /** @description What can be sent to a running job over its WebSocket: the values of `data.type` in `input` frames. Empty if the type has no such channel. */
            readonly inputs: readonly string[];
            readonly limits: components["schemas"]["JobTypeLimits"];
            /** @description Examples that can be sent as they are. */
            readonly examples: readonly {
                /** @description A valid `input` for a job of this type. */
                readonly input: {
                    readonly [key: string]: unknown;
                };
            }[];
        };
        /** @description The limits of a job type's jobs. */
        readonly JobTypeLimits: {
            /**
             * @description The longest time that a job may run, counted from its first start over all its attempts. A job may ask for less (`timeout_seconds` on create); past it, the job is `timed_out`.
             * @example 300
             */
            readonly timeout_seconds: number;
            /**
             * @description The longest time that a job may wait for its first start. A job may ask for less (`queue_timeout_seconds` on create); past it, the job is `expired`.
             * @example 600
             */
            readonly queue_timeout_seconds: number;
            /**
             * @description How often a job is tried in all before a failure that could be retried becomes final.
             * @example 3
             */
            readonly max_attempts: number;
            /**
             * @description The largest create body in bytes, after decompression; a larger one is answered with 413 `payload_too_large`.
             * @example 1048576
             */
            readonly body_limit_bytes: number;
            /**
             * @description How long a result is kept after its job has succeeded. After that, reading it is answered with 410 `result_expired`.
             * @example 604800
             */
            readonly result_ttl_seconds: number;
        };
        /** @description All job types that the service runs. */
        readonly JobTypeList: {
            /** @description The job types, ordered by name. */
            readonly data: readonly components["schemas"]["JobType"][];
        };
        /**
         * @description The job's id: unguessable, and ordered by time of creation. Opaque beyond its `job_` prefix: do not parse it.
         * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly JobId: string;
        /**
         * @description Where a job is in its life. The set is closed: no state will be added.
         *
         *     | state | meaning | next |
         *     |---|---|---|
         *     | `queued` | accepted and safe, waiting for its first start | `running`, `cancelled`, `failed`, `expired` |
         *     | `running` | an attempt has started; a retry raises `attempt` and stays here | `succeeded`, `failed`, `timed_out`, `cancelling` |
         *     | `cancelling` | somebody asked to cancel; the handler is being stopped | `cancelled`, `succeeded`, `failed`, `timed_out` |
         *     | `succeeded` | done, there is a result | – |
         *     | `failed` | it failed for good; `error.code` says why | – |
         *     | `cancelled` | stopped on request (`error.code` is `cancelled`) | – |
         *     | `timed_out` | its time, counted from the first start over all attempts, ran out (`deadline_exceeded`) | – |
         *     | `expired` | its queue time ran out and no attempt ever started (`queue_timeout`) | – |
         *
         *     The last five are terminal: a job never leaves them. A job that was `cancelling` may still succeed or fail, if its
         *     handler was faster than the request.
         * @example running
         * @enum {string}
         */
        readonly JobStatus: "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled" | "timed_out" | "expired";
        /**
         * @description How many times the job's handler has been started: 0 before the first start, 1 while nothing went wrong, more after retries.
         * @example 1
         */
        readonly Attempt: number;
        /**
         * @description Raised by every change of the job, progress too. Of two copies of a job, the one with the higher version is newer.
         * @example 3
         */
        readonly Version: number;
        /** @description Your own notes about the job, returned as you sent them and never interpreted: at most 16 pairs, keys of 1 to 64 characters without control characters, values of at most 512 characters without NUL. Do not put secrets here. */
        readonly Metadata: {
            readonly [key: string]: string;
        };
        /**
         * @description A label to find jobs by; 1 to 64 characters, none of them a control character.
         * @example nightly
         */
        readonly Tag: string;
        /** @description Labels of the job, at most 10, each once. `GET /v1/jobs?tag=…` finds jobs by one of them. */
        readonly Tags: readonly components["schemas"]["Tag"][];
        /** @description Where to go from here, as paths relative to the service's origin. Follow them rather than building paths. */
        readonly JobLinks: {
            /**
             * Format: uri-reference
             * @description The job itself.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6
             */
            readonly self: string;
            /**
             * Format: uri-reference
             * @description The job's event stream.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6/events
             */
            readonly events: string;
            /**
             * Format: uri-reference
             * @description The job's result, once it has succeeded.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6/result
             */
            readonly result: string;
            /**
             * Format: uri-reference
             * @description Where to `POST` to cancel the job.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6/cancel
             */
            readonly cancel: string;
            /**
             * Format: uri-reference
             * @description The job's WebSocket; present if the job's type takes input while it runs.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6/socket
             */
            readonly socket?: string;
        };
        /** @description One piece of long work and where it stands. The job's `input` is not returned; its result is read from `links.result`. */
        readonly Job: {
            readonly job_id: components["schemas"]["JobId"];
            readonly type: components["schemas"]["JobTypeName"];
            readonly status: components["schemas"]["JobStatus"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly version: components["schemas"]["Version"];
            readonly progress?: components["schemas"]["JobProgressData"];
            /**
             * @description When the job was accepted.
             * @example 2026-03-02T09:15:04.120Z
             */
            readonly created_at: components["schemas"]["Timestamp"];
            /**
             * @description When its first attempt started; absent before that.
             * @example 2026-03-02T09:15:04.310Z
             */
            readonly started_at?: components["schemas"]["Timestamp"];
            /**
             * @description When it reached its terminal state; absent before that.
             * @example 2026-03-02T09:15:09.874Z
             */
            readonly finished_at?: components["schemas"]["Timestamp"];
            /**
             * @description Until when the result can be read; present once the job has succeeded.
             * @example 2026-03-09T09:15:09.874Z
             */
            readonly result_expires_at?: components["schemas"]["Timestamp"];
            readonly error?: components["schemas"]["JobError"];
            readonly metadata: components["schemas"]["Metadata"];
            readonly tags: components["schemas"]["Tags"];
            readonly links: components["schemas"]["JobLinks"];
        };
        /** @description A finished job together with its outcome, for answers given at once: `result` if it succeeded, else `error`. */
        readonly JobWithResult: components["schemas"]["ChatSessionJobWithResult"] | components["schemas"]["DocumentsSummarizeJobWithResult"] | components["schemas"]["TextCountTokensJobWithResult"] | components["schemas"]["TextGenerateJobWithResult"];
        /**
         * ChatSessionJobWithResult
         * @description A finished job together with its outcome, for answers given at once: `result` if it succeeded, else `error`.
         */
        readonly ChatSessionJobWithResult: {
            /**
             * @description Always `chat.session`.
             * @example chat.session
             * @constant
             */
            readonly type: "chat.session";
            readonly result?: components["schemas"]["ChatSessionResult"];
        } & WithRequired<components["schemas"]["Job"], "type">;
        /**
         * DocumentsSummarizeJobWithResult
         * @description A finished job together with its outcome, for answers given at once: `result` if it succeeded, else `error`.
         */
        readonly DocumentsSummarizeJobWithResult: {
            /**
             * @description Always `documents.summarize`.
             * @example documents.summarize
             * @constant
             */
            readonly type: "documents.summarize";
            readonly result?: components["schemas"]["DocumentsSummarizeResult"];
        } & WithRequired<components["schemas"]["Job"], "type">;
        /**
         * TextCountTokensJobWithResult
         * @description A finished job together with its outcome, for answers given at once: `result` if it succeeded, else `error`.
         */
        readonly TextCountTokensJobWithResult: {
            /**
             * @description Always `text.count_tokens`.
             * @example text.count_tokens
             * @constant
             */
            readonly type: "text.count_tokens";
            readonly result?: components["schemas"]["TextCountTokensResult"];
        } & WithRequired<components["schemas"]["Job"], "type">;
        /**
         * TextGenerateJobWithResult
         * @description A finished job together with its outcome, for answers given at once: `result` if it succeeded, else `error`.
         */
        readonly TextGenerateJobWithResult: {
            /**
             * @description Always `text.generate`.
             * @example text.generate
             * @constant
             */
            readonly type: "text.generate";
            readonly result?: components["schemas"]["TextGenerateResult"];
        } & WithRequired<components["schemas"]["Job"], "type">;
        /** @description The result of a job that succeeded. */
        readonly JobResult: components["schemas"]["ChatSessionJobResult"] | components["schemas"]["DocumentsSummarizeJobResult"] | components["schemas"]["TextCountTokensJobResult"] | components["schemas"]["TextGenerateJobResult"];
        /**
         * ChatSessionJobResult
         * @description The result of a job that succeeded.
         */
        readonly ChatSessionJobResult: {
            readonly job_id: components["schemas"]["JobId"];
            /**
             * @description Always `chat.session`.
             * @example chat.session
             * @constant
             */
            readonly type: "chat.session";
            readonly result: components["schemas"]["ChatSessionResult"];
            /**
             * @description Until when this result can be read.
             * @example 2026-03-09T09:15:09.874Z
             */
            readonly result_expires_at: components["schemas"]["Timestamp"];
        };
        /**
         * DocumentsSummarizeJobResult
         * @description The result of a job that succeeded.
         */
        readonly DocumentsSummarizeJobResult: {
            readonly job_id: components["schemas"]["JobId"];
            /**
             * @description Always `documents.summarize`.
             * @example documents.summarize
             * @constant
             */
            readonly type: "documents.summarize";
            readonly result: components["schemas"]["DocumentsSummarizeResult"];
            /**
             * @description Until when this result can be read.
             * @example 2026-03-09T09:15:09.874Z
             */
            readonly result_expires_at: components["schemas"]["Timestamp"];
        };
        /**
         * TextCountTokensJobResult
         * @description The result of a job that succeeded.
         */
        readonly TextCountTokensJobResult: {
            readonly job_id: components["schemas"]["JobId"];
            /**
             * @description Always `text.count_tokens`.
             * @example text.count_tokens
             * @constant
             */
            readonly type: "text.count_tokens";
            readonly result: components["schemas"]["TextCountTokensResult"];
            /**
             * @description Until when this result can be read.
             * @example 2026-03-09T09:15:09.874Z
             */
            readonly result_expires_at: components["schemas"]["Timestamp"];
        };
        /**
         * TextGenerateJobResult
         * @description The result of a job that succeeded.
         */
        readonly TextGenerateJobResult: {
            readonly job_id: components["schemas"]["JobId"];
            /**
             * @description Always `text.generate`.
             * @example text.generate
             * @constant
             */
            readonly type: "text.generate";
            readonly result: components["schemas"]["TextGenerateResult"];
            /**
             * @description Until when this result can be read.
             * @example 2026-03-09T09:15:09.874Z
             */
            readonly result_expires_at: components["schemas"]["Timestamp"];
        };
        /** @description One page of jobs, the newest first. */
        readonly JobList: {
            /** @description The jobs of this page, by descending time of creation. */
            readonly data: readonly components["schemas"]["Job"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /**
         * @description What went wrong with a request, for machines. Decide on it, not on `title` or `detail`. Codes may be added: treat one that you do not know by its HTTP status and by `retryable`.
         * @example not_found
         */
        readonly ProblemCode: "invalid_request" | "idempotency_key_invalid" | "webhook_target_refused" | "unauthorized" | "forbidden" | "not_found" | "channel_not_supported" | "method_not_allowed" | "not_acceptable" | "idempotency_key_in_flight" | "job_already_terminal" | "job_not_terminal" | "result_not_ready" | "job_not_succeeded" | "result_expired" | "event_log_expired" | "payload_too_large" | "unsupported_media_type" | "idempotency_key_reused" | "rate_limited" | "internal" | "unavailable";
        /**
         * @description Why a job did not succeed, for machines. Codes may be added: treat one that you do not know by the job's `status` and by `retryable`.
         * @example worker_lost
         */
        readonly JobErrorCode: "input_rejected" | "model_error" | "upstream_unavailable" | "worker_lost" | "deadline_exceeded" | "queue_timeout" | "cancelled" | "internal";
        /** @description What a problem response and a job's error have in common. */
        readonly ProblemFields: {
            /**
             * Format: uri-reference
             * @description The kind of problem as a URI, relative to the service's origin. It is `/problems/` and the code, and leads to the code's description.
             * @example /problems/not_found
             */
            readonly type: string;
            /**
             * @description The kind of problem in a few words, the same each time it occurs.
             * @example Not found
             */
            readonly title: string;
            /**
             * @description What happened this time and, where possible, what to do about it. For people; do not parse it.
             * @example There is no job with this id.
             */
            readonly detail: string;
            /**
             * @description Whether the same request, unchanged, may succeed later.
             * @example false
             */
            readonly retryable: boolean;
            readonly request_id?: components["schemas"]["RequestId"];
            readonly trace_id?: components["schemas"]["TraceId"];
            readonly job_id?: components["schemas"]["JobId"];
            /** @description Everything that is wrong with the parts of the request or input, all at once; present where there are such parts. */
            readonly errors?: readonly components["schemas"]["ValidationIssue"][];
        };
        /** @description One part of a request, or of a frame, that does not meet the contract. */
        readonly ValidationIssue: {
            /**
             * @description Where the part stands; a frame is a `body`.
             * @example body
             * @enum {string}
             */
            readonly in: "body" | "query" | "path" | "header";
            /**
             * @description Which part: for a body a JSON Pointer as a URI fragment (for a missing or unknown field, that of the field itself; `#` for the whole body), else the parameter's name.
             * @example #/input/max_tokens
             */
            readonly pointer: string;
            /**
             * @description What is wrong with it, for people.
             * @example must be <= 4096
             */
            readonly message: string;
            /**
             * @description The rule that it breaks, for machines: the JSON Schema keyword (`required`, `maximum`, `additionalProperties`, …), or a word of its own where no keyword applies (`json`, `cursor`, `unknown`, `private_address`).
             * @example maximum
             */
            readonly rule: string;
        };
        /** @description The body of every error response, from every layer, as RFC 9457 describes it (`application/problem+json`). */
        readonly Problem: {
            readonly code: components["schemas"]["ProblemCode"];
            /**
             * @description The HTTP status, repeated for whoever only keeps the body.
             * @example 404
             */
            readonly status: number;
            /**
             * Format: uri-reference
             * @description The path that was asked for, without its query, so that no token gets into logs.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6
             */
            readonly instance: string;
            /**
             * @description After how many seconds to try again, equal to the `Retry-After` header; present where that is.
             * @example 30
             */
            readonly retry_after?: number;
        } & WithRequired<components["schemas"]["ProblemFields"], "request_id" | "trace_id">;
        /** @description Why a job did not succeed: the shape of a problem response, without `status` and `instance`. Present in every terminal state but `succeeded`. `request_id` and `trace_id` are those of the request that created the job. */
        readonly JobError: {
            readonly code: components["schemas"]["JobErrorCode"];
        } & components["schemas"]["ProblemFields"];
        /** @description The description of one error code, where `type` of a problem leads to. */
        readonly ProblemType: {
            /**
             * Format: uri-reference
             * @description The URI of this description, as it stands in a problem's `type`.
             * @example /problems/rate_limited
             */
            readonly type: string;
            /**
             * @description The code.
             * @example rate_limited
             */
            readonly code: string;
            /**
             * @description What it means in a few words.
             * @example Too many requests
             */
            readonly title: string;
            /**
             * @description When it occurs and what to do about it.
             * @example The API key has used up its requests for now. Wait for `Retry-After` seconds.
             */
            readonly description: string;
            /**
             * @description Whether the same request, unchanged, may succeed later. A single problem may know better.
             * @example true
             */
            readonly retryable: boolean;
            /**
             * @description The HTTP status of responses with this code; absent if only jobs have it.
             * @example 429
             */
            readonly status?: number;
            /** @description Where it occurs: in error responses (`response`), as the `error` of a job (`job`), or both. */
            readonly used_in: readonly ("response" | "job")[];
        };
        /** @description A credential that reads the events of one job and, if that was asked for, sends frames to it, and can do nothing else. It stands in a URL, because a browser's EventSource and WebSocket cannot set headers. */
        readonly StreamToken: {
            /**
             * @description The token. Whoever has it can read the job's events until it expires; the service stores a hash only.
             * @example st_5hYk2Wq8rT0vXz7bLm3NcPf9dGsJ4aQe
             */
            readonly token: string;
            /**
             * @description Until when the token is valid: the job's latest possible end (now, if it has ended) plus 15 minutes. It is revoked earlier if the API key that made it is.
             * @example 2026-03-02T09:45:04.120Z
             */
            readonly expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: uri-reference
             * @description The job's event stream with the token in it, as a relative path, ready for `new EventSource(url)`.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6/events?stream_token=st_5hYk2Wq8rT0vXz7bLm3NcPf9dGsJ4aQe
             */
            readonly url: string;
            /**
             * Format: uri-reference
             * @description The job's WebSocket with the token in it, as a relative path; present if the job's type takes input while it runs. Without `write` the socket only reads.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6/socket?stream_token=st_5hYk2Wq8rT0vXz7bLm3NcPf9dGsJ4aQe
             */
            readonly socket_url?: string;
        };
        /** @description What the token is to be good for. */
        readonly StreamTokenRequest: {
            /**
             * @description Whether it may also send `input` and `cancel` frames over the job's WebSocket; only for job types that have one.
             * @default false
             * @example true
             */
            readonly write?: boolean;
        };
        /** @description How many tokens of the model's tokenizer a piece of work took. */
        readonly TokenUsage: {
            /**
             * @description Tokens read, the chat template's own tokens included.
             * @example 37
             */
            readonly prompt_tokens: number;
            /**
             * @description Tokens generated.
             * @example 14
             */
            readonly completion_tokens: number;
            /**
             * @description Tokens read and generated together.
             * @example 51
             */
            readonly total_tokens: number;
        };
        /**
         * @description The endpoint's id. Opaque beyond its `whe_` prefix.
         * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly WebhookEndpointId: string;
        /**
         * @description Where the service posts to: an absolute `https` URL without user name, password and fragment. Its host is a name, not
         *     an IP address, its port one that the service allows (443 and 8443, by default), and every address that the name has
         *     must be a public one. This is checked when the URL is given, and again at every attempt, for the very address that
         *     is connected to. The operator of a service may allow further hosts, such as those of an in-house network.
         * @example https://example.com/hooks/specwire
         */
        readonly WebhookUrl: string;
        /**
         * @description An event that an endpoint can ask for. More may be added.
         * @example job.succeeded
         * @enum {string}
         */
        readonly WebhookSubscription: "job.succeeded" | "job.failed" | "job.cancelled" | "job.timed_out" | "job.expired";
        /** @description The events that the endpoint gets, at least one. A `webhook.ping` comes whenever you ask for it. */
        readonly WebhookSubscriptions: readonly components["schemas"]["WebhookSubscription"][];
        /**
         * @description Your own note about the endpoint, at most 256 characters.
         * @example Billing
         */
        readonly WebhookDescription: string;
        /**
         * @description What deliveries are signed with: `whsec_` and 24 to 64 random bytes in base64. Keep it where you keep passwords. It is shown once and cannot be read again; if it is lost or leaked, rotate it.
         * @example whsec_c3BlY3dpcmUgZXhhbXBsZSBzZWNyZXQsIDMyIGJ5dGU=
         */
        readonly WebhookSecret: string;
        /** @description A URL that is told how jobs end, with the events that it wants. */
        readonly WebhookEndpoint: {
            readonly id: components["schemas"]["WebhookEndpointId"];
            readonly url: components["schemas"]["WebhookUrl"];
            readonly events: components["schemas"]["WebhookSubscriptions"];
            readonly description: components["schemas"]["WebhookDescription"];
            /**
             * @description Whether anything is delivered to it. What happens while it is disabled is not delivered later.
             * @example true
             */
            readonly enabled: boolean;
            /**
             * @description Why it is disabled; absent while it is enabled.
             *     - `gone`: it answered 410;
             *     - `failing`: nothing had reached it for 5 days (by default);
             *     - `manual`: `PATCH` with `enabled: false`.
             * @example failing
             * @enum {string}
             */
            readonly disabled_reason?: "gone" | "failing" | "manual";
            /**
             * @description Since when every attempt has failed; absent if the last one reached it. After 5 days (by default) the endpoint is disabled.
             * @example 2026-03-02T09:15:10.204Z
             */
            readonly failing_since?: components["schemas"]["Timestamp"];
            /**
             * @description When the endpoint was made.
             * @example 2026-03-01T16:20:31.550Z
             */
            readonly created_at: components["schemas"]["Timestamp"];
        };
        /** @description A new endpoint with its secret, which is shown only here. */
        readonly WebhookEndpointWithSecret: {
            readonly secret: components["schemas"]["WebhookSecret"];
        } & components["schemas"]["WebhookEndpoint"];
        /** @description One page of endpoints, the newest first. */
        readonly WebhookEndpointList: {
            /** @description The endpoints of this page, by descending time of creation. */
            readonly data: readonly components["schemas"]["WebhookEndpoint"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description The endpoint to make. */
        readonly CreateWebhookEndpointRequest: {
            readonly url: components["schemas"]["WebhookUrl"];
            /** @description The events that the endpoint gets. Without this field it gets all, and those to come too. */
            readonly events?: readonly components["schemas"]["WebhookSubscription"][];
            readonly description?: components["schemas"]["WebhookDescription"];
        };
        /** @description What to change about the endpoint, at least one thing. What is left out stays. */
        readonly UpdateWebhookEndpointRequest: {
            readonly url?: components["schemas"]["WebhookUrl"];
            readonly events?: components["schemas"]["WebhookSubscriptions"];
            readonly description?: components["schemas"]["WebhookDescription"];
            /**
             * @description `false` disables the endpoint: what is still to be delivered to it fails with `endpoint_disabled`. `true` enables it, as `POST /v1/webhook-endpoints/{endpoint_id}/enable` does.
             * @example false
             */
            readonly enabled?: boolean;
        };
        /** @description The secret that is in force from now on. */
        readonly WebhookSecretRotation: {
            readonly secret: components["schemas"]["WebhookSecret"];
            /**
             * @description Until when deliveries are signed with the previous secret too; absent if there was none.
             * @example 2026-03-03T09:15:04.120Z
             */
            readonly previous_secret_expires_at?: components["schemas"]["Timestamp"];
        };
        /** @description Who is told how this one job ends, whatever the tenant's endpoints ask for: one of them, by `endpoint_id`, or another `url`. An endpoint that asks for the event anyway is told once. */
        readonly JobWebhook: {
            /**
             * @description An endpoint, whichever events it asks for. One that does not exist, or is disabled, is refused with 400 `invalid_request`.
             * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
             */
            readonly endpoint_id?: string;
            /**
             * @description A URL for this job alone. Deliveries to it are signed with the tenant's default secret, which `POST /v1/webhook-endpoints/default/rotate-secret` makes; before that, a `url` is refused with 400 `invalid_request`. One that the service may not post to is refused with 400 `webhook_target_refused`.
             * @example https://example.com/hooks/one-job
             */
            readonly url?: components["schemas"]["WebhookUrl"];
        } & ({
            readonly endpoint_id: string;
        } | {
            readonly url: components["schemas"]["WebhookUrl"];
        });
        /**
         * @description The delivery's id. It is also the `webhook-id` that the receiver sees, the same at every attempt.
         * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
         */
        readonly WebhookDeliveryId: string;
        /**
         * @description What is told, the `type` of the payload. More may be added.
         * @example job.succeeded
         * @enum {string}
         */
        readonly WebhookEventType: "job.succeeded" | "job.failed" | "job.cancelled" | "job.timed_out" | "job.expired" | "webhook.ping";
        /**
         * @description What became of it. The set is closed.
         *     - `pending`: it is still tried;
         *     - `succeeded`: the receiver answered with a 2xx status;
         *     - `failed`: it is no longer tried; `failure` says why.
         * @example succeeded
         * @enum {string}
         */
        readonly WebhookDeliveryStatus: "pending" | "succeeded" | "failed";
        /** @description One event on its way to one URL. */
        readonly WebhookDelivery: {
            readonly id: components["schemas"]["WebhookDeliveryId"];
            /**
             * @description The endpoint that it goes to; absent if it goes to a job's own `url`.
             * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
             */
            readonly endpoint_id?: components["schemas"]["WebhookEndpointId"];
            /**
             * @description The job whose end it tells; absent for a `webhook.ping`.
             * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
             */
            readonly job_id?: components["schemas"]["JobId"];
            /**
             * @description Where it was sent last; before the first attempt, the URL when the event happened. Each attempt goes to the endpoint's URL of that time.
             * @example https://example.com/hooks/specwire
             */
            readonly url: components["schemas"]["WebhookUrl"];
            readonly type: components["schemas"]["WebhookEventType"];
            readonly status: components["schemas"]["WebhookDeliveryStatus"];
            /**
             * @description How many times it was tried, over all rounds.
             * @example 2
             */
            readonly attempt_count: number;
            /**
             * @description When the event happened.
             * @example 2026-03-02T09:15:09.874Z
             */
            readonly created_at: components["schemas"]["Timestamp"];
            /**
             * @description When it is tried next, at the earliest; absent unless it is pending and was tried before.
             * @example 2026-03-02T09:20:15.318Z
             */
            readonly next_attempt_at?: components["schemas"]["Timestamp"];
            /**
             * @description When it succeeded or failed; absent while it is pending.
             * @example 2026-03-02T09:15:15.301Z
             */
            readonly finished_at?: components["schemas"]["Timestamp"];
            readonly failure?: components["schemas"]["WebhookFailure"];
        };
        /** @description Why a delivery is no longer tried; present if it failed. */
        readonly WebhookFailure: {
            /**
             * @description Why, for machines. Codes may be added.
             * @example attempts_exhausted
             */
            readonly code: "attempts_exhausted" | "endpoint_gone" | "endpoint_disabled" | "endpoint_deleted";
            /**
             * @description Why, for people.
             * @example 10 attempts failed; the last one: the receiver answered 500.
             */
            readonly detail: string;
        };
        /** @description A delivery with everything that was tried. */
        readonly WebhookDeliveryWithAttempts: {
            /** @description The attempts, the first one first. */
            readonly attempts: readonly components["schemas"]["WebhookAttempt"][];
        } & components["schemas"]["WebhookDelivery"];
        /** @description One request to the receiver, or why there was none. */
        readonly WebhookAttempt: {
            /**
             * @description The attempt's number, 1 for the first; a new round goes on counting.
             * @example 1
             */
            readonly attempt: number;
            /**
             * @description When it began.
             * @example 2026-03-02T09:15:10.019Z
             */
            readonly started_at: components["schemas"]["Timestamp"];
            /**
             * @description How long it took in milliseconds, from looking up the name to the end of what was read of the answer.
             * @example 185
             */
            readonly duration_ms: number;
            /**
             * @description The status of the answer; absent if there was none.
             * @example 204
             */
            readonly status_code?: number;
            readonly error?: components["schemas"]["WebhookAttemptError"];
            /**
             * @description The beginning of the answer's body, without control characters; absent if it was empty or is no text.
             * @example upstream connect error
             */
            readonly response_excerpt?: string;
        };
        /** @description Why the attempt failed; absent if it succeeded. */
        readonly WebhookAttemptError: {
            /**
             * @description Why, for machines. Codes may be added.
             * @example status
             */
            readonly code: "target_refused" | "dns_failed" | "connect_failed" | "connect_timeout" | "tls_failed" | "response_timeout" | "connection_reset" | "redirect_refused" | "status";
            /**
             * @description Why, for people.
             * @example The receiver answered 500.
             */
            readonly detail: string;
        };
        /** @description One page of deliveries, the newest first. */
        readonly WebhookDeliveryList: {
            /** @description The deliveries of this page, by descending time of creation. */
            readonly data: readonly components["schemas"]["WebhookDelivery"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /**
         * @description When this attempt was sent, in seconds since 1970. Refuse what is older, or newer, than 5 minutes: a recorded request cannot then be sent again later.
         * @example 1772442910
         */
        readonly WebhookTimestamp: string;
        /**
         * @description One signature per secret that is valid, separated by spaces: `v1,` and, in base64, the HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`, the body byte for byte, under the secret's bytes (what follows `whsec_`, decoded). One that matches is enough. For 24 hours after a secret was rotated there are two. Ignore signatures of versions that you do not know.
         * @example v1,Lrl1oNhMmh9bp2CGDQs1DFON6v01B3Cm3GXHeN5Q9jk=
         */
        readonly WebhookSignature: string;
        /** @description The headers of Standard Webhooks 1.0.0, on every request. */
        readonly WebhookHeaders: {
            readonly "webhook-id": components["schemas"]["WebhookDeliveryId"];
            readonly "webhook-timestamp": components["schemas"]["WebhookTimestamp"];
            readonly "webhook-signature": components["schemas"]["WebhookSignature"];
        };
        /**
         * @description When the event happened. Webhooks may come in another order than they happened in, and more than once.
         * @example 2026-03-02T09:15:09.874Z
         */
        readonly WebhookEventTimestamp: components["schemas"]["Timestamp"];
        /** @description The job's `metadata`; absent if the body would have 20 kB or more with it. */
        readonly WebhookMetadata: components["schemas"]["Metadata"];
        /** @description A job has succeeded. Its result can be read at `data.result_ref`. */
        readonly JobSucceededWebhook: {
            /**
             * @description Always `job.succeeded`.
             * @example job.succeeded
             * @constant
             */
            readonly type: "job.succeeded";
            readonly timestamp: components["schemas"]["WebhookEventTimestamp"];
            readonly data: components["schemas"]["SucceededJobData"];
        };
        /** @description The job that succeeded. */
        readonly SucceededJobData: {
            readonly job_id: components["schemas"]["JobId"];
            readonly type: components["schemas"]["JobTypeName"];
            /**
             * @description Always `succeeded`.
             * @example succeeded
             * @constant
             */
            readonly status: "succeeded";
            readonly attempt: components["schemas"]["Attempt"];
            readonly version: components["schemas"]["Version"];
            /**
             * Format: uri-reference
             * @description Where to read the result, as a relative path.
             * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6/result
             */
            readonly result_ref: string;
            /**
             * @description Until when the result can be read.
             * @example 2026-03-09T09:15:09.874Z
             */
            readonly result_expires_at: components["schemas"]["Timestamp"];
            readonly metadata?: components["schemas"]["WebhookMetadata"];
        };
        /** @description The job and why it did not succeed. */
        readonly FailedJobData: {
            readonly job_id: components["schemas"]["JobId"];
            readonly type: components["schemas"]["JobTypeName"];
            /**
             * @description Always `failed`.
             * @example failed
             * @constant
             */
            readonly status: "failed";
            readonly attempt: components["schemas"]["Attempt"];
            readonly version: components["schemas"]["Version"];
            readonly error: components["schemas"]["JobError"];
            readonly metadata?: components["schemas"]["WebhookMetadata"];
        };
        /** @description A job has failed for good. */
        readonly JobFailedWebhook: {
            /**
             * @description Always `job.failed`.
             * @example job.failed
             * @constant
             */
            readonly type: "job.failed";
            readonly timestamp: components["schemas"]["WebhookEventTimestamp"];
            readonly data: components["schemas"]["FailedJobData"];
        };
        /** @description The job and why it did not succeed. */
        readonly CancelledJobData: {
            readonly job_id: components["schemas"]["JobId"];
            readonly type: components["schemas"]["JobTypeName"];
            /**
             * @description Always `cancelled`.
             * @example cancelled
             * @constant
             */
            readonly status: "cancelled";
            readonly attempt: components["schemas"]["Attempt"];
            readonly version: components["schemas"]["Version"];
            readonly error: components["schemas"]["JobError"];
            readonly metadata?: components["schemas"]["WebhookMetadata"];
        };
        /** @description A job was cancelled. */
        readonly JobCancelledWebhook: {
            /**
             * @description Always `job.cancelled`.
             * @example job.cancelled
             * @constant
             */
            readonly type: "job.cancelled";
            readonly timestamp: components["schemas"]["WebhookEventTimestamp"];
            readonly data: components["schemas"]["CancelledJobData"];
        };
        /** @description The job and why it did not succeed. */
        readonly TimedOutJobData: {
            readonly job_id: components["schemas"]["JobId"];
            readonly type: components["schemas"]["JobTypeName"];
            /**
             * @description Always `timed_out`.
             * @example timed_out
             * @constant
             */
            readonly status: "timed_out";
            readonly attempt: components["schemas"]["Attempt"];
            readonly version: components["schemas"]["Version"];
            readonly error: components["schemas"]["JobError"];
            readonly metadata?: components["schemas"]["WebhookMetadata"];
        };
        /** @description A job's time ran out. */
        readonly JobTimedOutWebhook: {
            /**
             * @description Always `job.timed_out`.
             * @example job.timed_out
             * @constant
             */
            readonly type: "job.timed_out";
            readonly timestamp: components["schemas"]["WebhookEventTimestamp"];
            readonly data: components["schemas"]["TimedOutJobData"];
        };
        /** @description The job and why it did not succeed. */
        readonly ExpiredJobData: {
            readonly job_id: components["schemas"]["JobId"];
            readonly type: components["schemas"]["JobTypeName"];
            /**
             * @description Always `expired`.
             * @example expired
             * @constant
             */
            readonly status: "expired";
            readonly attempt: components["schemas"]["Attempt"];
            readonly version: components["schemas"]["Version"];
            readonly error: components["schemas"]["JobError"];
            readonly metadata?: components["schemas"]["WebhookMetadata"];
        };
        /** @description A job was not started within its queue time. */
        readonly JobExpiredWebhook: {
            /**
             * @description Always `job.expired`.
             * @example job.expired
             * @constant
             */
            readonly type: "job.expired";
            readonly timestamp: components["schemas"]["WebhookEventTimestamp"];
            readonly data: components["schemas"]["ExpiredJobData"];
        };
        /** @description Somebody wanted to see whether the endpoint can be reached. There is nothing to do but to answer with 2xx. */
        readonly PingWebhook: {
            /**
             * @description Always `webhook.ping`.
             * @example webhook.ping
             * @constant
             */
            readonly type: "webhook.ping";
            readonly timestamp: components["schemas"]["WebhookEventTimestamp"];
            readonly data: components["schemas"]["PingData"];
        };
        /** @description The endpoint that was pinged. */
        readonly PingData: {
            readonly endpoint_id: components["schemas"]["WebhookEndpointId"];
        };
        /**
         * ChatSessionTurnStartedEvent
         * @description The model begins to answer a message. Messages are answered one after the other, in their order.
         */
        readonly ChatSessionTurnStartedEvent: {
            /**
             * @description Always `turn.started`.
             * @example turn.started
             * @constant
             */
            readonly type: "turn.started";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["ChatSessionTurnStartedData"];
        };
        /** @description Which message is answered. */
        readonly ChatSessionTurnStartedData: {
            readonly turn: components["schemas"]["ChatSessionTurn"];
            readonly input_id: components["schemas"]["ChatSessionInputId"];
        };
        /**
         * ChatSessionTurnTokenEvent
         * @description The next piece of the answer's text, as soon as the model has it.
         */
        readonly ChatSessionTurnTokenEvent: {
            /**
             * @description Always `turn.token`.
             * @example turn.token
             * @constant
             */
            readonly type: "turn.token";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["ChatSessionTurnTokenData"];
        };
        /** @description A piece of an answer. */
        readonly ChatSessionTurnTokenData: {
            readonly turn: components["schemas"]["ChatSessionTurn"];
            /**
             * @description The piece, mostly one token with its leading space.
             * @example salt
             */
            readonly text: string;
            /**
             * @description The piece's number within its turn, from 0, without gaps.
             * @example 3
             */
            readonly index: number;
        };
        /**
         * ChatSessionTurnCompletedEvent
         * @description The answer has ended. The session waits for the next message.
         */
        readonly ChatSessionTurnCompletedEvent: {
            /**
             * @description Always `turn.completed`.
             * @example turn.completed
             * @constant
             */
            readonly type: "turn.completed";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["ChatSessionTurnCompletedData"];
        };
        /** @description The whole answer. */
        readonly ChatSessionTurnCompletedData: {
            readonly turn: components["schemas"]["ChatSessionTurn"];
            readonly input_id: components["schemas"]["ChatSessionInputId"];
            /**
             * @description All pieces of the turn joined.
             * @example Rivers carry salt into it.
             */
            readonly text: string;
            /**
             * @description `stop` if the model was done, `length` if `max_tokens` was reached or the conversation fills the model's context, `interrupted` if you sent `interrupt`.
             * @example stop
             * @enum {string}
             */
            readonly finish_reason: "stop" | "length" | "interrupted";
            readonly usage: components["schemas"]["TokenUsage"];
        };
        /** @description A message for the model to answer. One that comes while an answer is being written waits for its turn. */
        readonly ChatSessionMessageInputFrame: {
            /**
             * @description Always `input`.
             * @example input
             * @constant
             */
            readonly type: "input";
            readonly id: components["schemas"]["FrameId"];
            readonly data: components["schemas"]["ChatSessionMessageInputData"];
        };
        /** @description What the user says. */
        readonly ChatSessionMessageInputData: {
            /**
             * @description Always `message`.
             * @example message
             * @constant
             */
            readonly type: "message";
            /**
             * @description The message's text.
             * @example Why is the sea salty?
             */
            readonly text: string;
        };
        /** @description Ends the answer that is being written; what has been written of it stands. Without one it changes nothing. */
        readonly ChatSessionInterruptInputFrame: {
            /**
             * @description Always `input`.
             * @example input
             * @constant
             */
            readonly type: "input";
            readonly id: components["schemas"]["FrameId"];
            readonly data: components["schemas"]["ChatSessionInterruptInputData"];
        };
        /** @description Nothing more to say. */
        readonly ChatSessionInterruptInputData: {
            /**
             * @description Always `interrupt`.
             * @example interrupt
             * @constant
             */
            readonly type: "interrupt";
        };
        /** @description Ends the session, when the messages before it are answered. The job then succeeds. */
        readonly ChatSessionEndInputFrame: {
            /**
             * @description Always `input`.
             * @example input
             * @constant
             */
            readonly type: "input";
            readonly id: components["schemas"]["FrameId"];
            readonly data: components["schemas"]["ChatSessionEndInputData"];
        };
        /** @description Nothing more to say. */
        readonly ChatSessionEndInputData: {
            /**
             * @description Always `end`.
             * @example end
             * @constant
             */
            readonly type: "end";
        };
        /** @description How the session is to be. */
        readonly ChatSessionInput: {
            /**
             * @description The rules that the model follows in all turns.
             * @example You answer in one short sentence.
             */
            readonly system_prompt?: string;
            /**
             * @description How many tokens one answer has at most.
             * @default 256
             * @example 64
             */
            readonly max_tokens?: number;
            /**
             * @description How much chance there is in the choice of each token; 0 always takes the likeliest one.
             * @default 0.7
             * @example 0.7
             */
            readonly temperature?: number;
            /**
             * @description When nothing has come for so long after the last answer, the session ends and the job succeeds.
             * @default 120
             * @example 60
             */
            readonly idle_timeout_seconds?: number;
        };
        /**
         * @description The turn's number within the session, from 1.
         * @example 1
         */
        readonly ChatSessionTurn: number;
        /**
         * @description The `id` of the input frame that the turn answers.
         * @example m-1
         */
        readonly ChatSessionInputId: string;
        /** @description A message that waits for its turn. */
        readonly ChatSessionMessage: {
            readonly id: components["schemas"]["ChatSessionInputId"];
            /**
             * @description What it says.
             * @example Why is the sea salty?
             */
            readonly text: string;
        };
        /** @description A message and the answer to it. */
        readonly ChatSessionExchange: {
            /**
             * @description What the user said.
             * @example Why is the sea salty?
             */
            readonly user: string;
            /**
             * @description What the model answered.
             * @example Rivers carry salt into it.
             */
            readonly assistant: string;
        };
        /** @description A session between two turns. */
        readonly ChatSessionCheckpoint: {
            /**
             * @description Turns that are complete.
             * @example 1
             */
            readonly turns: number;
            /** @description The latest exchanges, which the model still sees. */
            readonly history: readonly components["schemas"]["ChatSessionExchange"][];
            /** @description Messages that were read and wait for their turn. */
            readonly waiting: readonly components["schemas"]["ChatSessionMessage"][];
            /**
             * @description Whether `end` was read.
             * @example false
             */
            readonly is_ending: boolean;
            readonly usage: components["schemas"]["TokenUsage"];
        };
        /** @description How the session went. */
        readonly ChatSessionResult: {
            /**
             * @description How many turns it had.
             * @example 3
             */
            readonly turns: number;
            /**
             * @description Why it ended: `ended` if you sent `end`, `idle` if nothing came any more.
             * @example ended
             * @enum {string}
             */
            readonly finish: "ended" | "idle";
            readonly usage: components["schemas"]["TokenUsage"];
            /**
             * @description The model that answered.
             * @example SmolLM2-135M-Instruct
             */
            readonly model: string;
        };
        /**
         * DocumentsSummarizeDocumentEvent
         * @description The summary of one document is done, and stored in the checkpoint: a later attempt does not repeat it. The events come in the order of the input.
         */
        readonly DocumentsSummarizeDocumentEvent: {
            /**
             * @description Always `document`.
             * @example document
             * @constant
             */
            readonly type: "document";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["DocumentsSummarizeSummary"];
        };
        /** @description The documents, and how their summaries should be. */
        readonly DocumentsSummarizeInput: {
            /** @description The documents, 1 to 200; they are worked on in this order. */
            readonly documents: readonly components["schemas"]["DocumentsSummarizeDocument"][];
            /**
             * @description How many tokens one summary may have at most.
             * @default 128
             * @example 48
             */
            readonly max_tokens?: number;
            /**
             * @description The form of each summary: a single `sentence`, a short `paragraph`, or a list of `bullets`.
             * @default paragraph
             * @example sentence
             * @enum {string}
             */
            readonly style?: "sentence" | "paragraph" | "bullets";
            /**
             * @description What else the model should keep in mind, for every document alike.
             * @example Write for children and leave out numbers.
             */
            readonly instructions?: string;
        };
        /** @description One document. */
        readonly DocumentsSummarizeDocument: {
            /**
             * @description Your name for it, returned with its summary. It need not be unique; `index` is.
             * @example tides
             */
            readonly id: string;
            /**
             * @description Its title, which helps the model to see what it is about.
             * @example Tides
             */
            readonly title?: string;
            /**
             * @description Its text. What does not fit into the model's context is cut off at the end, which a `job.log` event of level `warn` reports.
             * @example Tides are the rise and fall of sea levels.
             */
            readonly text: string;
        };
        /** @description The summary of one document. */
        readonly DocumentsSummarizeSummary: {
            /**
             * @description The document's `id`, as it was sent.
             * @example tides
             */
            readonly id: string;
            /**
             * @description The document's place in the input, from 0.
             * @example 0
             */
            readonly index: number;
            /**
             * @description The summary itself.
             * @example Tides are the regular rise and fall of the sea, caused by the Moon, the Sun and the Earth's rotation.
             */
            readonly summary: string;
            readonly usage: components["schemas"]["TokenUsage"];
        };
        /** @description What a later attempt goes on from. Clients never see it. */
        readonly DocumentsSummarizeCheckpoint: {
            /** @description The summaries that are done, in the order of the input; the next document is the one after them. */
            readonly summaries: readonly components["schemas"]["DocumentsSummarizeSummary"][];
        };
        /** @description All summaries, and what they took. */
        readonly DocumentsSummarizeResult: {
            /** @description One summary per document, in the order of the input. */
            readonly summaries: readonly components["schemas"]["DocumentsSummarizeSummary"][];
            readonly usage: components["schemas"]["TokenUsage"];
            /**
             * @description The model that wrote them.
             * @example SmolLM2-135M-Instruct
             */
            readonly model: string;
        };
        /** @description The text to count. */
        readonly TextCountTokensInput: {
            /**
             * @description The text, at most 200,000 characters; the empty text is 0 tokens.
             * @example How many tokens is this?
             */
            readonly text: string;
        };
        /** @description The number of tokens, and whose tokens they are. */
        readonly TextCountTokensResult: {
            /**
             * @description The number of tokens of the bare text, without those that a chat template adds.
             * @example 6
             */
            readonly tokens: number;
            /**
             * @description The model whose tokenizer counted.
             * @example SmolLM2-135M-Instruct
             */
            readonly model: string;
        };
        /**
         * TextGenerateTokenEvent
         * @description The next piece of the generated text, as soon as the model has it. Joined in the order of `seq`, the pieces of the last attempt are the result's `text`. A retry starts afresh: on `job.retrying`, discard them.
         */
        readonly TextGenerateTokenEvent: {
            /**
             * @description Always `token`.
             * @example token
             * @constant
             */
            readonly type: "token";
            readonly job_id: components["schemas"]["JobId"];
            readonly seq: components["schemas"]["EventSeq"];
            readonly attempt: components["schemas"]["Attempt"];
            readonly timestamp: components["schemas"]["EventTimestamp"];
            readonly data: components["schemas"]["TextGenerateTokenData"];
        };
        /** @description A piece of generated text. */
        readonly TextGenerateTokenData: {
            /**
             * @description The piece: mostly one token, with its leading space. A character that takes several tokens comes whole, in one piece.
             * @example wide
             */
            readonly text: string;
            /**
             * @description The piece's number within its attempt, from 0, without gaps.
             * @example 3
             */
            readonly index: number;
        };
        /** @description What to continue, as exactly one of `prompt` and `messages`, and how. Text that together with `max_tokens` does not fit into the model's context ends the job with `input_rejected`. */
        readonly TextGenerateInput: {
            /**
             * @description A single request to the model; short for `messages` with this one message of a user.
             * @example Explain in one sentence why the sea is salty.
             */
            readonly prompt?: string;
            /** @description The chat so far, the oldest message first; the model writes the message that comes next. */
            readonly messages?: readonly components["schemas"]["TextGenerateMessage"][];
            /**
             * @description How many tokens to generate at most.
             * @default 256
             * @example 64
             */
            readonly max_tokens?: number;
            /**
             * @description How much chance there is in the choice of each token: 0 always takes the likeliest one, higher values are more surprising.
             * @default 0.7
             * @example 0.7
             */
            readonly temperature?: number;
            /**
             * @description Chooses only among the likeliest tokens that together have this probability; 1 leaves the choice open.
             * @default 1
             * @example 0.95
             */
            readonly top_p?: number;
            /**
             * @description Makes the choice repeatable: the same input, seed and model give the same text, as far as the model server can promise that. Without it, each job chooses anew.
             * @example 7
             */
            readonly seed?: number;
            /** @description Strings that end the text as soon as one of them appears; it is not part of the text, nor of any event. */
            readonly stop?: readonly string[];
        } & ({
            readonly prompt: string;
        } | {
            readonly messages: readonly components["schemas"]["TextGenerateMessage"][];
        });
        /** @description One message of a chat. */
        readonly TextGenerateMessage: {
            /**
             * @description Who wrote it: `system` sets the rules, `user` asks, `assistant` is what the model answered before.
             * @example user
             * @enum {string}
             */
            readonly role: "system" | "user" | "assistant";
            /**
             * @description What it says.
             * @example What is the capital of France?
             */
            readonly content: string;
        };
        /** @description The generated text and what it took. */
        readonly TextGenerateResult: {
            /**
             * @description The whole text, all pieces of the last attempt joined; empty if the model had nothing to say.
             * @example The sea is salty because rivers carry dissolved minerals into it.
             */
            readonly text: string;
            /**
             * @description Why it ends where it ends: `stop` if the model was done or met one of the `stop` strings, `length` if `max_tokens` was reached.
             * @example stop
             * @enum {string}
             */
            readonly finish_reason: "stop" | "length";
            readonly usage: components["schemas"]["TokenUsage"];
            /**
             * @description The model that wrote it.
             * @example SmolLM2-135M-Instruct
             */
            readonly model: string;
        };
    };
    responses: {
        /** @description The document is the one that you have. */
        readonly DocumentUnchanged: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly ETag: components["headers"]["DocumentETag"];
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request does not meet the contract. */
        readonly BadRequest: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A filter, the limit or the cursor is not valid. */
        readonly BadListRequest: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body or a header does not meet the contract. Nothing was stored. */
        readonly BadCreateRequest: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body does not meet the contract, or its URL is none that the service posts to. */
        readonly BadWebhookRequest: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such webhook endpoint, or it belongs to another tenant. */
        readonly WebhookEndpointNotFound: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such delivery, or it belongs to another tenant. */
        readonly WebhookDeliveryNotFound: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The event is received. Answer before you work on it: after 15 seconds the attempt has failed. The body is not read. */
        readonly WebhookReceived: {
            headers: {
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Nobody wants it any more. The endpoint is disabled, and the delivery not tried again. */
        readonly WebhookGone: {
            headers: {
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Anything else, a redirect included, is a failure. It is tried again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h (by default), or later if `Retry-After` says so. */
        readonly WebhookNotReceived: {
            headers: {
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        /** @description There is no valid credential. */
        readonly Unauthorized: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The stream token is valid, but for another job. */
        readonly StreamTokenForbidden: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such job, or it belongs to another tenant. */
        readonly JobNotFound: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The stream token is for another job, or the page that opens the socket is of an unknown origin. */
        readonly SocketForbidden: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such job, or it belongs to another tenant; or jobs of its type have no WebSocket. */
        readonly JobOrChannelNotFound: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such error code. */
        readonly ProblemCodeNotFound: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The path does not have this method. */
        readonly MethodNotAllowed: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly Allow: components["headers"]["Allow"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The `Accept` header matches none of `text/event-stream`, `text/*` and `*\/*`. */
        readonly NotAcceptable: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A request with the same `Idempotency-Key` is still in progress. */
        readonly IdempotencyKeyInFlight: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The job has not ended. */
        readonly JobNotTerminal: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly "Retry-After": components["headers"]["PollAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The job has ended, and not by cancellation. */
        readonly JobAlreadyTerminal: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The job has no result, or has none yet. */
        readonly NoResult: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly "Retry-After": components["headers"]["PollAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The result is no longer kept. */
        readonly ResultExpired: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The job's events are no longer kept. */
        readonly EventLogExpired: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than the job type allows. */
        readonly PayloadTooLarge: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not declared as JSON. */
        readonly UnsupportedMediaType: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The `Idempotency-Key` was used with a different body. */
        readonly IdempotencyKeyReused: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The budget of the API key is used up. */
        readonly RateLimited: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of the service. */
        readonly InternalError: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The service cannot answer now. Nothing was accepted. */
        readonly Unavailable: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                readonly RateLimit: components["headers"]["RateLimit"];
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It cannot; `checks` says why. */
        readonly NotReady: {
            headers: {
                readonly "X-Request-ID": components["headers"]["RequestId"];
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["ReadinessProblem"];
            };
        };
    };
    parameters: {
        /**
         * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
         * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly JobId: string;
        /**
         * @description The error code.
         * @example rate_limited
         */
        readonly ProblemCode: string;
        /**
         * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
         * @example req-7f3c2a91d04e
         */
        readonly RequestId: string;
        /**
         * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
         * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
         */
        readonly Traceparent: string;
        /**
         * @description Any text of 1 to 255 printable ASCII characters that names this one creation, best a fresh UUID; `"k"` and `k` are the same key. A malformed one is answered with 400 `idempotency_key_invalid`.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        readonly IdempotencyKey: string;
        /**
         * @description `wait=N` asks to wait up to N seconds for the job's end (RFC 7240). Other preferences, and a malformed header, are ignored.
         * @example wait=5
         */
        readonly Prefer: string;
        /**
         * @description The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a body.
         * @example "lW8gyqzUqRqkqOEgvTzhfJSeFyE"
         */
        readonly DocumentIfNoneMatch: string;
        /**
         * @description The `ETag` that you have, or several. If the job is unchanged, the answer is 304 without a body.
         * @example W/"3"
         */
        readonly IfNoneMatch: string;
        /**
         * @description The `id` of the last event that you saw; the stream goes on after it, and `0` starts it at the first event. Wins over `last_event_id`; empty counts as absent. Any value that is not a number of this job's log, from the first available one − 1 to the last, is no error: it leads to `stream.reset`.
         * @example 7
         */
        readonly LastEventId: string;
        /**
         * @description The same as `Last-Event-ID`, for clients that cannot set headers.
         * @example 7
         */
        readonly LastEventIdQuery: string;
        /**
         * @description How many jobs a page has at most.
         * @example 50
         */
        readonly Limit: number;
        /**
         * @description The `next_cursor` of the page before; absent for the first page.
         * @example eyJjIjoiMjAyNi0wMy0wMlQwOToxNTowNC4xMjBaIn0
         */
        readonly Cursor: string;
        /**
         * @description Only jobs in this state.
         * @example running
         */
        readonly StatusFilter: components["schemas"]["JobStatus"];
        /**
         * @description Only jobs of this type. A type that does not exist has no jobs.
         * @example text.generate
         */
        readonly TypeFilter: components["schemas"]["JobTypeName"];
        /**
         * @description Only jobs that have this tag.
         * @example nightly
         */
        readonly TagFilter: components["schemas"]["Tag"];
        /**
         * @description Only jobs created later than this time (RFC 3339, any offset; write `+` as `%2B`).
         * @example 2026-03-01T00:00:00Z
         */
        readonly CreatedAfter: string;
        /**
         * @description Only jobs created earlier than this time (RFC 3339, any offset; write `+` as `%2B`).
         * @example 2026-03-02T00:00:00Z
         */
        readonly CreatedBefore: string;
        /**
         * @description How many entries a page has at most.
         * @example 50
         */
        readonly PageLimit: number;
        /**
         * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
         * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly EndpointId: string;
        /**
         * @description The endpoint's id, or `default` for the tenant's default secret.
         * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly EndpointIdOrDefault: string;
        /**
         * @description The delivery's id, its `webhook-id`. A malformed one is answered like an unknown one, with 404.
         * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
         */
        readonly DeliveryId: string;
        /**
         * @description Only deliveries to this endpoint. One that does not exist has no deliveries.
         * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly EndpointFilter: string;
        /**
         * @description Only deliveries about this job. One that does not exist has no deliveries.
         * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly JobFilter: string;
        /**
         * @description Only deliveries of this status.
         * @example failed
         */
        readonly DeliveryStatusFilter: components["schemas"]["WebhookDeliveryStatus"];
        /**
         * @description The delivery's id, the same at every attempt: drop what you have handled already.
         * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
         */
        readonly WebhookId: components["schemas"]["WebhookDeliveryId"];
        /**
         * @description When this attempt was sent, in seconds since 1970.
         * @example 1772442910
         */
        readonly WebhookTimestamp: components["schemas"]["WebhookTimestamp"];
        /**
         * @description The signatures, one per secret that is valid. Verify them before you believe the body.
         * @example v1,Lrl1oNhMmh9bp2CGDQs1DFON6v01B3Cm3GXHeN5Q9jk=
         */
        readonly WebhookSignature: components["schemas"]["WebhookSignature"];
    };
    requestBodies: never;
    headers: {
        /**
         * @description The request's id, on every response.
         * @example req-7f3c2a91d04e
         */
        readonly RequestId: components["schemas"]["RequestId"];
        /**
         * @description The budget that the request counted against: its name, how many requests it allows (`q`) and in how many seconds (`w`). On every authenticated response.
         * @example "jobs";q=60;w=60
         */
        readonly RateLimitPolicy: string;
        /**
         * @description What is left of that budget: requests (`r`), and seconds until it is full again (`t`). On every authenticated response.
         * @example "jobs";r=12;t=30
         */
        readonly RateLimit: string;
        /**
         * @description After how many seconds to try again.
         * @example 30
         */
        readonly RetryAfter: number;
        /**
         * @description After how many seconds to look at the job again, for those who poll. It grows with the job's age; absent once the job has ended.
         * @example 2
         */
        readonly PollAfter: number;
        /**
         * @description A strong validator made from the document's bytes.
         * @example "lW8gyqzUqRqkqOEgvTzhfJSeFyE"
         */
        readonly DocumentETag: string;
        /**
         * @description The job's address, as a relative path, equal to `links.self`.
         * @example /v1/jobs/job_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly JobLocation: string;
        /**
         * @description The endpoint's address, as a relative path.
         * @example /v1/webhook-endpoints/whe_0195565e2c187b3f9d4ac1e07f52b8a6
         */
        readonly WebhookEndpointLocation: string;
        /**
         * @description A weak validator made from the job's `version`.
         * @example W/"3"
         */
        readonly JobETag: string;
        /**
         * @description Only the client itself may keep the answer, and must ask before it uses it again.
         * @example private, no-cache
         */
        readonly JobCacheControl: "private, no-cache";
        /**
         * @description Nobody may keep the stream or change it on its way (which also forbids compression).
         * @example no-cache, no-transform
         */
        readonly StreamCacheControl: "no-cache, no-transform";
        /**
         * @description The answer holds a secret; nobody may keep it.
         * @example no-store
         */
        readonly SecretCacheControl: "no-store";
        /**
         * @description Tells a proxy not to collect the stream. The proxy may remove the header.
         * @example no
         */
        readonly AccelBuffering: "no";
        /**
         * @description Present whenever `Prefer: wait` was honoured, with the seconds that were waited for at most.
         * @example wait=5
         */
        readonly PreferenceApplied: string;
        /**
         * @description Present if the job was made by an earlier request with the same `Idempotency-Key`.
         * @example true
         */
        readonly IdempotencyReplayed: "true";
        /**
         * @description How to authenticate.
         * @example Bearer
         */
        readonly WwwAuthenticate: string;
        /**
         * @description The methods that the path has.
         * @example GET, DELETE
         */
        readonly Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly listJobs: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description How many jobs a page has at most.
                 * @example 50
                 */
                readonly limit?: components["parameters"]["Limit"];
                /**
                 * @description The `next_cursor` of the page before; absent for the first page.
                 * @example eyJjIjoiMjAyNi0wMy0wMlQwOToxNTowNC4xMjBaIn0
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                /**
                 * @description Only jobs in this state.
                 * @example running
                 */
                readonly status?: components["parameters"]["StatusFilter"];
                /**
                 * @description Only jobs of this type. A type that does not exist has no jobs.
                 * @example text.generate
                 */
                readonly type?: components["parameters"]["TypeFilter"];
                /**
                 * @description Only jobs that have this tag.
                 * @example nightly
                 */
                readonly tag?: components["parameters"]["TagFilter"];
                /**
                 * @description Only jobs created later than this time (RFC 3339, any offset; write `+` as `%2B`).
                 * @example 2026-03-01T00:00:00Z
                 */
                readonly created_after?: components["parameters"]["CreatedAfter"];
                /**
                 * @description Only jobs created earlier than this time (RFC 3339, any offset; write `+` as `%2B`).
                 * @example 2026-03-02T00:00:00Z
                 */
                readonly created_before?: components["parameters"]["CreatedBefore"];
            };
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of jobs. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JobList"];
                };
            };
            readonly 400: components["responses"]["BadListRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createJob: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
                /**
                 * @description Any text of 1 to 255 printable ASCII characters that names this one creation, best a fresh UUID; `"k"` and `k` are the same key. A malformed one is answered with 400 `idempotency_key_invalid`.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N` asks to wait up to N seconds for the job's end (RFC 7240). Other preferences, and a malformed header, are ignored.
                 * @example wait=5
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The job to make. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateJobRequest"];
            };
        };
        readonly responses: {
            /** @description `Prefer: wait` was honoured and the job has ended: the job with its `result` or its `error`. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly Location: components["headers"]["JobLocation"];
                    readonly "Preference-Applied": components["headers"]["PreferenceApplied"];
                    readonly "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JobWithResult"];
                };
            };
            /** @description The job is accepted, and safe. `Location` is its address, `links.events` where to follow it. */
            readonly 202: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly Location: components["headers"]["JobLocation"];
                    readonly "Retry-After": components["headers"]["PollAfter"];
                    readonly "Preference-Applied": components["headers"]["PreferenceApplied"];
                    readonly "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            readonly 400: components["responses"]["BadCreateRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 409: components["responses"]["IdempotencyKeyInFlight"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["IdempotencyKeyReused"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getJob: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
                /**
                 * @description The `ETag` that you have, or several. If the job is unchanged, the answer is 304 without a body.
                 * @example W/"3"
                 */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The job. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly ETag: components["headers"]["JobETag"];
                    readonly "Cache-Control": components["headers"]["JobCacheControl"];
                    readonly "Retry-After": components["headers"]["PollAfter"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            /** @description The job has not changed since the given `ETag`. */
            readonly 304: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly ETag: components["headers"]["JobETag"];
                    readonly "Cache-Control": components["headers"]["JobCacheControl"];
                    readonly "Retry-After": components["headers"]["PollAfter"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["JobNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteJob: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The job is gone. */
            readonly 204: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["JobNotFound"];
            readonly 409: components["responses"]["JobNotTerminal"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly streamJobEvents: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The same as `Last-Event-ID`, for clients that cannot set headers.
                 * @example 7
                 */
                readonly last_event_id?: components["parameters"]["LastEventIdQuery"];
            };
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
                /**
                 * @description The `id` of the last event that you saw; the stream goes on after it, and `0` starts it at the first event. Wins over `last_event_id`; empty counts as absent. Any value that is not a number of this job's log, from the first available one − 1 to the last, is no error: it leads to `stream.reset`.
                 * @example 7
                 */
                readonly "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The stream. It is never compressed, so that each event passes at once. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "Cache-Control": components["headers"]["StreamCacheControl"];
                    readonly "X-Accel-Buffering": components["headers"]["AccelBuffering"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            /** @description The job has ended and there is nothing after the given `Last-Event-ID`. An EventSource stops for good. */
            readonly 204: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["StreamTokenForbidden"];
            readonly 404: components["responses"]["JobNotFound"];
            readonly 406: components["responses"]["NotAcceptable"];
            readonly 410: components["responses"]["EventLogExpired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly openJobSocket: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The same as `Last-Event-ID`, for clients that cannot set headers.
                 * @example 7
                 */
                readonly last_event_id?: components["parameters"]["LastEventIdQuery"];
            };
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
                /**
                 * @description The `id` of the last event that you saw; the stream goes on after it, and `0` starts it at the first event. Wins over `last_event_id`; empty counts as absent. Any value that is not a number of this job's log, from the first available one − 1 to the last, is no error: it leads to `stream.reset`.
                 * @example 7
                 */
                readonly "Last-Event-ID"?: components["parameters"]["LastEventId"];
                /**
                 * @description `websocket`. Together with `Connection: Upgrade`, every WebSocket client sends it.
                 * @example websocket
                 */
                readonly Upgrade?: string;
                /**
                 * @description The version of the protocol, which is 13.
                 * @example 13
                 */
                readonly "Sec-WebSocket-Version"?: string;
                /**
                 * @description 16 random bytes in base64, made by the client for this connection.
                 * @example dGhlIHNhbXBsZSBub25jZQ==
                 */
                readonly "Sec-WebSocket-Key"?: string;
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The WebSocket is open. */
            readonly 101: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["SocketForbidden"];
            readonly 404: components["responses"]["JobOrChannelNotFound"];
            readonly 410: components["responses"]["EventLogExpired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createStreamToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        /** @description What the token is to be good for; without it, it only reads. */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["StreamTokenRequest"];
            };
        };
        readonly responses: {
            /** @description The token. It is shown only here. */
            readonly 201: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "Cache-Control": components["headers"]["SecretCacheControl"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreamToken"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["JobOrChannelNotFound"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getJobResult: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The result. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JobResult"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["JobNotFound"];
            readonly 409: components["responses"]["NoResult"];
            readonly 410: components["responses"]["ResultExpired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly cancelJob: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The job's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The job is cancelled, by this request or an earlier one. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            /** @description The job is being cancelled. */
            readonly 202: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "Retry-After": components["headers"]["PollAfter"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["JobNotFound"];
            readonly 409: components["responses"]["JobAlreadyTerminal"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listJobTypes: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The job types. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JobTypeList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listWebhookEndpoints: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description How many entries a page has at most.
                 * @example 50
                 */
                readonly limit?: components["parameters"]["PageLimit"];
                /**
                 * @description The `next_cursor` of the page before; absent for the first page.
                 * @example eyJjIjoiMjAyNi0wMy0wMlQwOToxNTowNC4xMjBaIn0
                 */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of endpoints. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
            readonly 400: components["responses"]["BadListRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly createWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The endpoint to make. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateWebhookEndpointRequest"];
            };
        };
        readonly responses: {
            /** @description The endpoint with its secret. `Location` is its address. */
            readonly 201: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly Location: components["headers"]["WebhookEndpointLocation"];
                    readonly "Cache-Control": components["headers"]["SecretCacheControl"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            readonly 400: components["responses"]["BadWebhookRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The endpoint. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["WebhookEndpointNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly deleteWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The endpoint is gone. */
            readonly 204: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["WebhookEndpointNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly updateWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointId"];
            };
            readonly cookie?: never;
        };
        /** @description What to change. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UpdateWebhookEndpointRequest"];
            };
        };
        readonly responses: {
            /** @description The endpoint as it is now. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            readonly 400: components["responses"]["BadWebhookRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["WebhookEndpointNotFound"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly rotateWebhookSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, or `default` for the tenant's default secret.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointIdOrDefault"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The new secret. It is shown only here. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly "Cache-Control": components["headers"]["SecretCacheControl"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookSecretRotation"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["WebhookEndpointNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly pingWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The delivery. */
            readonly 202: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["WebhookEndpointNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly enableWebhookEndpoint: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id: components["parameters"]["EndpointId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The endpoint, enabled. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["WebhookEndpointNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly listWebhookDeliveries: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description How many entries a page has at most.
                 * @example 50
                 */
                readonly limit?: components["parameters"]["PageLimit"];
                /**
                 * @description The `next_cursor` of the page before; absent for the first page.
                 * @example eyJjIjoiMjAyNi0wMy0wMlQwOToxNTowNC4xMjBaIn0
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                /**
                 * @description Only deliveries to this endpoint. One that does not exist has no deliveries.
                 * @example whe_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly endpoint_id?: components["parameters"]["EndpointFilter"];
                /**
                 * @description Only deliveries about this job. One that does not exist has no deliveries.
                 * @example job_0195565e2c187b3f9d4ac1e07f52b8a6
                 */
                readonly job_id?: components["parameters"]["JobFilter"];
                /**
                 * @description Only deliveries of this status.
                 * @example failed
                 */
                readonly status?: components["parameters"]["DeliveryStatusFilter"];
            };
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of deliveries. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            readonly 400: components["responses"]["BadListRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getWebhookDelivery: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The delivery's id, its `webhook-id`. A malformed one is answered like an unknown one, with 404.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly delivery_id: components["parameters"]["DeliveryId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The delivery. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDeliveryWithAttempts"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["WebhookDeliveryNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly redeliverWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
                 * @example req-7f3c2a91d04e
                 */
                readonly "X-Request-ID"?: components["parameters"]["RequestId"];
                /**
                 * @description W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A malformed one is ignored.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                readonly traceparent?: components["parameters"]["Traceparent"];
            };
            readonly path: {
                /**
                 * @description The delivery's id, its `webhook-id`. A malformed one is answered like an unknown one, with 404.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly delivery_id: components["parameters"]["DeliveryId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The delivery. */
            readonly 202: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    readonly RateLimit: components["headers"]["RateLimit"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 404: components["responses"]["WebhookDeliveryNotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is alive. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["InternalError"];
        };
    };
    readonly getReadiness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It can. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["InternalError"];
            readonly 503: components["responses"]["NotReady"];
        };
    };
    readonly getProblem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The error code.
                 * @example rate_limited
                 */
                readonly code: components["parameters"]["ProblemCode"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The code's description. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProblemType"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 404: components["responses"]["ProblemCodeNotFound"];
            readonly 500: components["responses"]["InternalError"];
        };
    };
    readonly getOpenapiJson: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a body.
                 * @example "lW8gyqzUqRqkqOEgvTzhfJSeFyE"
                 */
                readonly "If-None-Match"?: components["parameters"]["DocumentIfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly ETag: components["headers"]["DocumentETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            readonly 304: components["responses"]["DocumentUnchanged"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["InternalError"];
        };
    };
    readonly getOpenapiYaml: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a body.
                 * @example "lW8gyqzUqRqkqOEgvTzhfJSeFyE"
                 */
                readonly "If-None-Match"?: components["parameters"]["DocumentIfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly ETag: components["headers"]["DocumentETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/yaml": string;
                };
            };
            readonly 304: components["responses"]["DocumentUnchanged"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["InternalError"];
        };
    };
    readonly getOpenapi32: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a body.
                 * @example "lW8gyqzUqRqkqOEgvTzhfJSeFyE"
                 */
                readonly "If-None-Match"?: components["parameters"]["DocumentIfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly ETag: components["headers"]["DocumentETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            readonly 304: components["responses"]["DocumentUnchanged"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["InternalError"];
        };
    };
    readonly getAsyncapi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a body.
                 * @example "lW8gyqzUqRqkqOEgvTzhfJSeFyE"
                 */
                readonly "If-None-Match"?: components["parameters"]["DocumentIfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. */
            readonly 200: {
                headers: {
                    readonly "X-Request-ID": components["headers"]["RequestId"];
                    readonly ETag: components["headers"]["DocumentETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/yaml": string;
                };
            };
            readonly 304: components["responses"]["DocumentUnchanged"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["InternalError"];
        };
    };
    readonly onJobSucceeded: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The delivery's id, the same at every attempt: drop what you have handled already.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description When this attempt was sent, in seconds since 1970.
                 * @example 1772442910
                 */
                readonly "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description The signatures, one per secret that is valid. Verify them before you believe the body.
                 * @example v1,Lrl1oNhMmh9bp2CGDQs1DFON6v01B3Cm3GXHeN5Q9jk=
                 */
                readonly "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The event. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["JobSucceededWebhook"];
            };
        };
        readonly responses: {
            readonly 410: components["responses"]["WebhookGone"];
            readonly "2XX": components["responses"]["WebhookReceived"];
            readonly default: components["responses"]["WebhookNotReceived"];
        };
    };
    readonly onJobFailed: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The delivery's id, the same at every attempt: drop what you have handled already.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description When this attempt was sent, in seconds since 1970.
                 * @example 1772442910
                 */
                readonly "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description The signatures, one per secret that is valid. Verify them before you believe the body.
                 * @example v1,Lrl1oNhMmh9bp2CGDQs1DFON6v01B3Cm3GXHeN5Q9jk=
                 */
                readonly "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The event. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["JobFailedWebhook"];
            };
        };
        readonly responses: {
            readonly 410: components["responses"]["WebhookGone"];
            readonly "2XX": components["responses"]["WebhookReceived"];
            readonly default: components["responses"]["WebhookNotReceived"];
        };
    };
    readonly onJobCancelled: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The delivery's id, the same at every attempt: drop what you have handled already.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description When this attempt was sent, in seconds since 1970.
                 * @example 1772442910
                 */
                readonly "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description The signatures, one per secret that is valid. Verify them before you believe the body.
                 * @example v1,Lrl1oNhMmh9bp2CGDQs1DFON6v01B3Cm3GXHeN5Q9jk=
                 */
                readonly "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The event. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["JobCancelledWebhook"];
            };
        };
        readonly responses: {
            readonly 410: components["responses"]["WebhookGone"];
            readonly "2XX": components["responses"]["WebhookReceived"];
            readonly default: components["responses"]["WebhookNotReceived"];
        };
    };
    readonly onJobTimedOut: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The delivery's id, the same at every attempt: drop what you have handled already.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description When this attempt was sent, in seconds since 1970.
                 * @example 1772442910
                 */
                readonly "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description The signatures, one per secret that is valid. Verify them before you believe the body.
                 * @example v1,Lrl1oNhMmh9bp2CGDQs1DFON6v01B3Cm3GXHeN5Q9jk=
                 */
                readonly "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The event. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["JobTimedOutWebhook"];
            };
        };
        readonly responses: {
            readonly 410: components["responses"]["WebhookGone"];
            readonly "2XX": components["responses"]["WebhookReceived"];
            readonly default: components["responses"]["WebhookNotReceived"];
        };
    };
    readonly onJobExpired: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The delivery's id, the same at every attempt: drop what you have handled already.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description When this attempt was sent, in seconds since 1970.
                 * @example 1772442910
                 */
                readonly "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description The signatures, one per secret that is valid. Verify them before you believe the body.
                 * @example v1,Lrl1oNhMmh9bp2CGDQs1DFON6v01B3Cm3GXHeN5Q9jk=
                 */
                readonly "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The event. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["JobExpiredWebhook"];
            };
        };
        readonly responses: {
            readonly 410: components["responses"]["WebhookGone"];
            readonly "2XX": components["responses"]["WebhookReceived"];
            readonly default: components["responses"]["WebhookNotReceived"];
        };
    };
    readonly onWebhookPing: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description The delivery's id, the same at every attempt: drop what you have handled already.
                 * @example whd_019556625b1c7f02a4d83e96c0b7f1d5
                 */
                readonly "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description When this attempt was sent, in seconds since 1970.
                 * @example 1772442910
                 */
                readonly "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description The signatures, one per secret that is valid. Verify them before you believe the body.
                 * @example v1,Lrl1oNhMmh9bp2CGDQs1DFON6v01B3Cm3GXHeN5Q9jk=
                 */
                readonly "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The event. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PingWebhook"];
            };
        };
        readonly responses: {
            readonly 410: components["responses"]["WebhookGone"];
            readonly "2XX": components["responses"]["WebhookReceived"];
            readonly default: components["responses"]["WebhookNotReceived"];
        };
    };
}
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
