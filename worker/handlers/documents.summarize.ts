import type {
  DocumentsSummarizeDocument as Document,
  DocumentsSummarizeInput as Input,
  DocumentsSummarizeSummary as Summary,
} from '../../generated/contract/schemas.js';
import { documentsSummarize } from '../../generated/worker/jobs.js';
import type { ChatMessage, LanguageModel } from '../model/language-model.js';
import { languageModel } from '../model/provider.js';
import { sumUsage, tokenUsage } from '../model/token-usage.js';

/** Low, so that a summary stays with its text; not 0, at which small models repeat themselves. */
const TEMPERATURE = 0.3;

/** What chat template and instructions take of the context, beside their own texts. */
const TEMPLATE_TOKENS = 64;

const FORMS = {
  sentence: 'in a single sentence',
  paragraph: 'in one short paragraph',
  bullets: 'as a short list of bullet points, each on a line of its own that starts with "- "',
} as const;

/** Summarises documents one by one; a retry goes on after the last one that is done. */
export default documentsSummarize(async function* ({ input, signal, event, progress, log, checkpoint }) {
  const model = languageModel();
  const total = input.documents.length;
  const summaries: Summary[] = [...(checkpoint.value?.summaries ?? [])];
  if (summaries.length > 0)
    yield log({ level: 'info', message: `Going on after ${summaries.length} documents.` });
  for (const [index, document] of input.documents.entries()) {
    if (index < summaries.length) continue;
    const { text, isCut } = await cutToWindow(document, input, model, signal);
    if (isCut) {
      const message = `Document ${index} is too long for the model; its end was cut off.`;
      yield log({ level: 'warn', message, fields: { index } });
    }
    const summary = await summarize({ ...document, text }, index, input, model, signal);
    summaries.push(summary);
    yield event.document(summary);
    yield progress({ fraction: summaries.length / total, completed: summaries.length, total });
    yield checkpoint.save({ summaries });
  }
  return { summaries, usage: sumUsage(summaries.map((summary) => summary.usage)), model: model.name };
});

type DocumentInput = Pick<Input, 'style' | 'max_tokens' | 'instructions'>;

/** Cuts the document to what the model can read, where the model tells how much that is. */
async function cutToWindow(
  document: Document,
  input: DocumentInput,
  model: LanguageModel,
  signal: AbortSignal,
) {
  if (model.window === undefined) return { text: document.text, isCut: false };
  const around = messages({ ...document, text: '' }, input)
    .map((message) => message.content)
    .join('\n');
  const taken = (await model.countTokens(around, signal)) + TEMPLATE_TOKENS + (input.max_tokens ?? 0);
  const text = model.window.truncate(document.text, Math.max(1, model.window.tokens - taken));
  return { text, isCut: text.length < document.text.length };
}

function messages(document: Document, input: DocumentInput): readonly ChatMessage[] {
  const title = document.title === undefined ? '' : `Title: ${document.title}\n\n`;
  const instructions = input.instructions === undefined ? '' : ` ${input.instructions}`;
  return [
    {
      role: 'system',
      content: `You summarize texts. Summarize the user's text ${FORMS[input.style ?? 'paragraph']}. Answer with the summary only.${instructions}`,
    },
    { role: 'user', content: `${title}${document.text}` },
  ];
}

async function summarize(
  document: Document,
  index: number,
  input: DocumentInput,
  model: LanguageModel,
  signal: AbortSignal,
): Promise<Summary> {
  const request = {
    messages: messages(document, input),
    maxTokens: input.max_tokens ?? 128,
    temperature: TEMPERATURE,
    seed: index,
  };
  const pieces = model.generate(request, signal);
  let summary = '';
  for (;;) {
    const next = await pieces.next();
    if (next.done) {
      return { id: document.id, index, summary: summary.trim(), usage: tokenUsage(next.value.usage) };
    }
    summary += next.value;
  }
}
