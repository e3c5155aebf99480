/** Where everything in a text stands: built in one pass, so that a mistake in 13 MB is placed in no time. */

const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const COLON = 58;

/** Offsets of a value and, in an object, of its key; -1 where there is none. */
interface Found {
  readonly key: readonly [number, number] | undefined;
  readonly value: readonly [number, number];
}

/** The values of a text, numbered in the order in which they begin; 0 is the whole. */
export class PlaceTree {
  /** How many keys there are in all objects together, those that stand twice too. */
  keys = 0;
  /** How deep the deepest value lies. */
  depth = 0;
  readonly #keyText: (start: number, end: number) => string;
  readonly #start: number[] = [];
  readonly #end: number[] = [];
  readonly #keyStart: number[] = [];
  readonly #keyEnd: number[] = [];
  readonly #isList: boolean[] = [];
  readonly #child: number[] = [];
  readonly #next: number[] = [];
  readonly #open: number[] = [];
  /** The latest child of each open value. */
  readonly #latest: number[] = [];

  /** `keyText` gives the key that stands between two offsets. */
  constructor(keyText: (start: number, end: number) => string) {
    this.#keyText = keyText;
  }

  /** Where the value at the pointer's segments stands, or the nearest ancestor that is there. */
  locate(segments: readonly string[]): Found {
    let node = 0;
    for (const segment of segments) {
      const child = this.#childOf(node, segment);
      if (child === -1) break;
      node = child;
    }
    const keyStart = this.#keyStart[node] ?? -1;
    return {
      key: keyStart === -1 ? undefined : [keyStart, this.#keyEnd[node] ?? keyStart],
      value: [this.#start[node] ?? 0, this.#end[node] ?? 0],
    };
  }

  /** A value that begins, in whatever is open; and its key there. */
  begin(start: number, key: readonly [number, number] | undefined): void {
    const node = this.#start.length;
    this.#start.push(start);
    this.#end.push(start);
    this.#keyStart.push(key?.[0] ?? -1);
    this.#keyEnd.push(key?.[1] ?? -1);
    this.#isList.push(false);
    this.#child.push(-1);
    this.#next.push(-1);
    if (key !== undefined) this.keys += 1;
    const before = this.#latest.at(-1);
    if (before === -1) this.#child[this.#open.at(-1) ?? 0] = node;
    else if (before !== undefined) this.#next[before] = node;
    if (before !== undefined) this.#latest[this.#latest.length - 1] = node;
  }

  /** The value that began last is not looked into. */
  endLeaf(end: number): void {
    this.#end[this.#start.length - 1] = end;
  }

  /** The value that began last is a list or an object, whose values follow. */
  open(isList: boolean): void {
    const node = this.#start.length - 1;
    this.#isList[node] = isList;
    this.#open.push(node);
    this.#latest.push(-1);
    this.depth = Math.max(this.depth, this.#open.length);
  }

  /** What was opened last has no more values. */
  close(end: number): void {
    const node = this.#open.pop();
    this.#latest.pop();
    if (node !== undefined) this.#end[node] = end;
  }

  /** Whether keys stand before the values that come now. */
  get isInObject(): boolean {
    const node = this.#open.at(-1);
    return node !== undefined && this.#isList[node] === false;
  }

  #childOf(node: number, segment: string): number {
    const isList = this.#isList[node] === true;
    let child = this.#child[node] ?? -1;
    for (let index = 0; child !== -1; index += 1) {
      if (isList ? String(index) === segment : this.#keyOf(child) === segment) return child;
      child = this.#next[child] ?? -1;
    }
    return -1;
  }

  #keyOf(node: number): string {
    return this.#keyText(this.#keyStart[node] ?? 0, this.#keyEnd[node] ?? 0);
  }
}

/** The tree of a text that is JSON. */
export function scanJson(text: string): PlaceTree {
  const tree = new PlaceTree((start, end) => {
    const raw = text.slice(start, end);
    return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  });
  let key: readonly [number, number] | undefined;
  let isKeyNext = false;
  for (let at = 0; at < text.length; ) {
    const sign = text.charCodeAt(at);
    if (sign <= 32 || sign === COLON) at += 1;
    else if (sign === COMMA) {
      isKeyNext = tree.isInObject;
      at += 1;
    } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) {
      at += 1;
      tree.close(at);
      isKeyNext = false;
    } else if (isKeyNext) {
      key = [at, endOfString(text, at)];
      isKeyNext = false;
      at = key[1];
    } else {
      tree.begin(at, key);
      key = undefined;
      if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
        isKeyNext = sign === OPEN_OBJECT;
        tree.open(!isKeyNext);
        at += 1;
      } else {
        at = sign === QUOTE ? endOfString(text, at) : endOfWord(text, at);
        tree.endLeaf(at);
      }
    }
  }
  return tree;
}

function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const sign = text.charCodeAt(at);
    if (sign <= 32 || sign === COMMA || sign === CLOSE_LIST || sign === CLOSE_OBJECT) break;
    at += 1;
  }
  return at;
}
