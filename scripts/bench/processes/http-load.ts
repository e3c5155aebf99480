/** The client that asks for the same again and again, on kept connections, as fast as it is answered. */
import autocannon from 'autocannon';
import { serveCommands } from './commands.js';

/** What to ask for. */
interface Load {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly connections: number;
  readonly seconds: number;
  /** The only status that may come. */
  readonly status: number;
}

async function run({ status, seconds, ...load }: Load) {
  const result = await autocannon({ ...load, duration: seconds });
  const right = result.statusCodeStats?.[`${status}`]?.count ?? 0;
  const answers = result['1xx'] + result['2xx'] + result['3xx'] + result['4xx'] + result['5xx'];
  if (right === 0 || right !== answers || result.errors > 0) {
    throw new Error(`not all ${status}: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors`);
  }
  return { perSecond: right / result.duration, count: right };
}

const commands = { run };

/** What it can be told. */
export type HttpLoad = typeof commands;

serveCommands(commands);
