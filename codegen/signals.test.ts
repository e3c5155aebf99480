import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { type SignalTarget, signalShield } from './signals.js';

class FakeProcess extends EventEmitter implements SignalTarget {
  readonly pid = 1;
  readonly log: string[] = [];

  kill(_pid: number, signal: NodeJS.Signals): void {
    this.log.push(signal);
  }
}

test('a signal waits for the end of the work, and is not lost', async () => {
  const target = new FakeProcess();
  const result = signalShield(target)(async () => {
    target.emit('SIGINT', 'SIGINT');
    target.emit('SIGTERM', 'SIGTERM');
    await Promise.resolve();
    target.log.push('done');
    return 7;
  });
  expect(await result).toBe(7);
  expect(target.log).toEqual(['done', 'SIGINT']);
  expect(target.eventNames()).toEqual([]);
});

test('work that fails lets the signal through as well', async () => {
  const target = new FakeProcess();
  const result = signalShield(target)(async () => {
    target.emit('SIGTERM', 'SIGTERM');
    throw new Error('no space');
  });
  await expect(result).rejects.toThrow('no space');
  expect(target.log).toEqual(['SIGTERM']);
});
