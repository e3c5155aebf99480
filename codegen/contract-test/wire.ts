/** Requests as the generated client writes them, down to what goes over the wire. */
import { operationSpec } from '../emit/client/spec-literal.js';
import type { Contract, Operation } from '../model/contract.js';
import { writeBody } from '../runtime/client/body.js';
import type { OperationSpec, RequestParts } from '../runtime/client/operation.js';
import { requestHeaders, requestUrl } from '../runtime/client/request.js';
import type { WireRequest } from './service.js';

export type { RequestParts } from '../runtime/client/operation.js';

/** A body that is sent as it stands, whatever the contract says. */
export interface RawBody {
  readonly text: string;
  readonly contentType: string;
}

const NO_CREDENTIALS = { headers: {}, query: {}, cookies: {} };

/** Writes a request. Throws TypeError for what cannot be written: a path parameter without a value. */
export async function writeRequest(
  contract: Contract,
  operation: Operation,
  parts: RequestParts,
  { accept, raw }: { readonly accept?: string; readonly raw?: RawBody } = {},
): Promise<WireRequest> {
  const spec = operationSpec(contract, operation) as unknown as OperationSpec;
  const written =
    raw === undefined ? writeBody(spec, parts) : { body: raw.text, contentType: raw.contentType };
  const boundary = /boundary=(part-[\d-]+)/.exec(written?.contentType ?? '')?.[1];
  const headers = {
    ...requestHeaders(spec, parts, NO_CREDENTIALS),
    ...(accept !== undefined && { Accept: accept }),
    ...(written?.contentType !== undefined && {
      'Content-Type': withBoundary(written.contentType, boundary),
    }),
  };
  const body = written === undefined ? undefined : await bytesOf(written.body, boundary);
  return {
    method: spec.method,
    path: requestUrl('', spec, parts, NO_CREDENTIALS),
    headers,
    ...(body !== undefined && { body }),
  };
}

type Body = NonNullable<ReturnType<typeof writeBody>>['body'];

async function bytesOf(body: Body, boundary: string | undefined): Promise<string | Uint8Array> {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  const bytes = Buffer.from(await new Response(body).arrayBuffer());
  return Buffer.from(withBoundary(bytes.toString('latin1'), boundary), 'latin1');
}

/** The same in each run. */
function withBoundary(text: string, boundary: string | undefined): string {
  return boundary === undefined ? text : text.replaceAll(boundary, 'part-of-the-contract-test');
}
