/** Every state of a job. The set is closed; which may follow which is decided in SQL (`may_follow`). */
export const JOB_STATUSES = [
  'queued',
  'running',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
  'timed_out',
  'expired',
] as const;

/** A state of a job. */
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A state that a job never leaves. */
export type TerminalStatus = 'succeeded' | 'failed' | 'cancelled' | 'timed_out' | 'expired';

const TERMINAL: ReadonlySet<string> = new Set<TerminalStatus>([
  'succeeded',
  'failed',
  'cancelled',
  'timed_out',
  'expired',
]);

/** Whether a job in this state never changes again. */
export function isTerminal(status: JobStatus): status is TerminalStatus {
  return TERMINAL.has(status);
}
