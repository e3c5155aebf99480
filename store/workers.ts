/** Which worker processes there are, for readiness. */
import type { Database, Statement } from './database.js';

/** A worker process as it describes itself. */
export interface WorkerPresence {
  readonly id: string;
  readonly taskQueues: readonly string[];
  /** It polls, with its model loaded. */
  readonly ready: boolean;
}

/** A worker process as others see it. */
export interface WorkerSeen extends WorkerPresence {
  readonly seenAt: Date;
}

const ANNOUNCE: Statement = {
  name: 'announce_worker',
  text: `INSERT INTO workers (id, task_queues, ready, seen_at) VALUES ($1, $2, $3, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET task_queues = $2, ready = $3, seen_at = clock_timestamp()`,
};

const REMOVE: Statement = { name: 'remove_worker', text: 'DELETE FROM workers WHERE id = $1' };

const FORGET: Statement = { name: 'forget_workers', text: 'DELETE FROM workers WHERE starts_with(id, $1)' };

const LIST: Statement = {
  name: 'list_workers',
  text: `SELECT id, task_queues AS "taskQueues", ready, seen_at AS "seenAt" FROM workers
    WHERE seen_at > clock_timestamp() - make_interval(secs => $1) ORDER BY id`,
};

/** Says that this worker lives; to be repeated every few seconds. */
export async function announceWorker(database: Database, worker: WorkerPresence): Promise<void> {
  await database.query(ANNOUNCE, [worker.id, worker.taskQueues, worker.ready]);
}

/** Says that this worker is gone. */
export async function removeWorker(database: Database, workerId: string): Promise<void> {
  await database.query(REMOVE, [workerId]);
}

/** Says that all workers whose id starts so are gone, for those that could not say it themselves. */
export async function forgetWorkers(database: Database, idPrefix: string): Promise<void> {
  await database.query(FORGET, [idPrefix]);
}

/** The workers that were seen within the last so many seconds. */
export async function listWorkers(database: Database, maxAgeSeconds = 15): Promise<readonly WorkerSeen[]> {
  return database.query<WorkerSeen>(LIST, [maxAgeSeconds]);
}
