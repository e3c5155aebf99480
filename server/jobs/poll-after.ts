/** How long a client that polls should wait: the longer a job has lived, the less a second matters to it. */

const STEPS: readonly (readonly [ageSeconds: number, waitSeconds: number])[] = [
  [10, 1],
  [60, 2],
  [300, 5],
  [1800, 15],
];
const LONGEST_SECONDS = 30;

/** Seconds until the job is worth another look. */
export function pollAfter(createdAt: Date, now: number = Date.now()): number {
  const age = (now - createdAt.getTime()) / 1000;
  return STEPS.find(([limit]) => age < limit)?.[1] ?? LONGEST_SECONDS;
}
