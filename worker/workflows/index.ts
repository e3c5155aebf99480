/** The workflows of the bundle. */
export { runJob } from './run-job.js';
