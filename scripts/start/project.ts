import type { Progress } from '../engines/engine-error.js';
import type { FirstJob } from './first-job.js';

/** What is started. */
export interface Project {
  /** The folder that holds its specs, its server and its worker. */
  readonly root: string;
  /** Stop after the first job. */
  readonly once: boolean;
  /** Fetches the weights of the model that its handlers use, if they use one; the path. */
  readonly ensureModel?: (onProgress: Progress, signal?: AbortSignal) => Promise<string>;
  /** An example of the contract unless given. */
  readonly firstJob?: FirstJob;
}
