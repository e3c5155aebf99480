import { describe, expect, it } from 'vitest';
import { SharedLookup } from './shared-lookup.js';

/** Questions that are answered when the test says so. */
function setUp() {
  const asked: { key: string; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const lookup = new SharedLookup<string>(
    (key) => new Promise((answer, fail) => asked.push({ key, answer, fail })),
  );
  return { asked, lookup };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('SharedLookup', () => {
  it('asks at once when nothing is under way', async () => {
    const { asked, lookup } = setUp();
    const found = lookup.find('a');
    expect(asked).toHaveLength(1);
    asked[0]?.answer('A');
    expect(await found).toBe('A');
  });

  it('never gives an answer to a question that was put before the request came', async () => {
    const { asked, lookup } = setUp();
    const early = lookup.find('a');
    const late = [lookup.find('a'), lookup.find('a'), lookup.find('a')];
    expect(asked).toHaveLength(1);
    asked[0]?.answer('old');
    expect(await early).toBe('old');
    await settle();
    expect(asked).toHaveLength(2);
    asked[1]?.answer('new');
    expect(await Promise.all(late)).toEqual(['new', 'new', 'new']);
  });

  it('keeps keys apart', () => {
    const { asked, lookup } = setUp();
    void lookup.find('a');
    void lookup.find('b');
    expect(asked.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('goes on after a failure, which only those who share it see', async () => {
    const { asked, lookup } = setUp();
    const early = lookup.find('a');
    const late = lookup.find('a');
    asked[0]?.fail(new Error('away'));
    await expect(early).rejects.toThrow('away');
    await settle();
    asked[1]?.answer('A');
    expect(await late).toBe('A');
  });

  it('forgets a key when nobody asks for it any more', async () => {
    const { asked, lookup } = setUp();
    for (let round = 0; round < 3; round += 1) {
      const found = [lookup.find('a'), lookup.find('a')];
      asked.at(-1)?.answer('A');
      await settle();
      asked.at(-1)?.answer('A');
      await Promise.all(found);
      await settle();
    }
    expect(asked).toHaveLength(6);
    void lookup.find('a');
    expect(asked).toHaveLength(7);
  });
});
