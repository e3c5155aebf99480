import { loadEmpty } from '../../generated/worker/jobs.js';

// biome-ignore lint/correctness/useYield: an empty job has no events.
export default loadEmpty(async function* () {
  return { at: performance.timeOrigin + performance.now() };
});
