import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { startBenchService } from './load-service.js';
import type { JobClient } from './processes/job-client.js';
import type { ModelAlone } from './processes/model-alone.js';
import { alternate, pick } from './rounds.js';

const PROMPT = 'Tell the story of a lighthouse keeper and his daughter, in many words.';

/** What a token loses on its way from the model to the client. */
export const tokens: Figure = {
  name: 'tokens',
  title: 'tokens/s of `text.generate`',
  baseline: 'the model, called directly in a process of its own with the same prompt and seed.',
  method:
    'A job of `text.generate` on the embedded model, read by a client; from the first `token` event to the last. Both sides must write the same text.',
  durability: 'every token is committed before it is sent; the model does not wait for it.',
  note: 'A token takes some 16.5 ms, most of it in the model’s thread, and 0.7 in the JavaScript of its library, as in the baseline. While the model works on a token, the one before is committed, brought along by its notification, and sent: of one core, that takes 6 % in the worker (the library’s part included), 4 in PostgreSQL, 3 in the server and 1 in the client, and on two cores the system now and then lets one of them have the core of the model’s thread. While the server read each event that it was told of, it took 6 % and PostgreSQL 5, and the ratio was 0.93 to 0.96.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const maxTokens = amount(context, 200, 40);
  const { target } = await startBenchService(context, { root: context.compiled.project });
  const client = startHelper<JobClient>(context, 'job-client');
  const model = startHelper<ModelAlone>(context, 'model-alone');
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
