import { setTimeout as sleep } from 'node:timers/promises';
import { textShout } from '../../generated/worker/jobs.js';

/** Yields the events that the contract declares, and returns the result: anything else does not compile. */
export default textShout(async function* ({ input, signal, event }) {
  const words = input.text.toUpperCase().split(/\s+/).filter(Boolean);
  for (const [index, word] of words.entries()) {
    yield event.word({ index, word });
    await sleep(input.pause_ms, undefined, { signal });
  }
  return { text: words.join(' '), words: words.length };
});
