/** What a body's content type means to the code around it. */
import type { MediaType, Operation, Response } from '../model/contract.js';
import { isJsonType } from '../model/webhooks.js';

/** JSON as such, or a format on top of it; not a sequence of JSON texts. */
export function isJson(media: MediaType): boolean {
  return isJsonType(media.contentType);
}

/** Text that is not JSON. */
export function isText(media: MediaType): boolean {
  const pattern = /^(text\/|application\/([\w.+-]+\+)?(yaml|xml|x-yaml|javascript|graphql)\s*(;|$))/i;
  return pattern.test(media.contentType) && !isJson(media);
}

/** A stream of server-sent events. */
export function isEventStream(media: MediaType): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(media.contentType);
}

/** A stream of JSON texts: one a line, or behind record separators. */
export function isLines(media: MediaType): boolean {
  return /^application\/(jsonl|x-jsonl|jsonlines|x-jsonlines|ndjson|x-ndjson|([\w.-]+\+)?json-seq)\s*(;|$)/i.test(
    media.contentType,
  );
}

/** The responses that are no problems: 101, 2xx and 3xx; `default` only if there is nothing else. */
export function successes(operation: Operation): readonly Response[] {
  const named = operation.responses.filter(({ status }) => /^(101|[23](\d\d|XX))$/i.test(status));
  return named.length > 0 ? named : operation.responses.filter(({ status }) => status === 'default');
}

/** Whether an operation turns its connection into a WebSocket. */
export function upgrades(operation: Operation): boolean {
  return operation.responses.some(({ status }) => status === '101');
}

/** The event stream that an operation answers with, if it does. */
export function eventStreamOf(operation: Operation): MediaType | undefined {
  return successes(operation)
    .flatMap(({ content }) => content)
    .find(isEventStream);
}

/** A form in the shape of a query. */
export function isUrlEncoded(contentType: string): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType);
}

/** Whether a text of this type is read as the value that it stands for: JSON, or a form. */
export function isStructured(contentType = ''): boolean {
  return isJson({ contentType }) || isUrlEncoded(contentType);
}

/** A form of several parts, files among them. */
export function isMultipart(contentType: string): boolean {
  return /^multipart\//i.test(contentType);
}
