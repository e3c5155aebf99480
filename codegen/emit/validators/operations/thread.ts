/** Validators compiled in a thread of their own, while the main one makes the types. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ValidatorInput, ValidatorOutput } from './checks.js';

/** What the thread answers with. */
export type ThreadAnswer =
  | { readonly kind: 'done'; readonly output: ValidatorOutput }
  | { readonly kind: 'failed'; readonly error: unknown };

const IS_SOURCE = import.meta.url.endsWith('.ts');

/** A thread has none of the loaders of the one that starts it: from source it needs its own. */
const START = `
const { workerData: { entry, loader } } = require('node:worker_threads');
const ready = loader === undefined ? Promise.resolve() : import(loader).then(({ register }) => register());
ready.then(() => import(entry));
`;

/** Found from here: what is evaluated would look for it in the folder that the command runs in. */
function loaderUrl(): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  return new URL('./dist/esm/api/index.mjs', tsx).href;
}

/** Schemas may be nested, and lead to each other, as deep as a document has it. */
const STACK_MB = 32;
/** Ajv makes and drops millions of small objects: with more room for new ones, less is moved about. */
const YOUNG_MB = 64;

/** Compiles in a new thread. */
export function compileInThread(input: ValidatorInput): Promise<ValidatorOutput> {
  const worker = new Worker(START, {
    eval: true,
    workerData: {
      input,
      entry: new URL(IS_SOURCE ? './thread-entry.ts' : './thread-entry.js', import.meta.url).href,
      ...(IS_SOURCE && { loader: loaderUrl() }),
    },
    resourceLimits: { stackSizeMb: STACK_MB, maxYoungGenerationSizeMb: YOUNG_MB },
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
