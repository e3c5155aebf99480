import { textGenerate } from '../../generated/worker/jobs.js';
import type { GenerateRequest } from '../model/language-model.js';
import { languageModel } from '../model/provider.js';
import { tokenUsage } from '../model/token-usage.js';

/** Continues a prompt or a chat, one `token` event per piece of text. */
export default textGenerate(async function* ({ input, signal, event }) {
  const model = languageModel();
  const request: GenerateRequest = {
    messages: input.messages ?? [{ role: 'user', content: input.prompt ?? '' }],
    maxTokens: input.max_tokens,
    temperature: input.temperature,
    topP: input.top_p,
    ...(input.seed !== undefined && { seed: input.seed }),
    ...(input.stop !== undefined && { stop: input.stop }),
  };
  const pieces = model.generate(request, signal);
  let text = '';
  for (let index = 0; ; index++) {
    const next = await pieces.next();
    if (next.done) {
      const { finishReason, usage } = next.value;
      return { text, finish_reason: finishReason, usage: tokenUsage(usage), model: model.name };
    }
    text += next.value;
    yield event.token({ text: next.value, index });
  }
});
