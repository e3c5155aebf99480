/** Validators compiled in a thread of their own, while the main one makes the types. */
import { Worker } from 'node:worker_threads';
import type { ValidatorInput, ValidatorOutput } from './checks.js';

/** What the thread answers with. */
export type ThreadAnswer =
  | { readonly kind: 'done'; readonly output: ValidatorOutput }
  | { readonly kind: 'failed'; readonly error: unknown };

const ENTRY = import.meta.url.endsWith('.ts') ? './thread-entry.ts' : './thread-entry.js';

/** A thread has none of the loaders of the one that starts it: from source it needs its own. */
const START = `
const { workerData: { entry } } = require('node:worker_threads');
const loader = entry.endsWith('.ts') ? import('tsx/esm/api').then(({ register }) => register()) : Promise.resolve();
loader.then(() => import(entry));
`;

/** Schemas may be nested, and lead to each other, as deep as a document has it. */
const STACK_MB = 32;

/** Compiles in a new thread. */
export function compileInThread(input: ValidatorInput): Promise<ValidatorOutput> {
  const worker = new Worker(START, {
    eval: true,
    workerData: { input, entry: new URL(ENTRY, import.meta.url).href },
    resourceLimits: { stackSizeMb: STACK_MB },
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
