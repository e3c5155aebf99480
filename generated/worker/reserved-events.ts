// Generated from specs/ by `npm run generate`. Do not edit.

import type * as schemas from '../contract/schemas.js';

/** The data of `job.progress`. */
export type JobProgressData = schemas.JobProgressData;

/** The data of `job.log`. */
export type JobLogData = schemas.JobLogData;
