/** Where everything in a JSON text stands: built in one pass, so that a mistake in 13 MB is placed in no time. */

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

/** The values of a text that `JSON.parse` takes, numbered in the order in which they begin; 0 is the whole. */
export class JsonTree {
  /** How many keys there are in all objects together, those that stand twice too. */
  keys = 0;
  /** How deep the deepest value lies. */
  depth = 0;
  readonly #text: string;
  readonly #start: number[] = [];
  readonly #end: number[] = [];
  readonly #keyStart: number[] = [];
  readonly #keyEnd: number[] = [];
  readonly #child: number[] = [];
  readonly #next: number[] = [];

  /** Scans a text that is JSON. */
  constructor(text: string) {
    this.#text = text;
    this.#scan();
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

  #childOf(node: number, segment: string): number {
    const isList = this.#text.charCodeAt(this.#start[node] ?? 0) === OPEN_LIST;
    let child = this.#child[node] ?? -1;
    for (let index = 0; child !== -1; index += 1) {
      if (isList ? String(index) === segment : this.#keyOf(child) === segment) return child;
      child = this.#next[child] ?? -1;
    }
    return -1;
  }

  #keyOf(node: number): string {
    const raw = this.#text.slice(this.#keyStart[node], this.#keyEnd[node]);
    return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  }

  #scan(): void {
    const text = this.#text;
    const open: number[] = [];
    /** The latest child of each open value. */
    const latest: number[] = [];
    let key: readonly [number, number] | undefined;
    let isKeyNext = false;
    for (let at = 0; at < text.length; ) {
      const sign = text.charCodeAt(at);
      if (sign <= 32 || sign === COLON) at += 1;
      else if (sign === COMMA) {
        isKeyNext = text.charCodeAt(this.#start[open.at(-1) ?? 0] ?? 0) === OPEN_OBJECT;
        at += 1;
      } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) {
        const node = open.pop() ?? 0;
        latest.pop();
        at += 1;
        this.#end[node] = at;
        isKeyNext = false;
      } else if (isKeyNext) {
        const end = endOfString(text, at);
        key = [at, end];
        this.keys += 1;
        isKeyNext = false;
        at = end;
      } else {
        const node = this.#add(at, key, open, latest);
        key = undefined;
        if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
          open.push(node);
          latest.push(-1);
          this.depth = Math.max(this.depth, open.length);
          isKeyNext = sign === OPEN_OBJECT;
          at += 1;
        } else {
          at = sign === QUOTE ? endOfString(text, at) : endOfWord(text, at);
          this.#end[node] = at;
        }
      }
    }
  }

  #add(at: number, key: readonly [number, number] | undefined, open: number[], latest: number[]): number {
    const node = this.#start.length;
    this.#start.push(at);
    this.#end.push(at);
    this.#keyStart.push(key?.[0] ?? -1);
    this.#keyEnd.push(key?.[1] ?? -1);
    this.#child.push(-1);
    this.#next.push(-1);
    const before = latest.at(-1);
    if (before === -1) this.#child[open.at(-1) ?? 0] = node;
    else if (before !== undefined) this.#next[before] = node;
    if (latest.length > 0) latest[latest.length - 1] = node;
    return node;
  }
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
