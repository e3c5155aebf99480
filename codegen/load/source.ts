/** A spec file: its text, its value, and the line and column of everything in it. */
import type { Diagnostic, DiagnosticCode } from '../diagnostics.js';
import type { JsonValue } from '../model/contract.js';
import { childPointer } from './json.js';
import type { Places } from './places.js';
import { readText } from './text.js';

/** One file as read. */
export interface SourceFile {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly value: JsonValue;
  readonly places: Places;
}

/** A value in a file. */
export interface Origin {
  readonly file: SourceFile;
  readonly pointer: string;
}

/** The place of a child. */
export function below({ file, pointer }: Origin, key: string | number): Origin {
  return { file, pointer: childPointer(pointer, key) };
}

/** Parses a spec file. The value is usable only if there are no diagnostics. */
export function parseSource(path: string, text: string): { file: SourceFile; diagnostics: Diagnostic[] } {
  const { places, value, mistakes } = readText(text);
  const file = { path, text, value, places };
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
  const [start, end] = origin.file.places.rangeOf(origin.pointer, options.on ?? 'value');
  const diagnostic = diagnosticBetween(origin.file, code, message, { start, end, hint: options.hint });
  return options.severity === undefined ? diagnostic : { ...diagnostic, severity: options.severity };
}

/** A diagnostic at offsets in a file's text. */
function diagnosticBetween(
  { path, text, places }: Pick<SourceFile, 'path' | 'text' | 'places'>,
  code: DiagnosticCode,
  message: string,
  { start, end, hint }: { readonly start: number; readonly end: number; readonly hint?: string | undefined },
): Diagnostic {
  const { line, column } = places.lineOf(start);
  const firstLine = text.slice(start, end).split(/\r?\n/, 1)[0] ?? '';
  return {
    code,
    severity: 'error',
    message,
    file: path,
    line,
    column,
    length: Math.max(1, firstLine.trimEnd().length),
    ...(hint !== undefined && { hint }),
  };
}

/** Where something begins in its file: sorts things as the author wrote them. */
export function offsetOf(origin: Origin): number {
  return origin.file.places.rangeOf(origin.pointer, 'key')[0];
}

/** `specs/openapi.yaml:12`, for messages that point at a second place. */
export function placeName(origin: Origin): string {
  return `${origin.file.path}:${origin.file.places.lineOf(offsetOf(origin)).line}`;
}
