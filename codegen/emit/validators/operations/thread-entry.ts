/** The thread of `thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ValidatorInput } from './checks.js';
import { compileValidators } from './compile.js';
import type { ThreadAnswer } from './thread.js';

const answer: ThreadAnswer = await compileValidators(
  (workerData as { readonly input: ValidatorInput }).input,
).then(
  (output) => ({ kind: 'done', output }),
  (error: unknown) => ({ kind: 'failed', error }),
);
parentPort?.postMessage(answer);
