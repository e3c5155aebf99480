import type { IncomingMessage } from 'node:http';

/** A request as Express and its body parsers leave it. */
export interface ReceivedRequest extends IncomingMessage {
  body?: unknown;
  rawBody?: unknown;
}

/** The body is larger than the receiver takes. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

const PARSED = `The raw body of this webhook is gone: a body parser ran before the receiver, and what was signed cannot be made again from what it parsed. Do one of these:
- mount the receiver before \`express.json()\`: app.post('/hooks', createWebhookReceiver(…));
- let the parser keep the bytes: express.json({ verify: keepRawBody });
- give this path a parser that does not parse: app.use('/hooks', express.raw({ type: '*/*' })).`;

/** For `express.json({ verify: keepRawBody })`: keeps the bytes of the body, so that a receiver mounted after it works. */
export function keepRawBody(request: IncomingMessage, _response: unknown, bytes: Uint8Array): void {
  (request as ReceivedRequest).rawBody = bytes;
}

/**
 * The body as it came: what a parser kept of it, else read from the request.
 *
 * @throws BodyTooLargeError if it has more bytes than `limit`.
 * @throws Error that says what to do, if a parser has left nothing but what it parsed.
 */
export async function readRawBody(request: ReceivedRequest, limit: number): Promise<string | Uint8Array> {
  const kept = [request.rawBody, request.body].find(
    (body) => body instanceof Uint8Array || typeof body === 'string',
  );
  if (kept !== undefined) {
    if (Buffer.byteLength(kept as string | Uint8Array) > limit) throw new BodyTooLargeError();
    return kept as string | Uint8Array;
  }
  if (request.readableDidRead) throw new Error(PARSED);
  return readStream(request, limit);
}

async function readStream(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new BodyTooLargeError();
  // The socket must outlive the refusal of a body that is too large.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Uint8Array).length;
    if (size > limit) throw new BodyTooLargeError();
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}
