/** A server whose insides a test can look at: what is queued for whom, and what its memory holds. */
import { until } from './client.js';
import type { Service, TestServer } from './service.js';

/** What a server holds when all that nobody holds has been collected; bytes. */
export interface Held {
  readonly held: number;
  /** Responses that are open, and what is queued for each, now and at most so far. */
  readonly responses: readonly { readonly port: number; readonly queued: number; readonly most: number }[];
}

/** The server, and how to look inside. */
export interface ProbedServer extends TestServer {
  readonly lookInside: () => Promise<Held>;
}

/** Starts another server of a service, with `queue-probe.mjs` in it. */
export async function startProbedServer(service: Service): Promise<ProbedServer> {
  const probe = new URL('./queue-probe.mjs', import.meta.url).href;
  const server = await service.startServer({ NODE_OPTIONS: `--import ${probe}` });
  const answers = () =>
    server
      .output()
      .split('\n')
      .filter((text) => text.startsWith('{"msg":"held"') && text.endsWith('}'));
  const lookInside = () => {
    const before = answers().length;
    server.signal('SIGUSR2');
    return until('an answer of the probe', async () => {
      const [answer] = answers().slice(before);
      return answer !== undefined && (JSON.parse(answer) as Held);
    });
  };
  return { ...server, lookInside };
}
