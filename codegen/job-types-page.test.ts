/** docs/job-types.md: its example compiles as it stands, with the defaults that its table says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emitAll, loadContract, outputFolder } from './testing/emit-project.js';

const ROOT = join(import.meta.dirname, '..');
const page = readFileSync(join(ROOT, 'docs/job-types.md'), 'utf8');

/** A block of the page, by the file that it stands for. */
function block(name: string): string {
  const [, text] = new RegExp(`^\`\`\`\\w+ ${name}\\n(.*?)^\`\`\``, 'ms').exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/job-types.md has no ${name}`);
  return text;
}

test('the job type of the page is one, and its handler compiles', async () => {
  const spec = 'specs/jobs/text.translate.yaml';
  const handler = 'worker/handlers/text.translate.ts';
  const contract = await loadContract(ROOT, { [spec]: block(spec) });
  const files = new Map([...(await emitAll(contract)), [handler, block(handler)]]);
  await using folder = await outputFolder(files);
  expect(folder.typeErrors([handler])).toEqual([]);
  expect(contract.jobTypes.find(({ name }) => name === 'text.translate')).toMatchObject({
    ...{ timeoutSeconds: 900, queueTimeoutSeconds: 600, concurrency: 2, maxAttempts: 5, sync: false },
    ...{ bodyLimitBytes: 1_048_576, resultTtlSeconds: 604_800 },
  });
});
