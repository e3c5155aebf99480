import { join } from 'node:path';

/** What is shown once the service is ready: where it is, and a command to paste. */
export function greeting(url: string, apiKey: string, dataDir: string): string {
  const authorization = quote(`Authorization: Bearer ${apiKey}`);
  return `
Specwire is ready at ${url}
  API key  ${apiKey}
  logs     ${join(dataDir, 'logs')}

Create a job and follow its events:

  curl -sN -H ${authorization} ${url}$(curl -s ${url}/v1/jobs \\
    -H ${authorization} -H 'Content-Type: application/json' \\
    -d '{"type":"text.generate","input":{"prompt":"Tell me a joke.","max_tokens":64}}' \\
    | sed 's/.*"events":"\\([^"]*\\)".*/\\1/')

A first job:

`;
}

/** One word of a shell's command line. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
