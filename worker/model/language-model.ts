/** The one interface that handlers know of a language model, whichever engine is behind it. */

/** One message of a chat. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** How to choose tokens, and when to stop. */
export interface Sampling {
  readonly maxTokens: number;
  /** 0 always takes the likeliest token; absent is the engine's default. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  /** Strings that end the text; they are not part of it. */
  readonly stop?: readonly string[];
}

/** What to write: the bare continuation of a text, or the next message of a chat. */
export type GenerateRequest = Sampling &
  ({ readonly prompt: string } | { readonly messages: readonly ChatMessage[] });

/** Tokens read and written. */
export interface ModelUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** How a generation ended. */
export interface Generated {
  readonly finishReason: 'stop' | 'length';
  readonly usage: ModelUsage;
}

/** The context window, where the engine tells it. */
interface ContextWindow {
  /** Tokens that prompt and answer share. */
  readonly tokens: number;
  /** The longest beginning of the text that has at most so many tokens. */
  readonly truncate: (text: string, maxTokens: number) => string;
}

/** A language model that is ready to use. Its errors are `JobError`s; an aborted signal throws the signal's reason. */
export interface LanguageModel {
  readonly name: string;
  /** Absent for a remote model: its server refuses what is too long. */
  readonly window?: ContextWindow;
  /** Yields pieces of text, never empty, never half a character; returns how it ended. */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<string, Generated, void>;
  /** Tokens of the bare text, without a chat template's. */
  countTokens(text: string, signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}
