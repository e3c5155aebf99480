/**
 * The laws that every job's log obeys, whatever happened to the engines and processes that wrote it. Read by SQL, past
 * the service, and held against the job's own row.
 */

/** An event as a row of the log. */
export interface LoggedEvent {
  readonly seq: number;
  readonly type: string;
  /** The whole event as one line of JSON. */
  readonly body: string;
}

/** A job as a row, with its log and its idempotency keys. */
export interface LoggedJob {
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
  readonly version: number;
  readonly first_seq: number;
  readonly last_seq: number;
  /** JSON text. */
  readonly error: string | null;
  readonly is_finished: boolean;
  readonly has_result: boolean;
  readonly keys: number;
  readonly events: readonly LoggedEvent[];
}

/** What was checked. */
export interface LogReport {
  readonly jobs: number;
  readonly events: number;
  /** How many jobs stand in each status. */
  readonly statuses: Readonly<Record<string, number>>;
}

type Query = (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

// One statement, so that all of it is of one moment.
const JOBS = `SELECT j.id, j.status, j.attempt, j.version, j.first_seq, j.last_seq, j.error,
    j.finished_at IS NOT NULL AS is_finished, coalesce(p.result IS NOT NULL, false) AS has_result,
    (SELECT count(*)::integer FROM idempotency_keys k WHERE k.job_id = j.id) AS keys,
    coalesce((SELECT json_agg(json_build_object('seq', e.seq, 'type', e.type, 'body', e.body) ORDER BY e.seq)
      FROM events e WHERE e.job_id = j.id), '[]') AS events
  FROM jobs j LEFT JOIN job_payloads p ON p.job_id = j.id ORDER BY j.created_at, j.id`;

const STRAYS = `SELECT 'events of ' || job_id || ', which does not exist' AS fault FROM (SELECT DISTINCT job_id FROM events) e
    WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.id = e.job_id)
  UNION ALL SELECT 'key ' || key || ' of ' || job_id || ', which does not exist' FROM idempotency_keys k
    WHERE job_id IS NOT NULL AND NOT EXISTS (SELECT FROM jobs j WHERE j.id = k.job_id)
  UNION ALL SELECT 'no input is stored of ' || id FROM jobs j
    WHERE NOT EXISTS (SELECT FROM job_payloads p WHERE p.job_id = j.id)`;

/** Holds all jobs of a database to the laws, and to having ended; throws with all that is broken. */
export async function checkLog(query: Query): Promise<LogReport> {
  const jobs = (await query(JOBS)) as unknown as readonly LoggedJob[];
  const strays = (await query(STRAYS)).map(({ fault }) => String(fault));
  const faults = [...strays, ...jobs.flatMap(findFaults)];
  if (faults.length > 0) throw new Error(`the log breaks ${faults.length} laws:\n${faults.join('\n')}`);
  const statuses: Record<string, number> = {};
  for (const { status } of jobs) statuses[status] = (statuses[status] ?? 0) + 1;
  return { jobs: jobs.length, events: jobs.reduce((sum, job) => sum + job.events.length, 0), statuses };
}

/** Which status may follow which, as the contract has it; written down again here, so that the two check each other. */
const FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  '': ['queued'],
  queued: ['running', 'cancelled', 'failed', 'expired'],
  running: ['succeeded', 'failed', 'timed_out', 'cancelling'],
  cancelling: ['cancelled', 'succeeded', 'failed', 'timed_out'],
};

function isTerminal(status: string): boolean {
  return FOLLOWERS[status] === undefined;
}

interface Body {
  readonly type: string;
  readonly job_id: string;
  readonly seq: number;
  readonly attempt: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A stored event, read. */
interface ParsedEvent {
  readonly seq: number;
  readonly type: string;
  readonly body: Body;
}

/** All that is wrong with one job. */
export function findFaults(job: LoggedJob): readonly string[] {
  const events = job.events.map(({ seq, type, body }) => ({ seq, type, body: JSON.parse(body) as Body }));
  const faults = [
    ...findGaps(job, events),
    ...events.flatMap((event) => findMismatch(job, event)),
    ...findStatusFaults(job, events),
    ...findRowFaults(job, events),
    ...findAttemptFaults(job, events),
  ];
  return faults.map((fault) => `${job.id} (${job.status}, attempt ${job.attempt}): ${fault}`);
}

function findGaps(job: LoggedJob, events: readonly ParsedEvent[]): string[] {
  const faults: string[] = [];
  let expected = job.first_seq;
  for (const { seq } of events) {
    if (seq !== expected) faults.push(`seq ${seq} stands where ${expected} should`);
    expected = seq + 1;
  }
  if (expected !== job.last_seq + 1)
    faults.push(`the log ends with seq ${expected - 1}, last_seq is ${job.last_seq}`);
  return faults;
}

function findMismatch(job: LoggedJob, { seq, type, body }: ParsedEvent): string[] {
  if (body.job_id === job.id && body.seq === seq && body.type === type) return [];
  return [`seq ${seq} is a ${type}, but its body is seq ${body.seq}, a ${body.type} of ${body.job_id}`];
}

function statusOf(event: ParsedEvent): string | undefined {
  return event.type === 'job.status' ? String(event.body.data.status) : undefined;
}

/** The states follow each other as they may, `running` at most once, and the terminal one once and last. */
function findStatusFaults(job: LoggedJob, events: readonly ParsedEvent[]): string[] {
  // A log whose beginning has expired: nothing is known of it.
  if (job.first_seq !== 1) return [];
  const faults: string[] = [];
  let status = '';
  let version = 0;
  for (const event of events) {
    const next = statusOf(event);
    if (isTerminal(status)) faults.push(`seq ${event.seq} (${next ?? event.type}) follows ${status}`);
    if (next === undefined) continue;
    if (!isTerminal(status) && !FOLLOWERS[status]?.includes(next))
      faults.push(`seq ${event.seq}: ${next} may not follow ${status || 'nothing'}`);
    const raised = Number(event.body.data.version);
    if (raised <= version) faults.push(`seq ${event.seq}: version ${raised} follows ${version}`);
    version = raised;
    status = next;
  }
  if (!isTerminal(status)) faults.push(`never ended: its last job.status is ${status || 'missing'}`);
  return faults;
}

/** The row says what the last `job.status` says. */
function findRowFaults(job: LoggedJob, events: readonly ParsedEvent[]): string[] {
  const faults: string[] = [];
  const last = events.findLast((event) => event.type === 'job.status');
  if (last !== undefined) {
    const { status, version, error } = last.body.data;
    if (status !== job.status) faults.push(`its last job.status says ${status}`);
    if (isTerminal(job.status) && version !== job.version)
      faults.push(`its version is ${job.version}, its last job.status says ${version}`);
    if (JSON.stringify(error ?? null) !== JSON.stringify(JSON.parse(job.error ?? 'null')))
      faults.push(`its error is ${job.error}, its last job.status says ${JSON.stringify(error)}`);
  }
  const hasError = job.error !== null;
  if (hasError !== (isTerminal(job.status) && job.status !== 'succeeded'))
    faults.push(hasError ? `has an error: ${job.error}` : 'has no error');
  if (job.has_result !== (job.status === 'succeeded'))
    faults.push(job.has_result ? 'has a result' : 'has no result');
  if (job.is_finished !== isTerminal(job.status))
    faults.push(`finished_at is ${job.is_finished ? 'set' : 'not set'}`);
  if (job.keys > 1) faults.push(`has ${job.keys} idempotency keys`);
  return faults;
}

/** An attempt begins with `running` or `job.retrying`, and from then on nobody else writes: no zombie got through. */
function findAttemptFaults(job: LoggedJob, events: readonly ParsedEvent[]): string[] {
  if (job.first_seq !== 1) return [];
  const faults: string[] = [];
  let attempt = 0;
  let isCancelling = false;
  let resumeSeq = 0;
  for (const event of events) {
    const { seq, type, body } = event;
    const status = statusOf(event);
    const begins = status === 'running' || type === 'job.retrying';
    // An attempt at a job that is being cancelled only writes the end, and does not announce itself.
    const mayRise = begins || (isCancelling && status !== undefined && isTerminal(status));
    if (body.attempt < attempt || (body.attempt > attempt && !mayRise))
      faults.push(`seq ${seq} (${type}) is of attempt ${body.attempt}, while attempt ${attempt} runs`);
    if (begins && body.attempt <= attempt)
      faults.push(`seq ${seq} (${type}) begins attempt ${body.attempt} after ${attempt}`);
    if (type === 'job.retrying') {
      faults.push(...findRetryFaults(event, resumeSeq));
      resumeSeq = Number(body.data.resume_seq);
    }
    attempt = Math.max(attempt, body.attempt);
    isCancelling ||= status === 'cancelling';
  }
  if (attempt > job.attempt) faults.push(`has events of attempt ${attempt}`);
  return faults;
}

function findRetryFaults({ seq, body }: ParsedEvent, resumeSeq: number): string[] {
  const faults: string[] = [];
  const resume = Number(body.data.resume_seq);
  if (body.data.attempt !== body.attempt)
    faults.push(`seq ${seq}: attempt ${body.attempt} announces attempt ${body.data.attempt}`);
  if (resume < resumeSeq || resume >= seq)
    faults.push(`seq ${seq}: resumes after ${resume}, after ${resumeSeq} before`);
  return faults;
}
