/** Validators compiled in a thread of their own, while the main one makes the types. */
import { Worker } from 'node:worker_threads';
import type { ValidatorInput, ValidatorOutput } from './checks.js';

/** What the thread answers with. */
export type ThreadAnswer =
  | { readonly kind: 'done'; readonly output: ValidatorOutput }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Schemas may be nested, and lead to each other, as deep as a document has it. */
const STACK_MB = 32;

/** From source the thread needs the loader that this one was started with, if it was: a test runner has its own. */
const isSource = import.meta.url.endsWith('.ts');

/** Compiles in a new thread. */
export function compileInThread(input: ValidatorInput): Promise<ValidatorOutput> {
  const worker = new Worker(new URL(`./thread-entry.${isSource ? 'ts' : 'js'}`, import.meta.url), {
    workerData: input,
    resourceLimits: { stackSizeMb: STACK_MB },
    ...(isSource && { execArgv: ['--import', 'tsx/esm'] }),
  });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread of validators ended with ${code}`)));
    worker.once('message', (answer: ThreadAnswer) => {
      if (answer.kind === 'done') resolve(answer.output);
      else reject(answer.error);
    });
  });
}
