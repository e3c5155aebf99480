/** Names that an author may choose and code has a use for already: what the compiler takes must compile. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emitAll, loadContract, outputFolder } from '../testing/emit-project.js';

const ROOT = join(import.meta.dirname, '../../tests/golden/jobs');

const VARIABLES = [
  ...['jobId', 'jobEvents', 'readEventStream', 'newIdempotencyKey', 'encodeURIComponent'],
  ...['undefined', 'arguments', 'options', 'body', 'schemas', 'constructor', '__proto__', '日本', 'class'],
];

/** An operation whose path has a parameter of each name, and which reads a stream by another job's events. */
const PATH = `
  /jobs/{job_id}/${VARIABLES.map((name) => `{${name}}`).join('/')}:
    parameters:
${['job_id', ...VARIABLES].map((name) => `      - { name: ${name}, in: path, required: true, schema: { type: string } }`).join('\n')}
    post:
      operationId: everything
      tags: [jobs]
      parameters:
        - { name: Idempotency-Key, in: header, schema: { type: string } }
      responses:
        '200':
          description: All at once, or one by one.
          content:
            application/json: { schema: { type: string } }
            text/event-stream: { x-itemSchema: { $ref: ./schemas/events.yaml#/JobEvent } }
`;

const WEBHOOKS = ['class', 'undefined', 'arguments', '1.2', 'it\'s a "name"', '日本 a'];

const payloadOf = (name: string) =>
  `{ type: object, required: [type], properties: { type: { const: ${JSON.stringify(name)} } } }`;

const HOOKS = WEBHOOKS.map(
  (name, index) => `
  ${JSON.stringify(name)}:
    post:
      operationId: hook${index}
      requestBody: { content: { application/json: { schema: ${payloadOf(name)} } } }
      responses:
        '204': { description: Received. }
`,
).join('');

async function withNames(path: string, ...changes: readonly [string, string][]): Promise<string> {
  const text = await readFile(join(ROOT, path), 'utf8');
  return changes.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
}

test('parameters, schemas, messages and webhooks may be called whatever the specs allow', async () => {
  const contract = await loadContract(ROOT, {
    'specs/openapi.yaml': await withNames(
      'specs/openapi.yaml',
      ['\nwebhooks:', `${PATH}\nwebhooks:${HOOKS}`],
      ['job.yaml#/CreateJob', 'job.yaml#/create-job'],
    ),
    'specs/schemas/job.yaml': await withNames('specs/schemas/job.yaml', ['\nCreateJob:', '\ncreate-job:']),
    'specs/asyncapi.yaml': await withNames(
      'specs/asyncapi.yaml',
      ['JobStatus:', 'job-status:'],
      ['messages/JobStatus', 'messages/job-status'],
      [
        '\n    address: null\n    messages:',
        `\n    address: null\n    messages:${WEBHOOKS.map((name, index) => `\n      Hook${index}: { name: ${JSON.stringify(name)}, payload: ${payloadOf(name)} }`).join('')}`,
      ],
    ),
  });
  const files = await emitAll(contract);
  await using output = await outputFolder(files);
  const sources = [...files.keys()].filter((path) => /^generated\/.*\.(ts|js)$/.test(path));
  expect(output.typeErrors(sources.filter((path) => path.endsWith('.ts')))).toEqual([]);
  const scripts = sources.filter((path) => path.endsWith('.js'));
  for (const script of scripts) await import(join(output.path, script));
});
