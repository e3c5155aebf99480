import type { ChatSessionExchange as Exchange } from '../../generated/contract/schemas.js';
import { chatSession } from '../../generated/worker/jobs.js';
import { Inbox } from '../chat/inbox.js';
import { buildPrompt, MAX_EXCHANGES } from '../chat/prompt.js';
import type { ChatMessage, Generated, GenerateRequest, LanguageModel } from '../model/language-model.js';
import { languageModel } from '../model/provider.js';
import { sumUsage, tokenUsage } from '../model/token-usage.js';

/** A conversation in one job: a turn per message, a checkpoint after each. */
export default chatSession(async function* ({ input, inputs, signal, event, checkpoint }) {
  const model = languageModel();
  const inbox = new Inbox(inputs, checkpoint.value);
  let turn = checkpoint.value?.turns ?? 0;
  let history: readonly Exchange[] = checkpoint.value?.history ?? [];
  let usage = checkpoint.value?.usage ?? sumUsage([]);
  for (;;) {
    const message = await inbox.next(input.idle_timeout_seconds * 1000);
    if (message === 'ended' || message === 'idle') {
      return { turns: turn, finish: message, usage, model: model.name };
    }
    const interrupted = inbox.beginTurn();
    turn++;
    yield event['turn.started']({ turn, input_id: message.id });
    const { max_tokens: maxTokens, temperature } = input;
    const conversation = { systemPrompt: input.system_prompt, history, text: message.text, maxTokens };
    const messages = await buildPrompt(model, conversation, signal);
    const pieces = writeAnswer(model, { messages, maxTokens, temperature }, { signal, interrupted });
    let text = '';
    let answer: Answer | undefined;
    for (let index = 0; answer === undefined; index++) {
      const next = await pieces.next();
      if (next.done) answer = next.value;
      else {
        text += next.value;
        yield event['turn.token']({ turn, text: next.value, index });
      }
    }
    inbox.endTurn();
    const taken = tokenUsage(answer.usage);
    usage = sumUsage([usage, taken]);
    history = [...history, { user: message.text, assistant: text }].slice(-MAX_EXCHANGES);
    yield event['turn.completed']({
      turn,
      input_id: message.id,
      text,
      finish_reason: answer.finishReason,
      usage: taken,
    });
    // What has come meanwhile is in it: it will not be read again.
    yield checkpoint.save({ turns: turn, history: [...history], usage, ...inbox.state }, inbox.seq);
  }
});

type Answer = Omit<Generated, 'finishReason'> & {
  readonly finishReason: Generated['finishReason'] | 'interrupted';
};

/** The model's pieces, until it is done or interrupted. */
async function* writeAnswer(
  model: LanguageModel,
  request: GenerateRequest & { readonly messages: readonly ChatMessage[] },
  { signal, interrupted }: { readonly signal: AbortSignal; readonly interrupted: AbortSignal },
): AsyncGenerator<string, Answer, void> {
  let text = '';
  try {
    const pieces = model.generate(request, AbortSignal.any([signal, interrupted]));
    for (;;) {
      const next = await pieces.next();
      if (next.done) return next.value;
      text += next.value;
      yield next.value;
    }
  } catch (error) {
    if (signal.aborted || !interrupted.aborted) throw error;
    // The model was not asked to its end: what it took is counted here, without its template.
    const prompt = request.messages.map(({ content }) => content).join('\n');
    const [promptTokens, completionTokens] = await Promise.all([
      model.countTokens(prompt, signal),
      model.countTokens(text, signal),
    ]);
    return { finishReason: 'interrupted', usage: { promptTokens, completionTokens } };
  }
}
