import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
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

test('one that comes while work keeps the event loop waiting is heard of after it', async () => {
  const script = `
    import { writeSync } from 'node:fs';
    const { signalShield } = await import(${JSON.stringify(new URL('./signals.ts', import.meta.url).href)});
    await signalShield(process)(() => {
      writeSync(1, 'begun ');
      for (const end = Date.now() + 500; Date.now() < end; );
      writeSync(1, 'done ');
    });
    writeSync(1, 'went on');
    setTimeout(() => {}, 60_000);
  `;
  const args = ['--import', 'tsx/esm', '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (said === '') child.kill('SIGTERM');
    said += String(chunk);
  });
  const [, signal] = await once(child, 'close');
  expect([said.startsWith('begun done '), signal]).toEqual([true, 'SIGTERM']);
}, 30_000);
