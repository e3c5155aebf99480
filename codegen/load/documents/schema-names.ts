/** Names for all schemas that references lead to, given once all are known: the order in which they stand changes no name. */
import type { JsonSchema, JsonValue } from '../../model/contract.js';
import { typeName } from '../../model/names.js';
import { schemaPointer } from '../../model/schema-references.js';
import { pascalCase, pointerSegments } from '../json.js';
import type { Origin, SourceFile } from '../source.js';
import { type UniqueName, uniqueNames } from './unique-names.js';

/** A schema with the references to it. */
interface Entry {
  readonly origin: Origin;
  /** What it would best be called. */
  readonly wish: string;
  /** It stands under this name in the document itself. */
  isDeclared: boolean;
  readonly references: { $ref: string }[];
  schema: JsonSchema | undefined;
}

/** A schema under the name that it got. */
export interface NamedPlace extends UniqueName {
  readonly schema: JsonSchema;
  readonly origin: Origin;
  readonly isDeclared: boolean;
}

/** The schemas of a document set that have, or need, a name. */
export class SchemaNames {
  readonly #mains: readonly SourceFile[];
  readonly #entries = new Map<SourceFile, Map<string, Entry>>();
  readonly #waiting: Entry[] = [];

  /** `mains` are the documents whose own `components.schemas` keep their names. */
  constructor(mains: readonly SourceFile[]) {
    this.#mains = mains;
  }

  /** A reference to the schema at a place; its text is filled in by `assign`. `wish` is a better name than its place. */
  reference(origin: Origin, wish?: string): { $ref: string } {
    const reference = { $ref: '' };
    this.#entry(origin, wish).references.push(reference);
    return reference;
  }

  /** Makes a schema known whether or not anything refers to it. */
  declare(origin: Origin): void {
    this.#entry(origin);
  }

  /** The schema declared at `origin` is nothing but a reference to `target`: they are one, under the declared name. */
  declareAs(origin: Origin, target: Origin): void {
    const known = this.#find(target);
    if (known?.isDeclared === true) {
      this.declare(origin);
      return;
    }
    const entry = this.#entry(target, declaredName(origin.pointer));
    entry.isDeclared = true;
    this.#put(origin, entry);
  }

  /** Gives each schema to `lower` once, and those that this makes known. */
  lowerAll(lower: (origin: Origin) => JsonSchema): void {
    for (let entry = this.#waiting.pop(); entry !== undefined; entry = this.#waiting.pop())
      entry.schema = lower(entry.origin);
  }

  /** Gives the names, unique also as types and without regard to case, and writes them into all references. */
  assign(): readonly NamedPlace[] {
    const entries = [...new Set([...this.#entries.values()].flatMap((inner) => [...inner.values()]))];
    const names = uniqueNames(entries, {
      wishOf: ({ wish }) => wish,
      inCode: (name) => typeName(name).toLowerCase(),
      compare: byRank,
    });
    const named = [...names].map(([{ references, origin, isDeclared, schema = true }, unique]) => {
      for (const reference of references) reference.$ref = schemaPointer(unique.name);
      return { ...unique, schema, origin, isDeclared };
    });
    // Those of the document as they stand there, the others behind them.
    return [...named.filter((one) => one.isDeclared), ...named.filter((one) => !one.isDeclared).sort(byName)];
  }

  #entry(origin: Origin, better?: string): Entry {
    const known = this.#find(origin);
    if (known !== undefined) return known;
    const declared = this.#mains.includes(origin.file) ? declaredName(origin.pointer) : undefined;
    const wish = declared ?? better ?? wishedName(origin);
    const entry = { origin, wish, isDeclared: declared !== undefined, references: [], schema: undefined };
    this.#put(origin, entry);
    this.#waiting.push(entry);
    return entry;
  }

  #find({ file, pointer }: Origin): Entry | undefined {
    return this.#entries.get(file)?.get(pointer);
  }

  #put({ file, pointer }: Origin, entry: Entry): void {
    const ofFile = this.#entries.get(file) ?? new Map<string, Entry>();
    this.#entries.set(file, ofFile);
    ofFile.set(pointer, entry);
  }
}

function declaredName(pointer: string): string | undefined {
  const segments = pointerSegments(pointer);
  return segments.length === 3 && pointer.startsWith('/components/schemas/') ? segments[2] : undefined;
}

/** Words on the way to a schema that say nothing of it. */
const SILENT = new Set([
  'properties',
  '$defs',
  'definitions',
  'schema',
  'content',
  'components',
  'schemas',
  'paths',
]);

function wishedName({ file, pointer }: Origin): string {
  const base = pascalCase(file.path.replace(/^.*\//, '').replace(/\.[^.]*$/, ''));
  const segments = pointerSegments(pointer);
  const words = segments.filter((word) => !SILENT.has(word));
  // A part of the one schema that a file is.
  if (segments[0] === 'properties') return pascalCase(`${base} ${words.join(' ')}`) || 'Schema';
  if (words.length === 0) return base || 'Schema';
  return words.length === 1 ? (words[0] ?? base) : pascalCase(words.join(' ')) || base || 'Schema';
}

function byRank(a: Entry, b: Entry): number {
  if (a.isDeclared !== b.isDeclared) return a.isDeclared ? -1 : 1;
  const [one, other] = [a, b].map(({ wish, origin }) => `${wish}\0${origin.file.path}\0${origin.pointer}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

function byName(a: NamedPlace, b: NamedPlace): number {
  return a.name < b.name ? -1 : 1;
}

/** Whether a value is a reference and nothing else. */
export function isBareReference(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && '$ref' in value && Object.keys(value).length === 1;
}
