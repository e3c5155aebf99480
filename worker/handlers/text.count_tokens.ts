import { textCountTokens } from '../../generated/worker/jobs.js';
import { languageModel } from '../model/provider.js';

/** Counts the tokens of a text. */
// biome-ignore lint/correctness/useYield: this job type has no events of its own.
export default textCountTokens(async function* ({ input, signal }) {
  const model = languageModel();
  return { tokens: await model.countTokens(input.text, signal), model: model.name };
});
