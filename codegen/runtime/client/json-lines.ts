import { whileConnected } from '../http/connection.js';
import { NotAStreamError } from '../http/event-stream.js';
import { mediaType } from './media-type.js';

/** Begins a record of a JSON text sequence (RFC 7464, section 2.2). */
const RECORD_START = '\x1e';

/** The values of JSON texts as they come in: one a line (jsonl, ndjson), or records of a JSON text sequence. */
export async function* readJsonLines(response: Response): AsyncGenerator<unknown, void, void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const isSequence = mediaType(response.headers.get('content-type') ?? '').endsWith('json-seq');
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await whileConnected(() => reader.read());
    const texts = (rest + decoder.decode(value, { stream: !done })).split(isSequence ? RECORD_START : '\n');
    rest = texts.pop() ?? '';
    // A record may hold line ends, but it ends with one: there is no need to wait for the next one.
    if (done || (isSequence && rest.endsWith('\n') && isJson(rest))) {
      texts.push(rest);
      rest = '';
    }
    for (const text of texts) if (text.trim() !== '') yield parseJson(text);
    if (done) return;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NotAStreamError('a line is not JSON', { cause: error });
  }
}
