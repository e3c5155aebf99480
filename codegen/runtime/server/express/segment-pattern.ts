/** A segment of a path that is partly given, `{b}.{c}`: taken apart in one pass, whatever a client sends. */
export class SegmentPattern {
  /** How much of it is given. */
  readonly literalLength: number;
  readonly #literals: readonly string[];
  readonly #encoded: readonly (readonly [RegExp, string])[];

  /** `literals` are the texts before, between and after the values. */
  constructor(literals: readonly string[]) {
    this.#literals = literals;
    this.literalLength = literals.join('').length;
    const special = new Set(literals.join('').match(/[^\w.~-]/gu));
    this.#encoded = [...special].map((character) => [encodedForm(character), character]);
  }

  /** The values, none of them empty; each ends where the next literal begins first. */
  match(segment: string): readonly string[] | undefined {
    const groups = this.#split(segment);
    if (groups !== undefined || this.#encoded.length === 0 || !segment.includes('%')) return groups;
    // `:` and the like may be encoded although they need not be.
    return this.#split(this.#encoded.reduce((text, [code, plain]) => text.replaceAll(code, plain), segment));
  }

  #split(segment: string): readonly string[] | undefined {
    const [first = '', ...others] = this.#literals;
    const last = others.pop() ?? '';
    const end = segment.length - last.length;
    if (!segment.startsWith(first) || !segment.endsWith(last)) return undefined;
    const groups: string[] = [];
    let start = first.length;
    for (const literal of others) {
      // Two values with nothing between them: the first one has one character.
      const at = segment.indexOf(literal, start + 1);
      if (at < 0) return undefined;
      groups.push(segment.slice(start, at));
      start = at + literal.length;
    }
    if (start >= end) return undefined;
    groups.push(segment.slice(start, end));
    return groups;
  }
}

function encodedForm(character: string): RegExp {
  const bytes = [...new TextEncoder().encode(character)];
  return new RegExp(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''), 'gi');
}
