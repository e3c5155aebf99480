/** contract/job-types.ts: what the specs say about running each job type. */
import type { Contract, GeneratedFile, JobType } from '../model/contract.js';
import { docComment, header, literal, quote } from './typescript-text.js';

function spec(job: JobType): string {
  const fields = {
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
    examples: job.examples,
  };
  return `  ${quote(job.name)}: ${literal(fields, '  ')},\n`;
}

/** Emits the table of job types. */
export function emitJobTypes(contract: Contract): readonly GeneratedFile[] {
  const content = [
    header(contract.jobTypes.length > 0 ? 'specs/jobs' : 'the specs'),
    "import type { JobTypeSpec } from './job-type-spec.js';\n",
    `${docComment('Job types by name.')}export const jobTypes = {\n${contract.jobTypes.map(spec).join('')}} as const satisfies Record<string, JobTypeSpec>;\n`,
    `${docComment('Name of a job type.')}export type JobTypeName = keyof typeof jobTypes;\n`,
  ].join('\n');
  return [{ path: 'contract/job-types.ts', content, ownership: 'generated' }];
}
