/** `npm start` in this repository: its project, with the language model that its handlers use. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureModel } from './engines/model.js';
import { startProject } from './start/start-project.js';

const PROMPT = 'In one sentence, what is a lighthouse for?';

const args = process.argv.slice(2);
const unknown = args.find((argument) => argument !== '--once');
if (unknown !== undefined) {
  process.stderr.write(`unknown argument ${unknown}; there is only --once\n`);
  process.exit(2);
}

process.exit(
  await startProject({
    root: dirname(dirname(fileURLToPath(import.meta.url))),
    once: args.includes('--once'),
    ensureModel,
    firstJob: { type: 'text.generate', input: { prompt: PROMPT, max_tokens: 60, temperature: 0 } },
  }),
);
