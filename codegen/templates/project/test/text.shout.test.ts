import assert from 'node:assert/strict';
import { test } from 'node:test';
import shout from '../worker/handlers/text.shout.js';

/** Runs the handler as a worker would, without one. */
async function run(input: unknown) {
  assert.ok(shout.validators.input(input), JSON.stringify(shout.validators.input.errors));
  const job = { id: 'job_test', type: shout.spec.name, attempt: 1, metadata: {}, tags: [] };
  const inputs = (async function* () {})();
  const { signal } = new AbortController();
  const running = shout.run({ job, input, signal, checkpoint: undefined, inputs });
  const words: unknown[] = [];
  for (;;) {
    const { done, value } = await running.next();
    if (done === true) return { words, result: value };
    if (value.kind === 'event') words.push(value.data);
  }
}

test('each word is an event, and the result is all of them', async () => {
  const { words, result } = await run({ text: 'good  morning', pause_ms: 0 });
  assert.deepEqual(words, [
    { index: 0, word: 'GOOD' },
    { index: 1, word: 'MORNING' },
  ]);
  assert.deepEqual(result, { text: 'GOOD MORNING', words: 2 });
  assert.ok(shout.validators.result(result));
});

test('an input that the contract does not allow is refused', () => {
  assert.equal(shout.validators.input({ text: '' }), false);
});
