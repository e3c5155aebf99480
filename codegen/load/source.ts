/** A spec file: its text, its value, and the line and column of everything in it. */
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
import type { Diagnostic, DiagnosticCode } from '../diagnostics.js';
import type { JsonValue } from '../model/contract.js';
import { pointerSegments } from './json.js';
import { readYaml } from './yaml.js';

/** One file as read. */
export interface SourceFile {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly value: JsonValue;
  readonly document: Document.Parsed<ParsedNode>;
  readonly lines: LineCounter;
}

/** A value in a file. */
export interface Origin {
  readonly file: SourceFile;
  readonly pointer: string;
}

/** Parses a spec file. The value is usable only if there are no diagnostics. */
export function parseSource(path: string, text: string): { file: SourceFile; diagnostics: Diagnostic[] } {
  const { document, lines, value, mistakes } = readYaml(text);
  const file = { path, text, value, document, lines };
  const diagnostics = mistakes.map(({ code, message, hint, start, end }) =>
    diagnosticBetween(file, code, message, { start, end, hint }),
  );
  return { file, diagnostics };
}

/**
 * A diagnostic at a pointer. `on` says what to underline: the `key` of a mapping entry, or its `value`.
 * A pointer that leads to nothing is placed at its nearest ancestor.
 */
export function diagnosticAt(
  origin: Origin,
  code: DiagnosticCode,
  message: string,
  options: {
    readonly on?: 'key' | 'value';
    readonly hint?: string | undefined;
    readonly severity?: Diagnostic['severity'];
  } = {},
): Diagnostic {
  const [start, end] = rangeOf(origin, options.on ?? 'value');
  const diagnostic = diagnosticBetween(origin.file, code, message, { start, end, hint: options.hint });
  return options.severity === undefined ? diagnostic : { ...diagnostic, severity: options.severity };
}

/** A diagnostic at offsets in a file's text. */
function diagnosticBetween(
  { path, text, lines }: Pick<SourceFile, 'path' | 'text' | 'lines'>,
  code: DiagnosticCode,
  message: string,
  { start, end, hint }: { readonly start: number; readonly end: number; readonly hint?: string | undefined },
): Diagnostic {
  const { line, col } = lines.linePos(start);
  const firstLine = text.slice(start, end).split(/\r?\n/, 1)[0] ?? '';
  return {
    code,
    severity: 'error',
    message,
    file: path,
    line: Math.max(1, line),
    column: Math.max(1, col),
    length: Math.max(1, firstLine.trimEnd().length),
    ...(hint !== undefined && { hint }),
  };
}

/** Where something begins in its file: sorts things as the author wrote them. */
export function offsetOf(origin: Origin): number {
  return rangeOf(origin, 'key')[0];
}

/** `specs/openapi.yaml:12`, for messages that point at a second place. */
export function placeName(origin: Origin): string {
  return `${origin.file.path}:${origin.file.lines.linePos(offsetOf(origin)).line}`;
}

function rangeOf({ file, pointer }: Origin, on: 'key' | 'value'): readonly [number, number] {
  let node: Node | null = file.document.contents;
  let range: readonly [number, number] = node?.range ? [node.range[0], node.range[1]] : [0, 0];
  const segments = pointerSegments(pointer);
  for (const [index, segment] of segments.entries()) {
    if (isAlias(node)) node = node.resolve(file.document) ?? null;
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
