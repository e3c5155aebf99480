/** A character takes four bytes at most, so four tokens; some more, in case the tokens themselves are broken. */
const MAX_HELD_TOKENS = 8;

/** How many tokens before a piece decide how it is written (a leading space, mostly). */
const TOKENS_BEFORE = 4;

/** Turns tokens into text one by one; a character that is spread over several tokens comes whole. */
export class TokenDecoder<Token> {
  readonly #decode: (tokens: readonly Token[], before: readonly Token[]) => string;
  #held: Token[] = [];
  #before: Token[] = [];

  constructor(decode: (tokens: readonly Token[], before: readonly Token[]) => string) {
    this.#decode = decode;
  }

  /** The text that the token completes; empty while a character is open. */
  push(token: Token): string {
    this.#held.push(token);
    const text = this.#decode(this.#held, this.#before);
    if (text.endsWith('\uFFFD') && this.#held.length < MAX_HELD_TOKENS) return '';
    this.#before = [...this.#before, ...this.#held].slice(-TOKENS_BEFORE);
    this.#held = [];
    return text;
  }

  /** What is left of an unfinished character: nothing, unless whole characters stand before it. */
  end(): string {
    if (this.#held.length === 0) return '';
    const text = this.#decode(this.#held, this.#before);
    this.#held = [];
    return text.replace(/\uFFFD+$/, '');
  }
}
