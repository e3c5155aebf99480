import { describe, expect, it } from 'vitest';
import type { JobDefinition } from '../../generated/worker/job.js';
import type { StoredJobInput } from '../../store/index.js';
import { InputFeed } from './input-feed.js';

const definition = {
  spec: { name: 'chat', version: '1.0.0' },
  validators: {
    inputs: {
      say: Object.assign((data: unknown) => (data as { text?: string }).text !== 'bad', { errors: [] }),
    },
  },
} as unknown as JobDefinition;

/** A feed over a list that grows. */
function feed(options: { covered?: number; signal?: AbortSignal; failing?: number } = {}) {
  const stored: StoredJobInput[] = [];
  let failing = options.failing ?? 0;
  const inputs = new InputFeed({
    definition,
    readCovered: async () => options.covered ?? 0,
    read: async (after, limit) => {
      failing -= 1;
      if (failing >= 0) throw new Error('away');
      return stored.filter(({ seq }) => seq > after).slice(0, limit);
    },
    signal: options.signal ?? new AbortController().signal,
    onError: () => {},
  });
  const store = (text: string) => {
    const seq = stored.length + 1;
    stored.push({ seq, id: `i-${seq}`, body: JSON.stringify({ type: 'say', text }) });
  };
  return { inputs, store };
}

describe('InputFeed', () => {
  it('gives what is stored, in order, and then waits for more', async () => {
    const { inputs, store } = feed();
    for (let index = 0; index < 50; index++) store(`${index}`);
    for (let index = 0; index < 50; index++) {
      const { value } = await inputs.next();
      expect(value).toEqual({
        id: `i-${index + 1}`,
        seq: index + 1,
        data: { type: 'say', text: `${index}` },
      });
    }
    expect(inputs.taken).toBe(50);
    const next = inputs.next();
    store('late');
    inputs.wake();
    expect((await next).value).toMatchObject({ seq: 51 });
    inputs.close();
  });

  it('begins after what the checkpoint covers', async () => {
    const { inputs, store } = feed({ covered: 2 });
    for (const text of ['a', 'b', 'c']) store(text);
    expect((await inputs.next()).value).toMatchObject({ seq: 3 });
  });

  it('looks again by itself: a notification may be lost, and the database away', async () => {
    const { inputs, store } = feed({ failing: 1 });
    const next = inputs.next();
    store('a');
    expect((await next).value).toMatchObject({ seq: 1 });
  });

  it('serves calls that are made ahead one after the other', async () => {
    const { inputs, store } = feed();
    const both = [inputs.next(), inputs.next()];
    store('a');
    store('b');
    inputs.wake();
    expect((await Promise.all(both)).map(({ value }) => value?.seq)).toEqual([1, 2]);
  });

  it('throws the reason of the abort, and ends when it is closed', async () => {
    const abort = new AbortController();
    const aborted = feed({ signal: abort.signal }).inputs.next();
    abort.abort(new Error('cancelled'));
    await expect(aborted).rejects.toThrow('cancelled');
    const { inputs } = feed();
    const closed = inputs.next();
    inputs.close();
    expect(await closed).toEqual({ done: true, value: undefined });
  });

  it('refuses what this worker does not know or understand', async () => {
    const { inputs, store } = feed();
    store('bad');
    await expect(inputs.next()).rejects.toMatchObject({ code: 'input_rejected', retryable: false });
  });
});
