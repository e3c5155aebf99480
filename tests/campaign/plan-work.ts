/** What the jobs of a campaign are asked to do. */
import fc from 'fast-check';

/** A job's type and input. */
export type JobWork =
  | { readonly type: 'text.generate'; readonly input: GenerateInput }
  | { readonly type: 'text.count_tokens'; readonly input: { readonly text: string } }
  | { readonly type: 'documents.summarize'; readonly input: SummarizeInput }
  | { readonly type: 'chat.session'; readonly input: ChatInput };

interface GenerateInput {
  readonly prompt: string;
  readonly max_tokens: number;
  readonly seed: number;
}

interface SummarizeInput {
  readonly documents: readonly { readonly id: string; readonly text: string }[];
  readonly max_tokens: number;
  readonly style: 'sentence';
}

interface ChatInput {
  readonly max_tokens: number;
}

/** Something short to say to a model. */
export const PROMPTS = [
  'What is a lighthouse for?',
  'Tell me about the sea.',
  'Name three colours.',
  'Why does it rain?',
  'Count from one to ten.',
];

const TEXTS = [
  'The harbour was quiet. Boats lay at the quay and nobody was in a hurry to leave.',
  'Tides are the rise and fall of sea levels. They are caused by the pull of the Moon and the Sun.',
  'Rivers dissolve minerals from rocks and carry them to the sea. Water evaporates, the minerals stay.',
];

/** Work that takes no input beside its first. */
export function work(): fc.Arbitrary<JobWork> {
  const generate = fc
    .record({
      prompt: fc.constantFrom(...PROMPTS),
      max_tokens: fc.integer({ min: 4, max: 20 }),
      seed: fc.integer({ min: 0, max: 1000 }),
    })
    .map((input) => ({ type: 'text.generate' as const, input }));
  const count = fc
    .constantFrom(...TEXTS)
    .map((text) => ({ type: 'text.count_tokens' as const, input: { text } }));
  const summarize = fc
    .record({
      texts: fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 3 }),
      max_tokens: fc.integer({ min: 8, max: 12 }),
    })
    .map(({ texts, max_tokens }) => ({
      type: 'documents.summarize' as const,
      input: {
        documents: texts.map((text, index) => ({ id: `doc-${index}`, text })),
        max_tokens,
        style: 'sentence' as const,
      },
    }));
  return fc.oneof<fc.MaybeWeightedArbitrary<JobWork>[]>(
    { weight: 4, arbitrary: generate },
    { weight: 3, arbitrary: count },
    { weight: 2, arbitrary: summarize },
  );
}

/** A conversation: of few tokens, since all of them come from the real model. */
export function chatWork(): fc.Arbitrary<JobWork> {
  return fc
    .integer({ min: 6, max: 16 })
    .map((max_tokens) => ({ type: 'chat.session' as const, input: { max_tokens } }));
}
