/** The few requests that a client of jobs makes, for helpers that are such clients. */
import { Agent, request } from 'node:http';

/** Which service, with which key. */
export interface Target {
  readonly url: string;
  readonly apiKey: string;
}

/** What comes one after the other waits so long, while Temporal finishes the one before: each is measured alone. */
export const REST_MS = 150;

/** One connection per request in flight, kept. */
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** Milliseconds of the epoch, with fractions: comparable between the processes of one machine. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Sends JSON, returns JSON; throws unless the status is 2xx. */
export function post(target: Target, path: string, body: unknown): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const sent = request(`${target.url}${path}`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${target.apiKey}`,
        'content-length': Buffer.byteLength(text),
        ...(text !== '' && { 'content-type': 'application/json' }),
      },
    });
    sent.once('error', reject);
    sent.once('response', async (response) => {
      let answer = '';
      for await (const chunk of response.setEncoding('utf8')) answer += chunk;
      const isFine = (response.statusCode ?? 500) < 300;
      if (isFine) resolve(JSON.parse(answer) as Record<string, unknown>);
      else reject(new Error(`${path} answered ${response.statusCode}: ${answer}`));
    });
    sent.end(text);
  });
}

/** Creates a job; returns its id. */
export async function createJob(target: Target, type: string, input: unknown): Promise<string> {
  return String((await post(target, '/v1/jobs', { type, input })).job_id);
}

/** Runs the work so many times, so many at once. */
export async function atOnce<T>(
  count: number,
  width: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      results[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
  return results;
}
