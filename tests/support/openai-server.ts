/**
 * An OpenAI-compatible server over the real embedded model, as llama.cpp's or vLLM's would be: the other way to the
 * same tokens, spoken over HTTP. Speaks `POST /v1/chat/completions` and `POST /v1/completions`, streamed or not.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LanguageModel } from '../../worker/model/language-model.js';

interface CompletionRequest {
  readonly model?: string;
  readonly prompt?: string;
  readonly messages?: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
  readonly top_p?: number;
  readonly seed?: number;
  readonly stop?: string | readonly string[];
  readonly stream?: boolean;
}

/** A running server and the requests it has seen. */
export interface OpenAiServer {
  readonly baseUrl: string;
  readonly paths: string[];
  readonly stop: () => Promise<void>;
}

function stops(stop: CompletionRequest['stop']): readonly string[] {
  return typeof stop === 'string' ? [stop] : (stop ?? []);
}

async function answer(model: LanguageModel, request: IncomingMessage, response: ServerResponse) {
  const body = JSON.parse(await text(request)) as CompletionRequest;
  const isChat = request.url?.endsWith('/chat/completions') ?? false;
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  const generation = model.generate(
    {
      ...(body.messages ? { messages: body.messages } : { prompt: body.prompt ?? '' }),
      maxTokens: body.max_completion_tokens ?? body.max_tokens ?? 16,
      stop: stops(body.stop),
      ...(body.temperature !== undefined && { temperature: body.temperature }),
      ...(body.top_p !== undefined && { topP: body.top_p }),
      ...(body.seed !== undefined && { seed: body.seed }),
    },
    abort.signal,
  );
  const envelope = {
    id: 'cmpl-1',
    created: 1,
    model: model.name,
    object: isChat ? 'chat.completion.chunk' : 'text_completion',
  };
  response.writeHead(200, { 'content-type': body.stream ? 'text/event-stream' : 'application/json' });
  const send = (payload: object) =>
    response.write(`data: ${JSON.stringify({ ...envelope, ...payload })}\n\n`);
  let whole = '';
  let step = await generation.next();
  while (!step.done) {
    whole += step.value;
    const piece = isChat ? { delta: { content: step.value } } : { text: step.value };
    if (body.stream) send({ choices: [{ index: 0, ...piece, finish_reason: null }] });
    step = await generation.next();
  }
  const { finishReason, usage } = step.value;
  const counted = {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
  };
  if (!body.stream) {
    const message = isChat ? { message: { role: 'assistant', content: whole } } : { text: whole };
    response.end(
      JSON.stringify({
        ...envelope,
        choices: [{ index: 0, ...message, finish_reason: finishReason }],
        usage: counted,
      }),
    );
    return;
  }
  send({ choices: [{ index: 0, ...(isChat ? { delta: {} } : { text: '' }), finish_reason: finishReason }] });
  send({ choices: [], usage: counted });
  response.end('data: [DONE]\n\n');
}

/** Serves the model on a free port. */
export async function startOpenAiServer(model: LanguageModel): Promise<OpenAiServer> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    answer(model, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    paths,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
