/** What a client can choose from with `Accept`. */
import type { Operation } from '../../model/contract.js';

/** The content types of an operation's successes; none where it may answer with anything: a range. */
export function offeredTypes({ responses }: Operation): readonly string[] {
  const successes = responses.filter(({ status }) => /^2/.test(status));
  const types = new Set(successes.flatMap(({ content }) => content.map(({ contentType }) => contentType)));
  return [...types].some((type) => type.includes('*')) ? [] : [...types];
}
