/** The model that this process's handlers use: chosen and loaded by `main.ts` before the first job. */
import type { LanguageModel } from './language-model.js';

let current: LanguageModel | undefined;

/** Sets the model; before the worker polls. */
export function setLanguageModel(model: LanguageModel): void {
  current = model;
}

/** The model. Handlers call it when they run. */
export function languageModel(): LanguageModel {
  if (current === undefined) throw new Error('no language model is set');
  return current;
}
