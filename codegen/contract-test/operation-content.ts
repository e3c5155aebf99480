/** What an operation answers with, as far as a request asks for it. */
import { isEventStream, isLines } from '../emit/media-types.js';
import type { MediaType, Operation } from '../model/contract.js';

/** 2xx; `default` only if there is nothing else. */
function successes({ responses }: Operation): Operation['responses'] {
  const named = responses.filter(({ status }) => status.startsWith('2'));
  return named.length > 0 ? named : responses.filter(({ status }) => status === 'default');
}

/** The streams that a success may be. */
export function streamsOf(operation: Operation): readonly MediaType[] {
  return successes(operation).flatMap(({ content }) =>
    content.filter((media) => isEventStream(media) || isLines(media)),
  );
}

/** Whether a success may be something else than a stream. */
export function hasOtherContent(operation: Operation): boolean {
  return successes(operation).some(({ content }) =>
    content.some((media) => !isEventStream(media) && !isLines(media)),
  );
}

/** All content types that are documented, streams aside; those of refusals count less. */
export function acceptOf(operation: Operation): string {
  const good = successes(operation);
  const types = (list: Operation['responses']) =>
    list.flatMap(({ content }) =>
      content
        .filter((media) => !isEventStream(media) && !isLines(media))
        .map(({ contentType }) => contentType),
    );
  const first = new Set(types(good));
  const others = new Set(types(operation.responses.filter((one) => !good.includes(one))));
  const accept = [...first, ...[...others].filter((type) => !first.has(type)).map((type) => `${type};q=0.5`)];
  return first.size === 0 ? '*/*' : accept.join(', ');
}
