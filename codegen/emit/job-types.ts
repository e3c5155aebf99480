/** contract/job-types.ts: what the specs say about running each job type. */
import type { Contract, GeneratedFile, JobType } from '../model/contract.js';
import { docComment } from './doc-comment.js';
import { header, jobsSource } from './headers.js';
import { literalField } from './typescript-text.js';

function specLine(job: JobType): string {
  const spec = {
    name: job.name,
    version: job.version,
    description: job.description,
    timeoutSeconds: job.timeoutSeconds,
    queueTimeoutSeconds: job.queueTimeoutSeconds,
    concurrency: job.concurrency,
    maxAttempts: job.maxAttempts,
    sync: job.sync,
    bodyLimitBytes: job.bodyLimitBytes,
    resultTtlSeconds: job.resultTtlSeconds,
    events: job.events.map((event) => event.name),
    inputs: job.inputs.map((input) => input.name),
    examples: job.examples,
  };
  return literalField(job.name, spec, '  ');
}

/** Emits the table of job types. */
export function emitJobTypes(contract: Contract): readonly GeneratedFile[] {
  const specs = contract.jobTypes.map(specLine).join('');
  const content = `${header(jobsSource(contract))}
import type { JobTypeSpec } from './job-type-spec.js';

${docComment('Job types by name.')}export const jobTypes = {${specs === '' ? '' : `\n${specs}`}} as const satisfies Record<string, JobTypeSpec>;

${docComment('Name of a job type.')}export type JobTypeName = keyof typeof jobTypes;
`;
  return [{ path: 'contract/job-types.ts', content, ownership: 'generated' }];
}
