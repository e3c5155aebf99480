/** What another project runs its own contract with: `specwire/server`. */
export { runServerProcess } from './server-process.js';
