import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpProblem } from './http-problem.js';

/** The body's bytes, unpacked; more than `limit` of them are refused with 413 before they are in memory. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (request.headers['content-encoding'] === undefined) return readPlain(request, limit);
  const chunks: Buffer[] = [];
  for await (const chunk of openBody(request, limit)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Without a stream in between, which costs as much as all the rest of a small request. */
function readPlain(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return reject(tooLarge(limit));
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      request.off('data', onData).pause();
      reject(tooLarge(limit));
    };
    const onLeft = (): void => reject(new ClientLeft());
    request.on('data', onData);
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('aborted', onLeft).once('error', onLeft);
  });
}

/** The body as a stream that fails with an `HttpProblem` once it is longer than `limit` bytes. */
export function openBody(request: IncomingMessage, limit: number): Readable {
  const declared = Number(request.headers['content-length'] ?? 0);
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity' && declared > limit) throw tooLarge(limit);
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      done(size > limit ? tooLarge(limit) : null, chunk);
    },
  });
  let size = 0;
  const unpack = unpacker(encoding);
  const fail = (error: Error) => counted.destroy(error);
  request.once('aborted', () => fail(new ClientLeft()));
  request.once('error', () => fail(new ClientLeft()));
  if (unpack === undefined) return request.pipe(counted);
  unpack.once('error', (error) =>
    fail(new HttpProblem(400, `The body is not what its Content-Encoding says`, { cause: error })),
  );
  // What is not wanted any more is not unpacked either.
  counted.once('close', () => unpack.destroy());
  return request.pipe(unpack).pipe(counted);
}

/** The client has gone before its request was complete: there is nobody to answer. */
export class ClientLeft extends Error {
  override readonly name = 'ClientLeft';

  constructor() {
    super('The client left before its request was complete');
  }
}

function tooLarge(limit: number): HttpProblem {
  // The rest of the body is still on its way: the connection is of no use any more.
  return new HttpProblem(413, `The body is larger than ${limit} bytes`, { headers: { connection: 'close' } });
}

function unpacker(encoding: string): Transform | undefined {
  switch (encoding) {
    case 'identity':
    case '':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new HttpProblem(415, `Content-Encoding ${JSON.stringify(encoding)} is not known`, {
        headers: { 'accept-encoding': 'gzip, deflate, br' },
      });
  }
}
