import { v7 as uuid } from 'uuid';

/** `job_` and a UUIDv7 without its dashes: ordered by time, with 74 random bits. */
const JOB_ID = /^job_[0-9a-f]{32}$/;

/** A fresh job id: unguessable, and ordered by the time of its making. */
export function newJobId(): string {
  return `job_${uuid().replaceAll('-', '')}`;
}

/** Whether the text can be a job's id. Anything else is a job that does not exist, not a mistake of its own. */
export function isJobId(text: string): boolean {
  return JOB_ID.test(text);
}
