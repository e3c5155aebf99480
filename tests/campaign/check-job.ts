/**
 * What `checkLog` does not know about one job: whether it ended for a good reason, and what its type promises of its
 * events. Each function lists what is broken.
 */

import { checkTurns } from './check-turns.js';
import type { LoggedEvent, StoredJob } from './stored-job.js';

/** How often a job of a type may be tried. */
export type AttemptsOf = (type: string) => number;

/** What is wrong with one job. */
export function checkJob(job: StoredJob, attemptsOf: AttemptsOf): string[] {
  return [...checkEnding(job, attemptsOf), ...checkOwnEvents(job)].map(
    (text) => `${job.type} ${job.id} (${job.metadata.name}): ${text}`,
  );
}

/** However much broke, a job ends for a reason that the contract has for it. */
function checkEnding(job: StoredJob, attemptsOf: AttemptsOf): string[] {
  const { status, error, finishedAt, deadline, queueDeadline, attempt, type } = job;
  const code = error?.code;
  const isPast = (limit: Date | undefined) =>
    limit !== undefined && finishedAt !== undefined && finishedAt.getTime() >= limit.getTime();
  switch (status) {
    case 'succeeded':
    case 'cancelled':
      return [];
    case 'failed':
      return code === 'worker_lost' && attempt >= attemptsOf(type)
        ? []
        : [`failed with ${code} in attempt ${attempt} of ${attemptsOf(type)}`];
    case 'timed_out':
      return isPast(deadline) ? [] : ['timed out before its deadline'];
    case 'expired':
      return isPast(queueDeadline) && attempt === 0 ? [] : [`expired early, or after attempt ${attempt}`];
    default:
      return [`has not ended: ${status}`];
  }
}

/** What a client has that discards on `job.retrying` is the result; and nothing that a checkpoint covers is done again. */
function checkOwnEvents(job: StoredJob): string[] {
  const { kept, discarded } = keptEvents(job);
  switch (job.type) {
    case 'text.generate':
      return checkTokens(job, kept);
    case 'documents.summarize':
      return checkDocuments(job, kept, discarded);
    case 'chat.session':
      return checkTurns(job, kept);
    default:
      return [];
  }
}

/** Follows the log as a client does: `job.retrying` takes back what came after its `resume_seq`. */
function keptEvents({ log }: StoredJob) {
  let kept: LoggedEvent[] = [];
  const discarded: number[] = [];
  for (const event of log) {
    const { type, data } = event.body;
    if (type === 'job.retrying') {
      const before = kept.length;
      kept = kept.filter(({ seq }) => seq <= Number(data.resume_seq));
      discarded.push(before - kept.length);
    } else if (!type.startsWith('job.')) kept.push(event);
  }
  return { kept, discarded };
}

function checkTokens({ result }: StoredJob, kept: readonly LoggedEvent[]): string[] {
  const found: string[] = [];
  if (kept.some(({ body }, index) => body.data.index !== index)) found.push('tokens are missing or repeated');
  if (result === undefined) return found;
  const { text } = JSON.parse(result) as { text: string };
  if (kept.map(({ body }) => body.data.text).join('') !== text)
    found.push('the tokens of the last attempt are not the text of the result');
  return found;
}

function checkDocuments(
  { result }: StoredJob,
  kept: readonly LoggedEvent[],
  discarded: readonly number[],
): string[] {
  const found: string[] = [];
  // Document 2 again after a checkpoint that covers it would stand here as 0, 1, 2, 2.
  const indexes = kept.map(({ body }) => Number(body.data.index));
  if (indexes.some((value, index) => value !== index)) found.push(`has the documents ${indexes.join(', ')}`);
  // At most the one whose checkpoint was not stored yet.
  if (discarded.some((count) => count > 1)) found.push(`retries took back ${discarded.join(', ')} documents`);
  if (result === undefined) return found;
  const { summaries } = JSON.parse(result) as { summaries: unknown };
  if (JSON.stringify(kept.map(({ body }) => body.data)) !== JSON.stringify(summaries))
    found.push('the document events are not the summaries of the result');
  return found;
}
