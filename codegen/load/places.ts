/** Where the values of a text stand. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type ParsedNode,
} from 'yaml';
import { pointerSegments } from './json.js';
import type { PlaceTree } from './place-tree.js';

/** From and to, as offsets in the text. */
type Range = readonly [number, number];

/** Finds places in one text. */
export interface Places {
  /** What to underline for a pointer: the `key` of a mapping entry, or its `value`. Its nearest ancestor if it leads to nothing. */
  rangeOf(pointer: string, on: 'key' | 'value'): Range;
  /** Line and column of an offset, from 1. */
  lineOf(offset: number): { readonly line: number; readonly column: number };
}

/** Places in a text that the YAML library has parsed. */
export function yamlPlaces(document: Document.Parsed<ParsedNode>, lines: LineCounter): Places {
  return {
    rangeOf: (pointer, on) => yamlRange(document, pointer, on),
    lineOf(offset) {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    },
  };
}

/** Places in a text by its tree. */
export function treePlaces(text: string, tree: PlaceTree): Places {
  return {
    rangeOf(pointer, on) {
      const { key, value } = tree.locate(pointerSegments(pointer));
      // A value of many lines is underlined at its key.
      const isLong = text.slice(...value).includes('\n');
      return on === 'value' && !isLong ? value : (key ?? value);
    },
    lineOf(offset) {
      const start = text.lastIndexOf('\n', offset - 1) + 1;
      let line = 1;
      for (let at = text.indexOf('\n'); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) line += 1;
      return { line, column: offset - start + 1 };
    },
  };
}

/** Places that are looked up only when one is asked for. */
export function lazyPlaces(find: () => Places): Places {
  let places: Places | undefined;
  const found = () => {
    places ??= find();
    return places;
  };
  return {
    rangeOf: (pointer, on) => found().rangeOf(pointer, on),
    lineOf: (offset) => found().lineOf(offset),
  };
}

function yamlRange(document: Document.Parsed<ParsedNode>, pointer: string, on: 'key' | 'value'): Range {
  let node: Node | null = document.contents;
  let range: Range = node?.range ? [node.range[0], node.range[1]] : [0, 0];
  const segments = pointerSegments(pointer);
  for (const [index, segment] of segments.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    let key: Node | null = null;
    let next: Node | null = null;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === segment);
      key = (pair?.key as Node | undefined) ?? null;
      next = (pair?.value as Node | undefined) ?? null;
    } else if (isSeq(node)) {
      next = (node.items[Number(segment)] as Node | undefined) ?? null;
    }
    const last = index === segments.length - 1;
    const chosen = (last && on === 'value' && isLeaf(next) ? next : key) ?? next;
    if (!chosen?.range) return range;
    range = [chosen.range[0], chosen.range[1]];
    node = next;
  }
  return range;
}

/** A block mapping is underlined at its key: its own range starts a line further down. */
function isLeaf(node: Node | null): boolean {
  if (node === null) return false;
  return isScalar(node) || isAlias(node) || ((isMap(node) || isSeq(node)) && node.flow === true);
}
