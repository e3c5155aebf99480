/** The embedded model: a GGUF file run by llama.cpp on the CPU, inside this process. */
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type ChatHistoryItem,
  type ChatWrapper,
  getLlama,
  JinjaTemplateChatWrapper,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
  resolveChatWrapper,
  type Token,
} from 'node-llama-cpp';
import { JobError } from '../../generated/worker/job.js';
import { ConfigError } from '../config-error.js';
import { MAX_THREADS } from '../thread-pool.js';
import type { ChatMessage, Generated, GenerateRequest, LanguageModel, Sampling } from './language-model.js';
import { LeasePool } from './lease-pool.js';
import { StopScanner } from './stop-scanner.js';
import { TokenDecoder } from './token-decoder.js';

/**
 * One generation. Its threads wait for each other by spinning, so a second one that must share its core with anything
 * else holds the first up. Measured for a model of this size on 2 cores: one thread writes 75–85 tokens/s, beside a busy
 * process too; two write 50–65, and 15 beside a busy process.
 */
const THREADS_PER_GENERATION = 1;

/**
 * Generations at once. Each has a llama.cpp context of its own, made when it is first needed (190 MB at 8,192 tokens):
 * measured on 2 cores, two contexts write 140 tokens/s together, two sequences of one context 75.
 */
const MAX_GENERATIONS = 3;

const MAX_CONTEXT_TOKENS = 8192;

/** Prompt tokens read at a time; an abort is noticed between two portions. */
const PROMPT_PORTION = 128;

/** Settings of the embedded model. */
export interface EmbeddedModelOptions {
  /** The GGUF file. */
  readonly path: string;
}

/** Loads the model, and the context of the first generation. */
export async function loadEmbeddedModel(options: EmbeddedModelOptions): Promise<LanguageModel> {
  await access(options.path).catch(() => {
    throw new ConfigError(`SPECWIRE_MODEL_PATH: there is no file ${options.path}`);
  });
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    maxThreads: MAX_THREADS,
    logLevel: LlamaLogLevel.error,
  });
  const model = await llama.loadModel({ modelPath: options.path });
  const contextSize = Math.min(MAX_CONTEXT_TOKENS, model.trainContextSize);
  const pool = new LeasePool(MAX_GENERATIONS, async () => {
    const context = await model.createContext({ sequences: 1, contextSize, threads: THREADS_PER_GENERATION });
    return context.getSequence();
  });
  pool.release(await pool.acquire(new AbortController().signal));
  return new EmbeddedModel(model, pool, contextSize, modelName(options.path));
}

/** `SmolLM2-135M-Instruct.Q4_1.gguf` is the model SmolLM2-135M-Instruct. */
function modelName(path: string): string {
  return basename(path, '.gguf').replace(/[.-](I?Q\d\w*|F16|F32|BF16)$/i, '');
}

class EmbeddedModel implements LanguageModel {
  readonly name: string;
  readonly window;
  readonly #model: LlamaModel;
  readonly #pool: LeasePool<LlamaContextSequence>;
  readonly #chat: ChatWrapper;

  constructor(model: LlamaModel, pool: LeasePool<LlamaContextSequence>, contextSize: number, name: string) {
    this.name = name;
    this.#model = model;
    this.#pool = pool;
    this.#chat = chatWrapper(model);
    this.window = { tokens: contextSize, truncate: this.#truncate.bind(this) };
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<string, Generated, void> {
    const prompt =
      'messages' in request ? this.#chatTokens(request.messages) : this.#textTokens(request.prompt);
    if (prompt.length + request.maxTokens > this.window.tokens) {
      throw new JobError(
        'input_rejected',
        `The prompt has ${prompt.length} tokens; with ${request.maxTokens} to generate, it does not fit into the ` +
          `model's context of ${this.window.tokens} tokens.`,
      );
    }
    const sequence = await this.#pool.acquire(signal);
    try {
      const last = await readPrompt(sequence, prompt, signal);
      const generated = yield* this.#write(sequence, last, request, signal);
      return { ...generated, usage: { ...generated.usage, promptTokens: prompt.length } };
    } finally {
      this.#pool.release(sequence);
    }
  }

  async countTokens(text: string, signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    return this.#model.tokenize(text).length;
  }

  async close(): Promise<void> {
    await this.#model.llama.dispose();
  }

  async *#write(
    sequence: LlamaContextSequence,
    last: Token,
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<string, Generated, void> {
    const decoder = new TokenDecoder<Token>((tokens, before) =>
      this.#model.detokenize(tokens, false, before),
    );
    const scanner = new StopScanner(sampling.stop ?? []);
    let count = 0;
    let finishReason: Generated['finishReason'] = 'length';
    const tokens = sequence.evaluate([last], samplingOptions(sampling));
    try {
      for (let next = tokens.next(); ; ) {
        const { done, value: token } = await next;
        signal.throwIfAborted();
        if (done) break;
        if (this.#model.isEogToken(token)) {
          finishReason = 'stop';
          break;
        }
        count++;
        const { text, stopped } = scanner.push(decoder.push(token));
        const isLast = stopped || count >= sampling.maxTokens;
        // The model is at work on the next token while this one is on its way.
        if (!isLast) {
          next = tokens.next();
          next.catch(() => {});
        }
        if (text !== '') yield text;
        if (stopped) return { finishReason: 'stop', usage: { promptTokens: 0, completionTokens: count } };
        if (isLast) break;
      }
    } finally {
      await tokens.return();
    }
    const { text, stopped } = scanner.push(decoder.end());
    const rest = stopped ? text : text + scanner.end();
    if (rest !== '') yield rest;
    return {
      finishReason: stopped ? 'stop' : finishReason,
      usage: { promptTokens: 0, completionTokens: count },
    };
  }

  #textTokens(text: string): Token[] {
    const tokens = this.#model.tokenize(text);
    const { bos, shouldPrependBosToken } = this.#model.tokens;
    // Something must be read before anything can follow it.
    const needsBos = shouldPrependBosToken || tokens.length === 0;
    return needsBos && bos !== null ? [bos, ...tokens] : tokens;
  }

  #chatTokens(messages: readonly ChatMessage[]): Token[] {
    const chatHistory: ChatHistoryItem[] = [...messages.map(historyItem), { type: 'model', response: [] }];
    const { contextText } = this.#chat.generateContextState({ chatHistory });
    return contextText.tokenize(this.#model.tokenizer);
  }

  #truncate(text: string, maxTokens: number): string {
    const tokens = this.#model.tokenize(text);
    if (tokens.length <= maxTokens) return text;
    return this.#model.detokenize(tokens.slice(0, maxTokens)).replace(/\uFFFD+$/, '');
  }
}

/** The file's own chat template where it has one; the library's guess otherwise. */
function chatWrapper(model: LlamaModel): ChatWrapper {
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  if (template === undefined) return resolveChatWrapper(model);
  return new JinjaTemplateChatWrapper({ template, tokenizer: model.tokenizer });
}

function historyItem(message: ChatMessage): ChatHistoryItem {
  switch (message.role) {
    case 'system':
      return { type: 'system', text: message.content };
    case 'user':
      return { type: 'user', text: message.content };
    case 'assistant':
      return { type: 'model', response: [message.content] };
    default:
      throw new TypeError(`unknown role ${message.role satisfies never}`);
  }
}

/** Reads all of the prompt but its last token, from which generation starts; returns that one. */
async function readPrompt(
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  signal: AbortSignal,
): Promise<Token> {
  const last = prompt.at(-1);
  if (last === undefined) throw new JobError('input_rejected', 'There is no prompt.');
  await sequence.clearHistory();
  for (let start = 0; start < prompt.length - 1; start += PROMPT_PORTION) {
    signal.throwIfAborted();
    const end = Math.min(start + PROMPT_PORTION, prompt.length - 1);
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(start, end));
  }
  signal.throwIfAborted();
  return last;
}

function samplingOptions(sampling: Sampling) {
  return {
    temperature: sampling.temperature ?? 0,
    topP: sampling.topP ?? 1,
    yieldEogToken: true,
    ...(sampling.seed !== undefined && { seed: sampling.seed }),
  };
}
