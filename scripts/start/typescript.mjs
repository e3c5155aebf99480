// Runs the TypeScript module that is the first argument. Compiles in this thread's process alone: what is given to Node with
// --import is also loaded by every thread and every process that it starts, and a worker starts five.
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

const [, , entry] = process.argv;
process.argv.splice(1, 1);
register();
await import(pathToFileURL(entry).href);
