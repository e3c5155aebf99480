/** What the model is shown of a conversation: as much of its latest part as fits. */
import type { ChatSessionExchange as Exchange } from '../../generated/contract/schemas.js';
import type { ChatMessage, LanguageModel } from '../model/language-model.js';

/** What the chat template takes of the context for each message, beside its text. */
const TEMPLATE_TOKENS = 16;
/** Where the model does not tell its context, and the most that a checkpoint keeps. */
export const MAX_EXCHANGES = 20;

/** A conversation and what is to be answered now. */
export interface Conversation {
  readonly systemPrompt: string | undefined;
  /** Oldest first. */
  readonly history: readonly Exchange[];
  readonly text: string;
  readonly maxTokens: number;
}

/** The messages for the model. The newest exchanges are kept; a message that is too long by itself is cut. */
export async function buildPrompt(
  model: LanguageModel,
  conversation: Conversation,
  signal: AbortSignal,
): Promise<readonly ChatMessage[]> {
  const { systemPrompt, history, maxTokens } = conversation;
  const system: ChatMessage[] = systemPrompt === undefined ? [] : [{ role: 'system', content: systemPrompt }];
  if (model.window === undefined)
    return [...system, ...history.flatMap(messagesOf), userMessage(conversation.text)];
  const size = async (messages: readonly ChatMessage[]) => {
    const counts = messages.map(({ content }) => model.countTokens(content, signal));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count + TEMPLATE_TOKENS, 0);
  };
  let left = model.window.tokens - maxTokens - (await size(system)) - TEMPLATE_TOKENS;
  const asked = userMessage(model.window.truncate(conversation.text, Math.max(1, left)));
  left -= await size([asked]);
  const kept: ChatMessage[] = [];
  for (const exchange of history.toReversed()) {
    const messages = messagesOf(exchange);
    left -= await size(messages);
    if (left < 0) break;
    kept.unshift(...messages);
  }
  return [...system, ...kept, asked];
}

function userMessage(content: string): ChatMessage {
  return { role: 'user', content };
}

function messagesOf({ user, assistant }: Exchange): readonly ChatMessage[] {
  return [userMessage(user), { role: 'assistant', content: assistant }];
}
