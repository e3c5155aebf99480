import type { LanguageModel } from './language-model.js';

/** Which language model to use. */
export type ModelConfig =
  | { readonly kind: 'embedded'; readonly path: string }
  | {
      readonly kind: 'openai';
      readonly baseUrl: string;
      readonly apiKey: string | undefined;
      readonly model: string | undefined;
    };

/** Loads or connects the configured model. Only the engine that is used is loaded into the process. */
export async function loadLanguageModel(config: ModelConfig): Promise<LanguageModel> {
  switch (config.kind) {
    case 'embedded':
      return await (await import('./embedded.js')).loadEmbeddedModel(config);
    case 'openai':
      return await (await import('./openai.js')).connectOpenAiModel(config);
    default:
      return config satisfies never;
  }
}
