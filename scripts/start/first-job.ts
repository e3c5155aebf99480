/** The first job: a real one, over HTTP, with the generated client, its tokens shown as they come. */
import { SpecwireClient } from '../../generated/sdk/typescript/index.js';

const PROMPT = 'In one sentence, what is a lighthouse for?';

/** Runs the job; resolves to whether it succeeded. */
export async function runFirstJob(
  baseUrl: string,
  apiKey: string,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const client = new SpecwireClient({ baseUrl, apiKey });
  const job = await client.jobs.create(
    { type: 'text.generate', input: { prompt: PROMPT, max_tokens: 60, temperature: 0 } },
    { signal },
  );
  write(`${job.job_id} ${PROMPT}\n  `);
  let ending = 'unfinished';
  let hasSucceeded = false;
  let tokens = 0;
  for await (const event of client.jobs.events(job, { signal })) {
    if (event.type === 'token') {
      tokens += 1;
      write(event.data.text);
    } else if (event.type === 'job.retrying') {
      write('\n  ');
    } else if (event.type === 'job.status') {
      const { status, error } = event.data;
      ending = error === undefined ? status : `${status} (${error.code}: ${error.detail ?? error.title})`;
      hasSucceeded = status === 'succeeded';
    }
  }
  write(`\n${ending}: ${tokens} token events\n`);
  return hasSucceeded;
}
