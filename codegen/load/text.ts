/** Reads the text of a spec: JSON by the engine's own parser, large YAML by a fast one, the rest by one that knows places. */
import { CORE_SCHEMA, load } from 'js-yaml';
import type { JsonValue } from '../model/contract.js';
import { encodingMistake } from './encoding.js';
import { JsonTree } from './json-tree.js';
import { jsonPlaces, lazyPlaces, type Places, yamlPlaces } from './places.js';
import { MAX_DEPTH, readYaml, tooDeep, type YamlMistake } from './yaml.js';

/** A text as read. The value is null if there are mistakes. */
export interface ReadText {
  readonly value: JsonValue;
  readonly places: Places;
  readonly mistakes: readonly YamlMistake[];
}

/** Below this many characters the parser that knows places is fast enough. */
const LARGE = 250_000;
/** Anchors, aliases, tags and merges: large documents that have them are left to the parser that bounds them. */
const SHARED = /[:\-,[{]\s+[&*!][\w!]|<<\s*:/;

/** Reads a text; whatever it may be, this is total. */
export function readText(text: string): ReadText {
  return readJson(text) ?? readLargeYaml(text) ?? readAnyYaml(text);
}

function readAnyYaml(text: string): ReadText {
  const { document, lines, value, mistakes } = readYaml(text);
  return { value, places: yamlPlaces(document, lines), mistakes };
}

/** Undefined if it is no JSON, or none that is good: the YAML parser then says what is wrong with it. */
function readJson(text: string): ReadText | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  const tree = new JsonTree(text);
  const places = jsonPlaces(text, tree);
  if (tree.depth > MAX_DEPTH) {
    const [start, end] = [0, 1];
    return { value: null, places, mistakes: [{ code: 'bad-yaml', message: tooDeep, start, end }] };
  }
  // Fewer keys in the value than in the text: one of them stands twice.
  if (encodingMistake(text) !== undefined || countKeys(value) !== tree.keys) return undefined;
  return { value, places, mistakes: [] };
}

function countKeys(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children = Object.values(value) as readonly JsonValue[];
  const own = Array.isArray(value) ? 0 : children.length;
  return children.reduce<number>((sum, child) => sum + countKeys(child), own);
}

/** Undefined if it is not large, or not as simple as large documents are. */
function readLargeYaml(text: string): ReadText | undefined {
  if (text.length < LARGE || SHARED.test(text) || encodingMistake(text) !== undefined) return undefined;
  let value: JsonValue;
  try {
    value = load(text, { schema: CORE_SCHEMA, maxDepth: MAX_DEPTH }) as JsonValue;
  } catch {
    return undefined;
  }
  if (!isJson(value)) return undefined;
  return { value, places: lazyPlaces(() => readAnyYaml(text).places), mistakes: [] };
}

/** Whether all numbers are finite, and nothing is of a kind that JSON does not have. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint' && value !== undefined;
  return Object.values(value).every(isJson);
}
