/** Ports for the engines: nobody listens on them, and no outgoing connection is given them meanwhile. */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { EngineError, PortInUseError } from './engine-error.js';

const STARTS = 3;
const TRIES = 100;
const LEAST_PORTS = 1000;
/** Given out by this process; whoever asked may not listen yet. */
const given = new Set<number>();

/** Inclusive. */
type Range = readonly [first: number, last: number];

/** A port of the loopback address that nobody listens on now. */
export async function freePort(): Promise<number> {
  const [first, last] = portsFor(outgoingPorts());
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(first, last + 1);
    if (given.has(port) || !(await canListen(port))) continue;
    given.add(port);
    return port;
  }
  throw new EngineError(`no free port found between ${first} and ${last}`);
}

/** Which ports to choose from, when outgoing connections get theirs from a range: others, where there are enough. */
export function portsFor([first, last]: Range): Range {
  const choices: readonly Range[] = [
    [20_000, Math.min(first - 1, 32_000)],
    [last + 1, 65_535],
    [10_000, first - 1],
  ];
  return choices.find(([from, to]) => to - from >= LEAST_PORTS) ?? [20_000, 32_000];
}

function outgoingPorts(): Range {
  try {
    const [first, last] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
      .split(/\s+/)
      .map(Number);
    if (first && last) return [first, last];
  } catch {
    // Not Linux: what IANA set aside, and other systems use.
  }
  return [49_152, 65_535];
}

function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Starts something on a port: the wanted one, else a free one. Starts it again, on another port unless one was wanted,
 * if somebody was quicker to take a port that it needs.
 */
export async function startOnPort<T>(
  wanted: number | undefined,
  start: (port: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(wanted ?? (await freePort()));
    } catch (error) {
      const isOver = attempt === STARTS || !(error instanceof PortInUseError) || error.port === wanted;
      if (isOver) throw error;
    }
  }
}
