/** This project's server: its contract, and the platform's handlers. */
import { contract } from '../generated/server/index.js';
import { runServerProcess } from './server-process.js';

await runServerProcess(contract);
