/** What the parts of a lowering share: references, names, and what there is to tell. */
import type { Diagnostic, DiagnosticCode } from '../../diagnostics.js';
import type { JsonValue } from '../../model/contract.js';
import { below, diagnosticAt, type Origin, type SourceFile } from '../source.js';
import type { DocumentSet } from './document-set.js';
import { DocumentReferences } from './references.js';
import type { SchemaNames } from './schema-names.js';

/** The dialect in which a file is written. */
export type Dialect = 'openapi-3.0' | 'openapi-3.1' | 'openapi-3.2' | 'asyncapi-2' | 'asyncapi-3';

/** A document, and how it is written. */
export interface DialectFile {
  readonly file: SourceFile;
  readonly dialect: Dialect;
}

/** A mistake, or something that generated code leaves out, with what to do about it. */
export interface Remark {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly severity?: Diagnostic['severity'];
  readonly on?: 'key' | 'value';
}

/** More of one kind say no more than these. */
const MOST_ALIKE = 200;

/** The state of one lowering. */
export class Lowering {
  readonly dialect: Dialect;
  readonly main: SourceFile;
  readonly references: DocumentReferences;
  readonly names: SchemaNames;
  /** Mappings of discriminators, whose values are texts once names are given. */
  readonly mappings: Record<string, { readonly $ref: string } | string>[] = [];
  /** Schemas with a `default`, which is held against them once names are given. */
  readonly withDefaults: (readonly [schema: Record<string, JsonValue>, origin: Origin])[] = [];
  /** Where each lowered schema stands. */
  readonly origins = new WeakMap<object, Origin>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #counts = new Map<string, number>();

  constructor(set: DocumentSet, names: SchemaNames, { file, dialect }: DialectFile) {
    this.dialect = dialect;
    this.main = file;
    this.references = new DocumentReferences(set);
    this.names = names;
  }

  /** To be called when all names are given: mappings hold references as texts (OpenAPI 3.1.1, section 4.8.25). */
  finish(): void {
    for (const mapping of this.mappings) {
      for (const [tag, target] of Object.entries(mapping))
        if (typeof target === 'object') mapping[tag] = target.$ref;
    }
  }

  /** Everything that was told. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** Tells something of a place; a warning unless it says otherwise. */
  tell(origin: Origin, { code, message, severity = 'warning', hint, on = 'value' }: Remark): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (severity === 'warning' && count > MOST_ALIKE) return;
    this.#diagnostics.push(diagnosticAt(origin, code, message, { severity, hint, on }));
  }

  /** The value that a reference leads to; undefined, and told, if there is none. */
  follow(
    origin: Origin,
    reference: string,
  ): { readonly target: Origin; readonly value: JsonValue } | undefined {
    const resolved = this.references.resolve(origin, reference);
    if (resolved.kind === 'found') return resolved;
    const at = below(origin, '$ref');
    if (resolved.problem) this.tell(at, { ...resolved.problem, severity: 'error' });
    return undefined;
  }
}

/** A value as messages show it. */
export function shortJson(value: JsonValue): string {
  const shown = JSON.stringify(value);
  return shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown;
}

const SHOWN = 40;

/** More references one behind the other lead in a circle. */
export const MOST_STEPS = 64;
