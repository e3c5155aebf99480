/** A text that a regular expression matches: for the common ones; undefined for look-around, back-references and the like. */

/** Makes the text, of at least so many characters where the pattern leaves a choice. */
export function samplePattern(pattern: string, minLength = 0): string | undefined {
  const matcher = compile(pattern);
  if (matcher === undefined) return undefined;
  for (const extra of [0, 1, minLength, Math.ceil(minLength / 2)]) {
    const text = new PatternWriter(pattern, extra).write();
    if (text !== undefined && text.length >= minLength && matcher.test(text)) return text;
  }
  return undefined;
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

/** Thrown within: the pattern is not one of the common ones. */
class Unusual extends Error {}

/** Reads a pattern and writes what it matches as it goes: the first alternative, the fewest repetitions and `extra` more. */
class PatternWriter {
  readonly #pattern: string;
  readonly #extra: number;
  #at = 0;

  constructor(pattern: string, extra: number) {
    this.#pattern = pattern;
    this.#extra = extra;
  }

  write(): string | undefined {
    try {
      const text = this.#alternatives();
      return this.#at === this.#pattern.length ? text : undefined;
    } catch (error) {
      if (error instanceof Unusual) return undefined;
      throw error;
    }
  }

  #alternatives(): string {
    const first = this.#sequence();
    while (this.#take('|')) this.#sequence();
    return first;
  }

  #sequence(): string {
    let text = '';
    while (this.#at < this.#pattern.length && !['|', ')'].includes(this.#peek())) {
      const atom = this.#atom();
      text += atom.repeat(this.#repetitions());
    }
    return text;
  }

  #atom(): string {
    const character = this.#next();
    switch (character) {
      case '^':
      case '$':
        return '';
      case '.':
        return 'a';
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return escaped(this.#next(), () => this.#unicode());
      default:
        return character;
    }
  }

  #group(): string {
    if (this.#take('?') && !this.#take(':') && !this.#name()) throw new Unusual();
    const text = this.#alternatives();
    if (!this.#take(')')) throw new Unusual();
    return text;
  }

  /** `?<name>`. */
  #name(): boolean {
    const match = /^<[A-Za-z]\w*>/.exec(this.#pattern.slice(this.#at));
    this.#at += match?.[0].length ?? 0;
    return match !== null;
  }

  /** The first member of a class; of an excluding one, a character that is none of its members. */
  #class(): string {
    const start = this.#at - 1;
    const isExcluding = this.#take('^');
    const first = this.#next();
    const member = first === '\\' ? escaped(this.#next(), () => this.#unicode()) : first;
    while (this.#at < this.#pattern.length && !this.#take(']')) if (this.#next() === '\\') this.#next();
    const whole = compile(`^${this.#pattern.slice(start, this.#at)}$`);
    const choices = isExcluding ? [...'aA0-_. '] : [member, ...'a0A'];
    const found = choices.find((one) => whole?.test(one) === true);
    if (found === undefined) throw new Unusual();
    return found;
  }

  #unicode(): string {
    const match = /^(\{[0-9a-f]+\}|[0-9a-f]{4})/i.exec(this.#pattern.slice(this.#at));
    if (match === null) throw new Unusual();
    this.#at += match[0].length;
    return String.fromCodePoint(Number.parseInt(match[0].replaceAll(/[{}]/g, ''), 16));
  }

  #repetitions(): number {
    const match = /^(\*|\+|\?|\{(\d+)(,(\d*))?\})\??/.exec(this.#pattern.slice(this.#at));
    if (match === null) return 1;
    this.#at += match[0].length;
    const [, sign = '', from, range, to] = match;
    const least = from === undefined ? Number(sign === '+') : Number(from);
    const isFixed = from !== undefined && range === undefined;
    const most = isFixed ? least : sign === '?' ? 1 : to === undefined || to === '' ? 10_000 : Number(to);
    return Math.min(most, least + this.#extra);
  }

  #peek(): string {
    return this.#pattern.charAt(this.#at);
  }

  #next(): string {
    const code = this.#pattern.codePointAt(this.#at);
    if (code === undefined) throw new Unusual();
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }
}

/** Kinds of characters by their letter. */
const KINDS: Readonly<Record<string, string>> = {
  d: '0',
  D: 'a',
  w: 'a',
  W: '-',
  s: ' ',
  S: 'a',
  b: '',
  n: '\n',
  t: '\t',
};

function escaped(letter: string, unicode: () => string): string {
  if (letter === 'u') return unicode();
  const kind = KINDS[letter];
  if (kind !== undefined) return kind;
  // A back-reference, a property of Unicode.
  if (/[0-9A-Za-z]/.test(letter)) throw new Unusual();
  return letter;
}
