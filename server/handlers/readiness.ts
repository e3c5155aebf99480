/** `GET /readyz`: looks at all that the service needs, and says what of it is missing. */
import type { ReadinessCheck, ReadinessChecks } from '../../generated/contract/schemas.js';
import type { MetaHandlers } from '../../generated/server/handlers.js';
import { listWorkers, migrationsPending } from '../../store/index.js';
import { taskQueues } from '../../worker/contract.js';
import type { RequestContext } from '../http/context.js';
import { ProblemError } from '../http/problem-error.js';
import type { Services } from '../services.js';

/** Whatever does not answer in this time is reported as failing: probes have little patience. */
const CHECK_MS = 1500;
/** Anybody may ask, so the answer is good for a moment. */
const KEEP_MS = 250;
const WORKER_SECONDS = 30;
const RETRY_SECONDS = 5;

const OK = 'ok';

/** Makes the handler. */
export function createReadinessHandler(services: Services): MetaHandlers<RequestContext>['getReadiness'] {
  let latest: { readonly at: number; readonly checks: Promise<ReadinessChecks> } | undefined;
  return async function getReadiness() {
    const now = performance.now();
    if (latest === undefined || now - latest.at > KEEP_MS) latest = { at: now, checks: runChecks(services) };
    const checks = await latest.checks;
    const missing = Object.entries(checks)
      .filter(([, check]) => check.required && check.status !== OK)
      .map(([name]) => name);
    const reason = services.whyNotServing();
    if (missing.length === 0 && reason === undefined) {
      return { status: 200, headers: {}, body: { status: 'ready', checks } };
    }
    throw new ProblemError('unavailable', {
      detail: reason ?? `Not ready: ${missing.join(', ')}.`,
      retryAfter: RETRY_SECONDS,
      extensions: { checks },
    });
  };
}

async function runChecks(services: Services): Promise<ReadinessChecks> {
  const { database, workflows, settings } = services;
  const queue = taskQueues(settings.taskQueuePrefix).workflows;
  const [databaseState, migrations, worker, temporal] = await Promise.all([
    check(() => database.ping().then(() => undefined), 'PostgreSQL does not answer.'),
    check(async () => {
      const pending = await migrationsPending(database);
      return pending.length === 0 ? undefined : 'Migrations are to be run.';
    }, UNKNOWN),
    check(async () => {
      const workers = await listWorkers(database, WORKER_SECONDS);
      const polls = workers.some((one) => one.ready && one.taskQueues.includes(queue));
      return polls ? undefined : `No worker has reported in the last ${WORKER_SECONDS} seconds.`;
    }, UNKNOWN),
    check(async () => ((await workflows.check()) ? undefined : NO_TEMPORAL), NO_TEMPORAL),
  ]);
  return {
    database: toCheck(databaseState, true),
    migrations: toCheck(migrations, true),
    worker: toCheck(worker, settings.expectWorker),
    temporal: toCheck(temporal, false),
  };
}

const UNKNOWN = 'Unknown without the database.';
const NO_TEMPORAL = 'Temporal does not answer.';

function toCheck(fault: string | undefined, required: boolean): ReadinessCheck {
  return fault === undefined ? { status: OK, required } : { status: 'failing', required, detail: fault };
}

/** What is wrong, or undefined. */
async function check(
  look: () => Promise<string | undefined>,
  whenItFails: string,
): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(whenItFails), CHECK_MS);
  });
  try {
    return await Promise.race([look(), timeout]);
  } catch {
    return whenItFails;
  } finally {
    clearTimeout(timer);
  }
}
