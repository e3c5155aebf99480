/** The language model without a service around it. */
import type { GenerateRequest, LanguageModel } from '../../../worker/model/language-model.js';
import { loadLanguageModel } from '../../../worker/model/load.js';
import { serveCommands } from './commands.js';

let model: LanguageModel | undefined;

async function load({ path }: { readonly path: string }): Promise<void> {
  model = await loadLanguageModel({ kind: 'embedded', path });
}

/** Pieces a second, from the first to the last; and the text. */
async function generate(request: GenerateRequest) {
  if (model === undefined) throw new Error('not loaded');
  const times: number[] = [];
  let text = '';
  for await (const piece of model.generate(request, new AbortController().signal)) {
    times.push(performance.now());
    text += piece;
  }
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  return { perSecond: (times.length - 1) / seconds, text };
}

const commands = { load, generate };

/** What it can be told. */
export type ModelAlone = typeof commands;

serveCommands(commands);
