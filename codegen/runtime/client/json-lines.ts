import { whileConnected } from '../http/connection.js';
import { NotAStreamError } from '../http/event-stream.js';

/** The values of JSON texts, one a line (jsonl, ndjson) or behind record separators (RFC 7464), as they come in. */
export async function* readJsonLines(response: Response): AsyncGenerator<unknown, void, void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await whileConnected(() => reader.read());
    const text = decoder.decode(value, { stream: !done }).replaceAll('\x1e', '\n');
    const lines = (rest + text).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line.trim() !== '') yield parseJson(line);
    if (done) return;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new NotAStreamError('a line is not JSON', { cause: error });
  }
}
