import { join } from 'node:path';
import type { FirstJob } from './first-job.js';

/** Where a service that is ready is. */
export interface ServicePlace {
  readonly url: string;
  readonly apiKey: string;
  readonly dataDir: string;
}

/** What is shown once the service is ready: where it is, and a command to paste that creates a job. */
export function greeting({ url, apiKey, dataDir }: ServicePlace, job: FirstJob | undefined): string {
  const place = `
Specwire is ready at ${url}
  API key  ${apiKey}
  logs     ${join(dataDir, 'logs')}
`;
  if (job === undefined) return `${place}\nNo job type has an example that runs by itself: none is run.\n`;
  const authorization = quote(`Authorization: Bearer ${apiKey}`);
  return `${place}
Create a job and follow its events:

  curl -sN -H ${authorization} ${url}$(curl -s ${url}/v1/jobs \\
    -H ${authorization} -H 'Content-Type: application/json' \\
    -d ${quote(JSON.stringify(job))} \\
    | sed 's/.*"events":"\\([^"]*\\)".*/\\1/')

A first job:

`;
}

/** One word of a shell's command line. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
