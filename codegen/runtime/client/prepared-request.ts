import type { StreamRequest } from '../http/event-stream.js';
import { newIdempotencyKey } from '../http/idempotency-key.js';
import { type WrittenBody, writeBody } from './body.js';
import type { CallOptions, OperationSpec, RequestParts } from './operation.js';

/** A request, ready to be sent once or several times. */
export interface PreparedRequest extends StreamRequest {
  readonly spec: OperationSpec;
  readonly parts: RequestParts;
  readonly options: CallOptions;
  readonly body: WrittenBody | undefined;
}

/** What does not change from one try to another. Throws TypeError for what `fetch` cannot send. */
export function prepare(spec: OperationSpec, parts: RequestParts, options: CallOptions): PreparedRequest {
  const body = writeBody(spec, parts);
  if (spec.method === 'TRACE' || (body !== undefined && /^(GET|HEAD)$/.test(spec.method))) {
    throw new TypeError(
      `${spec.id}: fetch sends no ${spec.method}${body === undefined ? '' : ' with a body'}`,
    );
  }
  const key = spec.idempotencyKey;
  const isGiven = Object.entries(parts.headers ?? {}).some(
    ([name, value]) => name === key && value !== undefined,
  );
  return {
    spec,
    parts,
    options,
    method: spec.method,
    headers: key === undefined || isGiven ? {} : { [key]: newIdempotencyKey() },
    body,
    signal: options.signal,
  };
}

export function hasKey({ headers, parts, options }: PreparedRequest): boolean {
  const names = [headers, parts.headers, options.headers].flatMap((one) => Object.keys(one ?? {}));
  return names.some((name) => name.toLowerCase() === 'idempotency-key');
}

/** All content types that are documented, JSON first. */
export function acceptOf({ responses }: OperationSpec): string {
  const content = Object.values(responses).flatMap((one) => Object.entries(one));
  const json = content.filter(([, reading]) => reading === 'json');
  const types = new Set([...json, ...content].map(([type]) => type));
  return types.size === 0 ? '*/*' : [...types].join(', ');
}

/** Whether the contract has no other answer than a redirect. */
export function isRedirect({ responses }: OperationSpec): boolean {
  const names = Object.keys(responses);
  return names.some((name) => /^3(0[1-8]|XX)$/i.test(name)) && !names.some((name) => name.startsWith('2'));
}
