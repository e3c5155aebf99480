/** Any server that speaks OpenAI's API: vLLM, llama.cpp, Ollama, hosted ones. */
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { JobError } from '../../generated/worker/job.js';
import type { ChatMessage, Generated, GenerateRequest, LanguageModel, ModelUsage } from './language-model.js';

/** Where the server is and what to ask it for. */
export interface OpenAiModelOptions {
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /** Absent: the first model that the server lists. */
  readonly model?: string | undefined;
}

/** Name for a server that serves one model, whatever it is called. */
const UNNAMED_MODEL = 'default';

/** Connects to the server; it need not be up yet if the model's name is given. */
export async function connectOpenAiModel(options: OpenAiModelOptions): Promise<LanguageModel> {
  // Servers on the own machine mostly need no key; the library insists on one.
  const client = new OpenAI({ baseURL: options.baseUrl, apiKey: options.apiKey ?? 'none' });
  return new OpenAiModel(client, options.model ?? (await firstModel(client)));
}

async function firstModel(client: OpenAI): Promise<string> {
  try {
    const { data } = await client.models.list({ timeout: 5000, maxRetries: 0 });
    return data[0]?.id ?? UNNAMED_MODEL;
  } catch {
    return UNNAMED_MODEL;
  }
}

class OpenAiModel implements LanguageModel {
  readonly name: string;
  readonly #client: OpenAI;

  constructor(client: OpenAI, name: string) {
    this.#client = client;
    this.name = name;
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<string, Generated, void> {
    try {
      // OpenAI's own newest models refuse max_tokens; older servers elsewhere know nothing else.
      const isOpenAi = new URL(this.#client.baseURL).hostname.endsWith('openai.com');
      const limit = isOpenAi ? 'max_completion_tokens' : 'max_tokens';
      const stream = await this.#client.chat.completions.create(
        {
          model: this.name,
          messages: messagesOf(request).map((message) => ({ ...message })),
          stream: true,
          stream_options: { include_usage: true },
          [limit]: request.maxTokens,
          ...(request.temperature !== undefined && { temperature: request.temperature }),
          ...(request.topP !== undefined && { top_p: request.topP }),
          ...(request.seed !== undefined && { seed: request.seed }),
          ...(request.stop !== undefined && request.stop.length > 0 && { stop: [...request.stop] }),
        },
        { signal },
      );
      return yield* this.#read(stream, request, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw toJobError(error);
    }
  }

  /** The API has no tokenizer: a completion of one token tells how many the prompt had. */
  async countTokens(text: string, signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    if (text === '') return 0;
    try {
      const completion = await this.#client.completions.create(
        { model: this.name, prompt: text, max_tokens: 1, temperature: 0 },
        { signal },
      );
      if (completion.usage) return completion.usage.prompt_tokens;
    } catch (error) {
      signal.throwIfAborted();
      throw toJobError(error);
    }
    throw new JobError('model_error', 'The model server does not report how many tokens it reads.', {
      retryable: false,
    });
  }

  async close(): Promise<void> {}

  async *#read(
    stream: AsyncIterable<ChatCompletionChunk>,
    request: GenerateRequest,
    signal: AbortSignal,
  ): AsyncGenerator<string, Generated, void> {
    let finish: string | undefined;
    let usage: ModelUsage | undefined;
    let pieces = 0;
    for await (const chunk of stream) {
      const choice = chunk.choices[0];
      if (choice?.delta?.content) {
        pieces++;
        yield choice.delta.content;
      }
      finish = choice?.finish_reason ?? finish;
      if (chunk.usage) {
        usage = { promptTokens: chunk.usage.prompt_tokens, completionTokens: chunk.usage.completion_tokens };
      }
    }
    // The library ends an aborted stream as if it were complete.
    signal.throwIfAborted();
    if (finish === undefined) throw unavailable('The model server broke off its answer.');
    if (finish === 'content_filter') {
      throw new JobError('input_rejected', "The model server's content filter stopped the answer.");
    }
    return {
      finishReason: finish === 'length' ? 'length' : 'stop',
      usage: usage ?? (await this.#countUsage(request, pieces, signal)),
    };
  }

  /** For servers that do not report usage while streaming: they send one piece per token. */
  async #countUsage(request: GenerateRequest, pieces: number, signal: AbortSignal): Promise<ModelUsage> {
    const prompt = messagesOf(request)
      .map((message) => message.content)
      .join('\n');
    return { promptTokens: await this.countTokens(prompt, signal), completionTokens: pieces };
  }
}

function messagesOf(request: GenerateRequest): readonly ChatMessage[] {
  return 'messages' in request ? request.messages : [{ role: 'user', content: request.prompt }];
}

function unavailable(detail: string, cause?: unknown): JobError {
  return new JobError('upstream_unavailable', detail, { cause });
}

const BUSY_STATUS = new Set([408, 409, 425, 429]);
const INPUT_STATUS = new Set([400, 413, 422]);

/** What the error means for the job. What the server wrote may quote the input: it goes nowhere. */
function toJobError(error: unknown): unknown {
  if (error instanceof JobError) return error;
  if (error instanceof APIUserAbortError) return error;
  if (error instanceof APIConnectionError)
    return unavailable('The model server could not be reached.', error);
  // A connection that breaks within a stream surfaces as the fetch's own error.
  if (error instanceof TypeError) return unavailable('The connection to the model server broke.', error);
  if (!(error instanceof APIError)) return error;
  const { status, code } = error as APIError;
  const cause = new Error(`model server: status ${status ?? 'none'}, code ${code ?? 'none'}`);
  if (status === undefined)
    return new JobError('model_error', 'The model server reported an error.', { cause });
  if (status >= 500 || BUSY_STATUS.has(status)) {
    return unavailable(`The model server answered ${status}.`, cause);
  }
  if (INPUT_STATUS.has(status)) {
    const why = code ? ` (${code})` : '';
    return new JobError('input_rejected', `The model server refused the input${why}.`, { cause });
  }
  return new JobError('model_error', `The model server answered ${status}.`, { cause, retryable: false });
}
