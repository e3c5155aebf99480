/** What another project runs its own handlers with: `specwire/worker`. */
export { runWorkerProcess, type WorkerProcessOptions } from './worker-process.js';
