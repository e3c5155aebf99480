/** Reads the text of a spec: JSON by the engine's own parser, large YAML by a fast one, the rest by one that explains. */
import type { JsonValue } from '../model/contract.js';
import { encodingMistake } from './encoding.js';
import { scanJson } from './place-tree.js';
import { type Places, treePlaces, yamlPlaces } from './places.js';
import { MAX_DEPTH, readYaml, tooDeep, type YamlMistake } from './yaml.js';
import { readLargeYaml } from './yaml-events.js';

/** A text as read. The value is null if there are mistakes. */
export interface ReadText {
  readonly value: JsonValue;
  readonly places: Places;
  readonly mistakes: readonly YamlMistake[];
}

/** Below this many characters the parser that explains is fast enough. */
const LARGE = 250_000;
/** Above it, it is too slow even for a text that the fast one cannot read. */
const HUGE = 4_000_000;

/** Reads a text; whatever it may be, this is total. */
export function readText(text: string): ReadText {
  const json = readJson(text);
  if (json !== undefined) return json;
  const encoding = encodingMistake(text);
  if (text.length < LARGE || encoding !== undefined) return readSmallYaml(text);
  const large = readLargeYaml(text);
  return large.mistakes.length > 0 && text.length < HUGE ? readSmallYaml(text) : large;
}

function readSmallYaml(text: string): ReadText {
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
  const tree = scanJson(text);
  const places = treePlaces(text, tree);
  if (tree.depth > MAX_DEPTH)
    return { value: null, places, mistakes: [{ code: 'bad-yaml', message: tooDeep, start: 0, end: 1 }] };
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
