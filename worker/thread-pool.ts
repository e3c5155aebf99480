/** How many threads the embedded model computes in. */

/** All generations together; more threads than cores make llama.cpp some fifty times slower. */
export const MAX_THREADS = 2;

/**
 * What a worker process with the embedded model has in its environment, unless somebody set it to something else.
 * llama.cpp computes in the threads of libuv's pool, and each step goes to the one that has waited longest: of Node's
 * four, always to one that the system takes for a sleeper, which waits for, or is interrupted by, whatever else runs.
 * Measured on 2 cores: with two threads `text.generate` writes 0.97 of what the model alone does (with three or four
 * 0.93), and two generations together 215 tokens/s (184). libuv reads it before any module of ours runs, so that whoever
 * starts the process has to say it (libuv, "Thread pool work scheduling").
 */
export function threadPoolEnv(): { UV_THREADPOOL_SIZE: string } {
  return { UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE || String(MAX_THREADS) };
}
