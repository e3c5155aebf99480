/** Ports that stay free until the engine listens. */
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { EngineError, PortInUseError } from './engine-error.js';
import { freePort, portsFor, startOnPort } from './free-port.js';

describe('free ports', () => {
  it.each([
    ['Linux', [32_768, 60_999], [20_000, 32_000]],
    ['IANA', [49_152, 65_535], [20_000, 32_000]],
    ['a low range', [10_000, 40_000], [40_001, 65_535]],
    ['a wide range', [15_000, 65_000], [10_000, 14_999]],
    ['all of them', [1024, 65_535], [20_000, 32_000]],
  ] as const)('are not among those of outgoing connections: %s', (_, outgoing, wanted) => {
    expect(portsFor(outgoing)).toEqual(wanted);
  });

  it('are different ones, that can be listened on', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    expect(new Set(ports).size).toBe(20);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(ports[0], '127.0.0.1', resolve);
    });
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('startOnPort', () => {
  const start = (failures: number, failure: (port: number) => Error) => {
    const ports: number[] = [];
    return {
      ports,
      on: async (port: number) => {
        ports.push(port);
        if (ports.length <= failures) throw failure(port);
        return port;
      },
    };
  };
  const inUse = (port: number) => new PortInUseError('An engine', port);

  it('takes another port when somebody was quicker, twice', async () => {
    const engine = start(2, inUse);
    await startOnPort(undefined, engine.on);
    expect(new Set(engine.ports).size).toBe(3);
    await expect(startOnPort(undefined, start(3, inUse).on)).rejects.toThrow('already in use');
  });

  it('keeps to the port that is wanted, and tries again if it was another one that is in use', async () => {
    const other = start(2, () => inUse(5));
    expect(await startOnPort(4, other.on)).toBe(4);
    expect(other.ports).toEqual([4, 4, 4]);
    const same = start(1, inUse);
    await expect(startOnPort(4, same.on)).rejects.toThrow('its port 4 is already in use');
    expect(same.ports).toEqual([4]);
  });

  it('does not try again what fails otherwise', async () => {
    const engine = start(1, () => new EngineError('the disk is full'));
    await expect(startOnPort(undefined, engine.on)).rejects.toThrow('the disk is full');
    expect(engine.ports).toHaveLength(1);
  });
});
