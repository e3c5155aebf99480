import { setTimeout as sleep } from 'node:timers/promises';
import { loadEmit } from '../../generated/worker/jobs.js';

export default loadEmit(async function* ({ input, signal, event, checkpoint }) {
  const padding = input.padding === undefined ? {} : { padding: 'x'.repeat(input.padding) };
  const done = checkpoint.value?.done ?? 0;
  const start = performance.now();
  for (let n = done + 1; n <= input.events; n += 1) {
    if (input.per_second !== undefined) {
      // By the clock, not by the last tick: a late one does not make all that follow late.
      const due = start + ((n - done) * 1000) / input.per_second;
      await sleep(Math.max(0, due - performance.now()), undefined, { signal });
    }
    yield event.tick({ n, at: performance.timeOrigin + performance.now(), ...padding });
    if (input.checkpoint_every !== undefined && n % input.checkpoint_every === 0)
      yield checkpoint.save({ done: n });
  }
  if (input.hold === true) await sleep(2 ** 31 - 1, undefined, { signal });
  return { events: input.events };
});
