/** One attempt at one job: runs the typed handler, stores what it yields, and writes how it ended. */
import type { Logger } from 'pino';
import type { JobErrorCode } from '../../generated/contract/problems.js';
import type { JobDefinition } from '../../generated/worker/job.js';
import {
  type AppendOutcome,
  type Database,
  describeDiscreetly,
  findJob,
  type GroupCommitter,
  isTerminal,
  readCoveredInput,
  readJobInputs,
  requestCancel,
  type TerminalStatus,
} from '../../store/index.js';
import { type AbortKind, AttemptAborted } from './abort.js';
import { emissionOp } from './emission-op.js';
import { EventWriter } from './event-writer.js';
import { ContractViolation, classifyError, type Failure, isJobError, jobErrorBody } from './failure.js';
import { followHandler, type HandlerEnd } from './follow-handler.js';
import { parseCheckpoint, parseInput, type Start } from './input.js';
import { InputFeed } from './input-feed.js';
import type { RunningAttempt, RunningJobs } from './running-jobs.js';

/** What attempts share in a process. */
export interface AttemptDeps {
  readonly database: Database;
  readonly committer: GroupCommitter;
  readonly running: RunningJobs;
  readonly log: Logger;
  /** How long a handler that does not heed its signal is waited for. */
  readonly graceMs: number;
}

/** The attempt to run. */
export interface StartedAttempt {
  readonly definition: JobDefinition;
  readonly start: Start;
  readonly traceId: string | undefined;
  /** No other attempt follows: a failure is the job's end. */
  readonly isLast: boolean;
}

/** How an attempt ended. */
export type AttemptEnd =
  /** The job is over, and says so. */
  | { readonly kind: 'ended'; readonly status: TerminalStatus }
  /** Somebody else has the job, or ended it: nothing more to do. */
  | { readonly kind: 'superseded' }
  /** Another attempt has to go on. */
  | { readonly kind: 'again'; readonly code: JobErrorCode; readonly isShutdown: boolean };

/** `setTimeout` takes no more. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The state of one attempt while it runs. */
export class Attempt implements RunningAttempt {
  readonly jobId: string;
  readonly attempt: number;
  readonly #controller = new AbortController();
  readonly #deps: AttemptDeps;
  readonly #started: StartedAttempt;
  readonly #writer: EventWriter;
  readonly #log: Logger;
  readonly #inputs: InputFeed;
  #heardAt = performance.now();

  constructor(deps: AttemptDeps, started: StartedAttempt) {
    const { jobId, attempt, type } = started.start.job;
    this.jobId = jobId;
    this.attempt = attempt;
    this.#deps = deps;
    this.#started = started;
    this.#log = deps.log.child({ job_id: jobId, job_type: type, attempt, trace_id: started.traceId });
    this.#inputs = new InputFeed({
      definition: started.definition,
      readCovered: () => readCoveredInput(deps.database, jobId),
      read: (after, limit) => readJobInputs(deps.database, jobId, after, limit),
      signal: this.#controller.signal,
      onError: (error) => this.#log.debug({ err: error }, 'inputs not read; trying again'),
    });
    this.#writer = new EventWriter(
      (ops) => deps.committer.append(jobId, attempt, ops),
      (outcome) => this.#heed(outcome),
    );
  }

  /** Runs the handler to its end and writes that. */
  async run(): Promise<AttemptEnd> {
    const startedAt = performance.now();
    this.#log.debug('attempt started');
    const end = await this.#run();
    const outcome = end.kind === 'ended' ? end.status : end.kind;
    this.#log.info({ outcome, ms: Math.round(performance.now() - startedAt) }, 'attempt ended');
    return end;
  }

  async #run(): Promise<AttemptEnd> {
    const { definition, start } = this.#started;
    if (start.job.status === 'cancelling') return await this.#stop('cancelled');
    if (start.remainingMs <= 0) return await this.#stop('deadline');
    const deadline = setTimeout(() => this.abort('deadline'), Math.min(start.remainingMs, MAX_TIMER_MS));
    this.#deps.running.add(this);
    try {
      const input = parseInput(definition, start);
      if (input.kind === 'rejected') return await this.#finish('failed', 'input_rejected', input.detail);
      return await this.#conclude(await this.#runHandler(input.value, parseCheckpoint(start)));
    } finally {
      clearTimeout(deadline);
      this.#inputs.close();
      this.#deps.running.delete(this);
    }
  }

  /** Has the handler stop; the first reason stands. */
  abort(kind: AbortKind): void {
    if (!this.#controller.signal.aborted) this.#controller.abort(new AttemptAborted(kind));
  }

  /** Has a handler that waits for input look for it. */
  wake(): void {
    this.#inputs.wake();
  }

  /** Reads the job's state, unless an append has told it just now, and stops the handler if it should not go on. */
  async check(maxAgeMs = 0): Promise<void> {
    if (performance.now() - this.#heardAt < maxAgeMs) return;
    const job = await findJob(this.#deps.database, this.jobId);
    this.#heardAt = performance.now();
    if (job === undefined || job.attempt !== this.attempt || isTerminal(job.status)) this.abort('superseded');
    else if (job.status === 'cancelling') this.abort('cancelled');
  }

  #heed(outcome: AppendOutcome): void {
    this.#heardAt = performance.now();
    if (!outcome.accepted && outcome.reason !== 'forbidden') {
      this.#log.info({ reason: outcome.reason, current_attempt: outcome.attempt }, 'late write refused');
      this.abort('superseded');
    } else if (outcome.status === 'cancelling') this.abort('cancelled');
  }

  async #runHandler(input: unknown, checkpoint: unknown): Promise<HandlerEnd> {
    const { signal } = this.#controller;
    const { definition, start } = this.#started;
    const { job } = start;
    const info = {
      id: job.jobId,
      type: job.type,
      attempt: job.attempt,
      metadata: job.metadata,
      tags: job.tags,
      ...(job.traceparent !== undefined && { traceparent: job.traceparent }),
    };
    return await followHandler({
      start: () => definition.run({ job: info, input, signal, checkpoint, inputs: this.#inputs }),
      store: (emission) => this.#writer.push(emissionOp(definition, emission, this.#inputs.taken)),
      signal,
      graceMs: this.#deps.graceMs,
      onCleanUpError: (error) =>
        this.#log.warn({ err: describeDiscreetly(error) }, 'handler clean-up failed'),
    });
  }

  async #conclude(end: HandlerEnd): Promise<AttemptEnd> {
    switch (end.kind) {
      case 'result':
        return await this.#succeed(end.value);
      case 'error':
        return await this.#fail(end.error);
      case 'aborted':
        return await this.#stop(end.why);
      default:
        return end satisfies never;
    }
  }

  async #succeed(result: unknown): Promise<AttemptEnd> {
    const { validators } = this.#started.definition;
    if (!validators.result(result)) {
      return await this.#fail(new ContractViolation('result', validators.result.errors ?? []));
    }
    try {
      const outcome = await this.#writer.finish({ kind: 'finish', status: 'succeeded', result });
      return outcome.accepted ? { kind: 'ended', status: 'succeeded' } : { kind: 'superseded' };
    } catch (error) {
      // It has no JSON form, or PostgreSQL cannot take it.
      return await this.#fail(error);
    }
  }

  async #fail(error: unknown): Promise<AttemptEnd> {
    const failure = classifyError(error);
    this.#logFailure(error, failure);
    if (!failure.tryAgain || this.#started.isLast) {
      return await this.#finish('failed', failure.code, failure.detail, failure.retryable);
    }
    return await this.#leaveToNext(failure, false);
  }

  async #stop(why: AbortKind): Promise<AttemptEnd> {
    switch (why) {
      case 'cancelled':
        return await this.#finish('cancelled', 'cancelled', DETAILS.cancelled);
      case 'deadline':
        return await this.#finish('timed_out', 'deadline_exceeded', DETAILS.deadline);
      case 'superseded':
        return { kind: 'superseded' };
      case 'shutdown':
        return await this.#leaveToNext(STOPPED, true);
      default:
        return why satisfies never;
    }
  }

  /** Stores why this attempt failed, so that `job.retrying` can tell it, and what the handler had yielded before. */
  async #leaveToNext(
    failure: Pick<Failure, 'code' | 'detail' | 'retryable'>,
    isShutdown: boolean,
  ): Promise<AttemptEnd> {
    const error = jobErrorBody(this.jobId, failure.code, failure.detail, failure.retryable);
    const outcome = await this.#writer.finish({ kind: 'attempt_failed', error });
    if (!outcome.accepted) return { kind: 'superseded' };
    // Cancelled in this very moment: no other attempt will come to say so.
    if (outcome.status === 'cancelling') return await this.#stop('cancelled');
    return { kind: 'again', code: failure.code, isShutdown };
  }

  async #finish(
    status: 'failed' | 'cancelled' | 'timed_out',
    code: JobErrorCode,
    detail: string,
    retryable?: boolean,
  ): Promise<AttemptEnd> {
    const error = jobErrorBody(this.jobId, code, detail, retryable);
    const outcome = await this.#writer.finish({ kind: 'finish', status, error });
    if (outcome.accepted) return { kind: 'ended', status };
    if (outcome.reason !== 'forbidden' || status !== 'cancelled') return { kind: 'superseded' };
    // Temporal was asked to cancel, and nobody else: the job is still `running`.
    const { tenantId } = this.#started.start.job;
    await requestCancel(this.#deps.database, { tenantId, jobId: this.jobId, error });
    const again = await this.#writer.finish({ kind: 'finish', status, error });
    return again.accepted ? { kind: 'ended', status } : { kind: 'superseded' };
  }

  #logFailure(error: unknown, { code, tryAgain }: Failure): void {
    const fields = { code, will_retry: tryAgain && !this.#started.isLast };
    if (error instanceof ContractViolation) {
      this.#log.error(
        { ...fields, subject: error.subject, errors: error.faults },
        'handler broke its contract',
      );
    } else if (isJobError(error)) {
      // Its message is the client's; it may quote the input.
      const reason = error.cause instanceof Error ? error.cause.message : undefined;
      this.#log.info({ ...fields, reason }, 'handler gave up');
    } else {
      this.#log.error({ ...fields, err: describeDiscreetly(error) }, 'handler failed');
    }
  }
}

const STOPPED = { code: 'worker_lost', detail: 'The worker was stopped.', retryable: true } as const;

const DETAILS = {
  cancelled: 'The job was cancelled while it ran.',
  deadline: "The job's time ran out before it was done.",
} as const;
