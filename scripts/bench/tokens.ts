import { threadPoolEnv } from '../../worker/thread-pool.js';
import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { startBenchService } from './load-service.js';
import type { JobClient } from './processes/job-client.js';
import type { ModelAlone } from './processes/model-alone.js';
import { alternate, pick } from './rounds.js';

const PROMPT = 'Write an essay of two thousand words about the sea and its lighthouses.';

/** What a token loses on its way from the model to the client. */
export const tokens: Figure = {
  name: 'tokens',
  title: 'tokens/s of `text.generate`',
  baseline:
    'the model, called directly in a process of its own with the same prompt, seed and number of threads.',
  method:
    'A job of `text.generate` on the embedded model, which writes 600 tokens, read by a client; from the first `token` event to the last. Both sides must write the same text.',
  durability: 'every token is committed before it is sent; the model does not wait for it.',
  note: 'A token takes some 7.5 ms (on other days of the same kind of machine 16), most of it in the model’s thread. While the model works on it, the one before is committed, brought along by its notification, and sent: 0.5 ms of processor time in the worker, 0.8 in PostgreSQL, 0.7 in the server and 0.3 in the client. That fits beside the model’s thread on two cores as long as the system leaves that thread on one of them. With Node’s four threads it did not: llama.cpp’s steps went to each of them in turn, those were woken where something else ran, waited 0.4 ms a token, and the ratio was 0.93. Both sides have two now, as a worker is to be started with (docs/operations.md).',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const maxTokens = amount(context, 600, 40);
  const { target } = await startBenchService(context, { root: context.compiled.project });
  const client = startHelper<JobClient>(context, 'job-client');
  const model = startHelper<ModelAlone>(context, 'model-alone', threadPoolEnv());
  await model.ask('load', { path: context.engines.modelPath });
  const sampling = { temperature: 0, seed: 7 };
  const messages = [{ role: 'user' as const, content: PROMPT }];
  const input = { prompt: PROMPT, max_tokens: maxTokens, ...sampling };
  const rounds = await alternate(
    context,
    () => client.ask('generate', { target, input }),
    () => model.ask('generate', { messages, maxTokens, ...sampling }),
  );
  const texts = new Set([...rounds.ours, ...rounds.baseline].map(({ text }) => text));
  if (texts.size !== 1) throw new Error('the two sides did not write the same text');
  return [
    {
      unit: '/s',
      ...pick(rounds, ({ perSecond }) => perSecond),
      aims: [{ kind: 'ratio at least', value: 0.95 }],
    },
  ];
}
