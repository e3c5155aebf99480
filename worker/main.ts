/** This project's worker: its handlers, and the language model that they use. */
import { readModelConfig } from './config.js';
import { handlers } from './handlers/index.js';
import { loadLanguageModel } from './model/load.js';
import { setLanguageModel } from './model/provider.js';
import { runWorkerProcess } from './worker-process.js';

await runWorkerProcess({
  handlers,
  prepare: async () => setLanguageModel(await loadLanguageModel(readModelConfig(process.env))),
});
