/** What methods an operation has, and what each may answer. */
import type { MediaType, Operation, Response } from '../../model/contract.js';
import { isToken } from '../../model/http-token.js';
import { isEventStream, isLines } from '../media-types.js';

/** A method of the client. */
export type Method =
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'events' | 'lines'; readonly name: string; readonly media: MediaType };

const SUFFIXES = { events: 'Stream', lines: 'Lines' } as const;

/**
 * The methods of an operation: a call, unless it has nothing but streams, and one for each kind of stream, whose name says
 * so where there is another method. None takes a name of `taken`.
 */
export function methodsOf(operation: Operation, taken: ReadonlySet<string>): readonly Method[] {
  // A method of this name would be no method.
  const name = operation.sdkMethod === 'constructor' ? freeName('constructor_', taken) : operation.sdkMethod;
  const streams = (['events', 'lines'] as const).flatMap((kind) => {
    const media = streamContent(operation).find(kind === 'events' ? isEventStream : isLines);
    return media === undefined ? [] : [{ kind, media }];
  });
  if (streams.length === 0) return [{ kind: 'call', name }];
  const calls: readonly Method[] = hasCall(operation) ? [{ kind: 'call', name }] : [];
  const named = streams.map(({ kind, media }, at): Method => {
    const isOnly = calls.length === 0 && at === 0;
    return { kind, media, name: isOnly ? name : freeName(name + SUFFIXES[kind], taken) };
  });
  return [...calls, ...named];
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name;
}

/** The documented responses, without their streams; what comes before an answer (1xx) is none. */
export function replies(operation: Operation): readonly Response[] {
  return finalResponses(operation).flatMap((response) => {
    if (!isSuccess(operation, response)) return [response];
    const content = response.content.filter((media) => !isStream(media));
    return content.length === 0 && response.content.length > 0 ? [] : [{ ...response, content }];
  });
}

function hasCall(operation: Operation): boolean {
  return replies(operation).some((response) => isSuccess(operation, response) && response.status !== '204');
}

function streamContent(operation: Operation): readonly MediaType[] {
  return finalResponses(operation)
    .filter((response) => isSuccess(operation, response))
    .flatMap(({ content }) => content)
    .filter(isStream);
}

function finalResponses({ responses }: Operation): readonly Response[] {
  return responses
    .filter(({ status }) => !status.startsWith('1'))
    .map((response) => ({ ...response, headers: response.headers.filter(({ name }) => isToken(name)) }));
}

/** 2xx, or `default` where there is nothing else. */
function isSuccess({ responses }: Operation, { status }: Response): boolean {
  if (status === 'default') return !responses.some((other) => other.status.startsWith('2'));
  return status.startsWith('2');
}

function isStream(media: MediaType): boolean {
  return isEventStream(media) || isLines(media);
}
