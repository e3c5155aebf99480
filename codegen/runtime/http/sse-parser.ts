/** A block with data. */
export interface SseMessage {
  readonly kind: 'message';
  readonly event: string;
  readonly data: string;
  /** The cursor after the block: its own `id`, or the last one before it. */
  readonly id: string;
  readonly hasOwnId: boolean;
}

/** What a stream said. A block without data moves the cursor and says nothing else. */
export type SseBlock =
  | SseMessage
  | { readonly kind: 'cursor'; readonly id: string }
  | { readonly kind: 'retry'; readonly milliseconds: number };

/**
 * Parses an event stream as it comes in (WHATWG HTML, section 9.2.6). Feed it text, in whatever pieces; what is behind
 * the last line end waits for the next piece.
 */
export class SseParser {
  #rest = '';
  #isFirst = true;
  #endedWithCr = false;
  #event = '';
  #data: string[] = [];
  #id: string;
  #hasOwnId = false;

  /** `id` is the cursor to begin with. */
  constructor(id = '') {
    this.#id = id;
  }

  /** The blocks that a piece of text completes. */
  feed(text: string): readonly SseBlock[] {
    let piece = text;
    if (piece === '') return [];
    if (this.#isFirst && piece.startsWith('\uFEFF')) piece = piece.slice(1);
    this.#isFirst = false;
    // CR LF may come in two pieces: the LF belongs to the line end that the CR was taken for.
    if (this.#endedWithCr && piece.startsWith('\n')) piece = piece.slice(1);
    this.#endedWithCr = text.endsWith('\r');
    const lines = piece.split(/\r\n|\n|\r/);
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#take(line));
  }

  #take(line: string): readonly SseBlock[] {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    switch (field) {
      case 'event':
        this.#event = value;
        return [];
      case 'data':
        this.#data.push(value);
        return [];
      case 'id':
        if (value.includes('\0')) return [];
        this.#id = value;
        this.#hasOwnId = true;
        return [];
      case 'retry':
        return /^[0-9]+$/.test(value) ? [{ kind: 'retry', milliseconds: Number(value) }] : [];
      default:
        // A comment, or a field of the future.
        return [];
    }
  }

  #dispatch(): readonly SseBlock[] {
    const data = this.#data;
    const event = this.#event || 'message';
    const hasOwnId = this.#hasOwnId;
    this.#data = [];
    this.#event = '';
    this.#hasOwnId = false;
    if (data.length === 0) return [{ kind: 'cursor', id: this.#id }];
    return [{ kind: 'message', event, data: data.join('\n'), id: this.#id, hasOwnId }];
  }
}
