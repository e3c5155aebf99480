// Generated from specs/jobs/ by `npm run generate`. Do not edit.

import type { JobValidators } from '../../worker/job.js';
import type { JobTypeName } from '../job-types.js';

/** Validators of each job type. That of the input fills in defaults. */
export declare const jobValidators: Readonly<Record<JobTypeName, JobValidators>>;
