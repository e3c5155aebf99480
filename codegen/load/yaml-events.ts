/** Large YAML: read by a parser that is fast, its places from that parser's events, what is wrong from its first complaint. */
import { CORE_SCHEMA, EVENT_ID, type Event, load, parseEvents, YAMLException } from 'js-yaml';
import type { JsonValue } from '../model/contract.js';
import { PlaceTree } from './place-tree.js';
import { lazyPlaces, type Places, treePlaces } from './places.js';
import { MAX_DEPTH, type YamlMistake } from './yaml.js';

/** How many values all aliases of a document may stand for together. */
const MAX_VALUES = 10_000_000;

/** A large text as read. The value is null if there are mistakes. */
export interface LargeYaml {
  readonly value: JsonValue;
  readonly places: Places;
  readonly mistakes: readonly YamlMistake[];
}

/** Reads a text. */
export function readLargeYaml(text: string): LargeYaml {
  const places = lazyPlaces(() => treePlaces(text, treeOf(text)));
  const fail = (message: string, start = 0): LargeYaml => ({
    value: null,
    places,
    mistakes: [{ code: 'bad-yaml', message, start, end: start + 1 }],
  });
  try {
    const value: unknown = load(text, { schema: CORE_SCHEMA, maxDepth: MAX_DEPTH });
    const problem = problemOf(value);
    return problem === undefined ? { value: value as JsonValue, places, mistakes: [] } : fail(problem);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return fail(error.reason, error.mark?.position);
  }
}

/** What keeps a value from being JSON of a bounded size. */
function problemOf(root: unknown): string | undefined {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  let problem: string | undefined;
  const measure = (value: unknown): number => {
    if (typeof value === 'number' && !Number.isFinite(value)) problem ??= `${value} has no form in JSON`;
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) problem ??= 'an alias stands for something that it is a part of';
    if (problem !== undefined) return 1;
    open.add(value);
    let size = 1;
    for (const child of Object.values(value)) size += measure(child);
    open.delete(value);
    sizes.set(value, size);
    return size;
  };
  if (measure(root) > MAX_VALUES) problem ??= `its aliases stand for more than ${MAX_VALUES} values`;
  return problem;
}

function treeOf(text: string): PlaceTree {
  const tree = new PlaceTree((start, end) => text.slice(start, end).replace(/^(['"])(.*)\1$/s, '$2'));
  let key: readonly [number, number] | undefined;
  let isKeyNext = false;
  let latest = 0;
  for (const event of eventsOf(text)) {
    switch (event.type) {
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        tree.begin(event.start, key);
        tree.open(event.type === EVENT_ID.SEQUENCE);
        latest = event.start;
        break;
      case EVENT_ID.SCALAR:
      case EVENT_ID.ALIAS: {
        const [start, end] =
          event.type === EVENT_ID.SCALAR
            ? withQuotes(text, event.valueStart, event.valueEnd)
            : [event.anchorStart, event.anchorEnd];
        latest = end;
        if (isKeyNext) {
          key = [start, end];
          isKeyNext = false;
          continue;
        }
        tree.begin(start, key);
        tree.endLeaf(end);
        break;
      }
      case EVENT_ID.POP:
        tree.close(latest);
        break;
      case EVENT_ID.DOCUMENT:
        continue;
      default:
        event satisfies never;
    }
    key = undefined;
    isKeyNext = tree.isInObject;
  }
  return tree;
}

/** Quotes belong to what is underlined. */
function withQuotes(text: string, start: number, end: number): readonly [number, number] {
  const sign = text[start - 1];
  return (sign === '"' || sign === "'") && text[end] === sign ? [start - 1, end + 1] : [start, end];
}

/** The events up to where the text cannot be read any more. */
function eventsOf(text: string): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch {
    return [];
  }
}
