/**
 * Group commit of creates: what the requests of a server process want to store at once goes into one durable
 * transaction. The first leaves at once; what comes while one is under way goes together with the next.
 */
import { type CreateOutcome, createJob, type NewJob } from './create-job.js';
import type { Database, Statement } from './database.js';
import { isUnavailable } from './database-errors.js';
import { JOB_COLUMNS, type JobRecord, type JobRow, toJobRow } from './job-row.js';

/** The most jobs, and characters of their inputs, that go into one transaction. */
const MAX_JOBS = 64;
const MAX_CHARACTERS = 1_000_000;

const CREATE_MANY: Statement = {
  name: 'create_jobs',
  text: `SELECT ${JOB_COLUMNS} FROM create_jobs($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
    $7::text[], $8::int[], $9::int[], $10::int[], $11::int[], $12::text[], $13::text[], $14::text[], $15::text[],
    $16::text[])`,
};

interface Waiting {
  readonly job: NewJob;
  readonly resolve: (outcome: CreateOutcome | PromiseLike<CreateOutcome>) => void;
  readonly reject: (error: unknown) => void;
}

/** The creator of one process. */
export class JobCreator {
  readonly #database: Database;
  readonly #waiting: Waiting[] = [];
  #isStoring = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Does what `createJob` does, at the same time for all that wait. */
  create(job: NewJob): Promise<CreateOutcome> {
    // Few jobs bring a webhook of their own; it is stored in the job's own transaction.
    if (job.webhook !== undefined) return createJob(this.#database, job);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      if (!this.#isStoring) void this.#storeAll();
    });
  }

  async #storeAll(): Promise<void> {
    this.#isStoring = true;
    // The other requests that were read in this turn of the loop go along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#store(this.#takeBatch());
    this.#isStoring = false;
  }

  #takeBatch(): Waiting[] {
    let count = 0;
    let characters = 0;
    for (const { job } of this.#waiting) {
      characters += job.input.length;
      if (count === MAX_JOBS || (count > 0 && characters > MAX_CHARACTERS)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    const jobs = batch.map(({ job }) => job);
    try {
      const created = await this.#createMany(jobs);
      for (const { job, resolve } of batch) {
        const row = created.get(job.jobId);
        // Alone it also waits for a key that is being stored, and is told what became of it; nobody waits for that.
        resolve(row === undefined ? createJob(this.#database, job) : { kind: 'created', job: row });
      }
    } catch (error) {
      for (const { job, resolve, reject } of batch) {
        if (isUnavailable(error)) reject(error);
        // Something in the batch cannot be stored now, or at all: each for itself, so that only it suffers.
        else resolve(createJob(this.#database, job));
      }
    }
  }

  async #createMany(jobs: readonly NewJob[]): Promise<ReadonlyMap<string, JobRow>> {
    const records = await this.#database.query<JobRecord>(CREATE_MANY, toColumns(jobs));
    return new Map(records.map((record) => [record.id, toJobRow(record)]));
  }
}

function toColumns(jobs: readonly NewJob[]): unknown[] {
  const column = <T>(read: (job: NewJob) => T) => jobs.map(read);
  return [
    column((job) => job.jobId),
    column((job) => job.tenantId),
    column((job) => job.type),
    column((job) => job.typeVersion),
    column((job) => job.input),
    column((job) => JSON.stringify(job.metadata)),
    column((job) => JSON.stringify(job.tags)),
    column((job) => job.timeoutSeconds),
    column((job) => job.queueTimeoutSeconds),
    column((job) => job.resultTtlSeconds),
    column((job) => job.eventTtlSeconds),
    column((job) => job.requestId ?? null),
    column((job) => job.traceparent ?? null),
    column((job) => job.idempotency?.operation ?? null),
    column((job) => job.idempotency?.key ?? null),
    column((job) => job.idempotency?.fingerprint ?? null),
  ];
}
