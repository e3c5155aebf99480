// Specwire's runtime, copied here by `npm run generate`. Do not edit.

/** What a stream said. `id` is the cursor after the block; a block without data moves it and says nothing else. */
export type SseBlock =
  | { readonly kind: 'message'; readonly event: string; readonly data: string; readonly id: string }
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
    const lines = (this.#rest + piece).split(/\r\n|\n|\r/);
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
        if (!value.includes('\0')) this.#id = value;
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
    this.#data = [];
    this.#event = '';
    if (data.length === 0) return [{ kind: 'cursor', id: this.#id }];
    return [{ kind: 'message', event, data: data.join('\n'), id: this.#id }];
  }
}
