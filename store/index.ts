/**
 * What clients see, in PostgreSQL: jobs, their event logs, idempotency keys, API keys.
 *
 * - **One write path.** State changes are made by the SQL functions of `migrations/`, which a worker in another language
 *   can call as well. A trigger lets no forbidden step through, raises `version` and writes the `job.status` event in the
 *   same transaction: status and stream cannot disagree, whoever writes.
 * - **Gapless `seq`, fencing.** An append locks the job's row and takes the next numbers; an attempt that is not the
 *   current one is refused (`startAttempt`, `GroupCommitter`).
 * - **Safe to repeat.** A connection that breaks during COMMIT does not tell whether the commit took place, so everything
 *   that is retried can be: batches have an id, starts a token, creates the job's id.
 * - **Tenants.** What serves clients takes the tenant's id (`getJob`, `listJobs`, `getResult`, `requestCancel`,
 *   `deleteJob`, `createStreamToken`); what takes a job's id alone is for the runtime itself (`findJob`, `endJob`, the
 *   sweep's queries, attempts and the log).
 * - **Notifications** are sent after the commit and outside its transaction, by the functions that write. They say that a
 *   look is worth while, and bring small events along as they are stored: what gets lost costs time only.
 * - Outcomes are values; errors are PostgreSQL's. `isUnavailable(error)` says that the same may succeed later.
 *
 * Start: `openDatabase`, `migrate`, `openNotifications`, then `postgresEventLog` on both, and in a worker a
 * `GroupCommitter` on the log.
 */
export { withAdvisoryLock } from './advisory-lock.js';
export {
  type ApiKey,
  type ApiKeyLimits,
  createApiKey,
  ensureApiKey,
  ensureOnlyApiKey,
  findApiKey,
  type ListedApiKey,
  listApiKeys,
  revokeApiKey,
} from './api-keys.js';
export { type AppendOp, type StoredOp, toJsonText, toStoredOp } from './append-op.js';
export { type AttemptStart, type StartOutcome, type StartRefusal, startAttempt } from './attempts.js';
export {
  type CreateOutcome,
  createJob,
  type IdempotencyKey,
  isKnownKey,
  type JobWebhook,
  type NewJob,
} from './create-job.js';
export { Database, type DatabaseOptions, openDatabase } from './database.js';
export { isUnavailable } from './database-errors.js';
export {
  type AppendOutcome,
  type AppendRefusal,
  type AttemptOps,
  type EventLog,
  type LogCursor,
  type LogPage,
  type PageLimit,
  postgresEventLog,
} from './event-log.js';
export { GroupCommitter, type GroupCommitterOptions } from './group-commit.js';
export { JobCreator } from './job-creator.js';
export { isJobId, newJobId } from './job-id.js';
export {
  type AddedInput,
  addJobInput,
  type NewJobInput,
  readCoveredInput,
  readJobInputs,
  type StoredJobInput,
} from './job-inputs.js';
export type { JobRow, JsonText } from './job-row.js';
export { isTerminal, JOB_STATUSES, type JobStatus, type TerminalStatus } from './job-status.js';
export {
  type CancelOutcome,
  type DeleteOutcome,
  deleteJob,
  type EndOutcome,
  endJob,
  findJob,
  getJob,
  getResult,
  type JobEnding,
  type ResultOutcome,
  requestCancel,
} from './jobs.js';
export { type JobFilter, type JobPage, type ListPosition, listJobs, parseCursor } from './list-jobs.js';
export { describeDiscreetly, describeError } from './logged-error.js';
export { ChangedMigrationError, migrate, migrationsPending } from './migrate.js';
export type { JobNews } from './news.js';
export { type NotificationListener, type Notifications, openNotifications } from './notifications.js';
export { openProcessLog, type ProcessLog } from './process-log.js';
export {
  type ErrorOf,
  expireQueued,
  listCancelling,
  listToCheck,
  listUnstarted,
  markChecked,
  markWorkflowsStarted,
  timeOutOverdue,
} from './reconcile.js';
export { type PurgeOptions, type PurgeReport, purge } from './retention.js';
export { type RetryOptions, retryWhileUnavailable } from './retry.js';
export type { StoredEvent } from './stored-event.js';
export {
  createStreamToken,
  findStreamToken,
  type NewStreamToken,
  type StreamToken,
} from './stream-tokens.js';
export {
  type AttemptResult,
  type DeliveryToAttempt,
  failClosedDelivery,
  type RecordedAttempt,
  readDelivery,
  recordAttempt,
} from './webhooks/attempts.js';
export {
  type AttemptRow,
  createWebhookPing,
  type DeliveryRow,
  getDelivery,
  listDeliveries,
  listDeliveryAttempts,
  parseDeliveryCursor,
  redeliver,
} from './webhooks/deliveries.js';
export {
  type ClaimedDelivery,
  claimDeliveries,
  markDeliveriesStarted,
  purgeDeliveries,
  reclaimOverdueDeliveries,
} from './webhooks/dispatch.js';
export {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  MAX_ENDPOINTS,
  newEndpointId,
  parseEndpointCursor,
  updateWebhookEndpoint,
  type WebhookEndpointRow,
} from './webhooks/endpoints.js';
export { DEFAULT_SECRET_ID, hasDefaultWebhookSecret, rotateWebhookSecret } from './webhooks/secrets.js';
export {
  announceWorker,
  forgetWorkers,
  listWorkers,
  removeWorker,
  type WorkerPresence,
  type WorkerSeen,
} from './workers.js';
