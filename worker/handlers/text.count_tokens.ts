import { textCountTokens } from '../../generated/worker/jobs.js';
import { languageModel } from '../model/provider.js';

/** Counts the tokens of a text. */
export default textCountTokens(async function* ({ input, signal }) {
  const model = languageModel();
  return { tokens: await model.countTokens(input.text, signal), model: model.name };
});
