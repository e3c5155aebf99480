/** The workflows of the bundle. */
export { deliverWebhook } from './deliver-webhook.js';
export { runJob } from './run-job.js';
