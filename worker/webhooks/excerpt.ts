/** The beginning of an answer's body, as its owner may read it. */
import type { Readable } from 'node:stream';

const MAX_BYTES = 1024;
/** A body that does not come is not waited for: the status has said it all. */
const PATIENCE_MS = 1000;

/** Reads a little of the body and leaves the rest; undefined if it is empty or is no text. */
export async function readExcerpt(body: Readable): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const giveUp = setTimeout(() => body.destroy(), PATIENCE_MS);
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes >= MAX_BYTES) break;
    }
  } catch {
    // It broke off; what came is worth as much.
  } finally {
    clearTimeout(giveUp);
    body.destroy();
  }
  return toExcerpt(Buffer.concat(chunks));
}

/** UTF-8 text of 1,024 bytes at most, on as many lines as it had, without other control characters. */
export function toExcerpt(bytes: Buffer): string | undefined {
  try {
    // A streaming decoder keeps a character that is cut off to itself.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, MAX_BYTES), {
      stream: true,
    });
    const cleaned = text
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/[^\P{C}\n\t]|[\u2028\u2029]/gu, '')
      .trim();
    return cleaned === '' ? undefined : cleaned;
  } catch {
    return undefined;
  }
}
