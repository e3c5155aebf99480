/** What a contract documents of an answer: by status, then by content type. */
import type { MediaType, Operation, Response } from '../model/contract.js';
import { matches } from '../runtime/client/media-type.js';

/** The entry of a status: itself, its range, `default`; undefined if it is not documented. */
export function documentedResponse({ responses }: Operation, status: number): Response | undefined {
  const range = `${Math.floor(status / 100)}XX`;
  return (
    responses.find((one) => one.status === String(status)) ??
    responses.find((one) => one.status.toUpperCase() === range) ??
    responses.find((one) => one.status === 'default')
  );
}

/** The documented content type that an answer's is: the very one, or the narrowest range that it lies in. */
export function documentedMedia({ content }: Response, contentType: string): MediaType | undefined {
  const given = bareType(contentType);
  const rank = (media: MediaType): number => {
    const documented = bareType(media.contentType);
    if (documented === given) return Number.POSITIVE_INFINITY;
    // Of two ranges that a type lies in, the longer one is the narrower.
    return matches(documented, given) ? documented.length : 0;
  };
  return content.filter((media) => rank(media) > 0).sort((one, other) => rank(other) - rank(one))[0];
}

/** The type without its parameters, in lower case. */
export function bareType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Whether an operation says anything of how it refuses. */
export function documentsRefusals({ responses }: Operation): boolean {
  return responses.some(({ status }) => /^4|^default$/i.test(status));
}

/** What an operation's documentation lists, for messages: `200, 404, default`. */
export function listStatuses({ responses }: Operation): string {
  return responses.map(({ status }) => status).join(', ') || 'nothing';
}
