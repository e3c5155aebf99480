/**
 * Reads every document along its grammar, through all references: what has another form than the specification gives
 * it is reported where it stands.
 */
import { type Diagnostic, type DiagnosticCode, didYouMean } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { asObject, childPointer, isArray, isObject, own, pointerSegments, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { referenceDiagnostic, resolveReference } from '../references.js';
import { diagnosticAt, type Origin, type SourceFile } from '../source.js';
import { SCHEMAS_FOLDER } from '../spec-files.js';
import { mapsNamesToSchemas } from '../walk.js';
import { asyncapiGrammar } from './asyncapi-grammar.js';
import { type Grammar, type ObjectShape, type Rule, resolveRule, type Shape } from './grammar.js';
import { openapiGrammar } from './openapi-grammar.js';
import { ReferenceCircles } from './reference-circles.js';
import { checkTarget, firstLost, placeKey } from './reference-rules.js';
import { checkSchemaKeywords, unknownKeyword } from './schema-keywords.js';
import { blankHint, type Complaint, checkKey, checkLeaf, repetitions, wrongType } from './values.js';

/** Whose rules hold for a document and for what it refers to. */
type Dialect = 'openapi' | 'asyncapi' | 'job';

/** An object that was read, and as what. */
export interface Visit {
  /** Its name in the grammar. */
  readonly kind: string;
  readonly node: JsonObject;
  readonly origin: Origin;
  readonly dialect: Dialect;
}

/** What reading the documents gave. */
export interface Structure {
  readonly diagnostics: readonly Diagnostic[];
  readonly visits: readonly Visit[];
  /** The paths of files with a mistake in their structure: what seems to be missing in them may be there. */
  readonly misshapen: ReadonlySet<string>;
  /** The places of schemas with a mistake in them: nothing can be held against them. */
  readonly broken: ReadonlySet<string>;
}

/** Checks the structure of all documents of a project. */
export function checkStructure(project: Project): Structure {
  const reader = new Reader(project);
  if (project.openapi) reader.document(project.openapi, 'OpenApi', 'openapi');
  if (project.asyncapi) reader.document(project.asyncapi, 'AsyncApi', 'asyncapi');
  for (const file of project.jobs) reader.document(file, 'JobFile', 'job');
  for (const file of project.files.values()) {
    if (file.path.startsWith(`${SCHEMAS_FOLDER}/`)) reader.schemaFile(file);
  }
  return reader.finish();
}

/** Where reading is, under whose rules, and the code that mistakes get there. */
interface Place extends Origin {
  readonly dialect: Dialect;
  readonly code: DiagnosticCode;
}

type ShapeOf<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;

class Reader implements Structure {
  readonly diagnostics: Diagnostic[] = [];
  readonly visits: Visit[] = [];
  readonly broken = new Set<string>();
  readonly misshapen = new Set<string>();
  readonly #project: Project;
  readonly #circles: ReferenceCircles;
  readonly #seen = new WeakMap<object, Set<string>>();
  /** Places that a mistyped key was meant to be: what leads there is right. */
  readonly #meant = new Set<string>();
  readonly #dangling: { readonly diagnostic: Diagnostic; readonly lost: string | undefined }[] = [];
  /** The place of the schema that is being read: mistakes in it make it unusable. */
  #schema: string | undefined;

  constructor(project: Project) {
    this.#project = project;
    this.#circles = new ReferenceCircles(project);
  }

  document(file: SourceFile, kind: string, dialect: Dialect): void {
    this.#read(file.value, kind, { file, pointer: '', dialect, code: 'structure' });
  }

  /** What no document refers to, to be called after them: read as OpenAPI would. */
  schemaFile(file: SourceFile): void {
    const names = mapsNamesToSchemas(file) ? Object.keys(asObject(file.value)) : undefined;
    const pointers = names?.map((name) => childPointer('', name)) ?? [''];
    for (const pointer of pointers) this.#readUnused(file, pointer);
  }

  #readUnused(file: SourceFile, pointer: string): void {
    const value = valueAt(file.value, pointer) ?? null;
    // What a document refers to has been read by that document's rules.
    if (isObject(value) && this.#seen.has(value)) return;
    this.#read(value, 'Schema', { file, pointer, dialect: 'openapi', code: 'structure' });
  }

  /** To be called after the last document. */
  finish(): this {
    for (const { diagnostic, lost } of this.#dangling) {
      if (lost === undefined || !this.#meant.has(lost)) this.diagnostics.push(diagnostic);
    }
    return this;
  }

  #read(value: JsonValue, rule: Rule, place: Place): void {
    const grammar: Grammar = place.dialect === 'openapi' ? openapiGrammar : asyncapiGrammar;
    const [kind, shape] = resolveRule(grammar, rule, value);
    if (shape.kind === 'any') return;
    if (shape.kind === 'object')
      this.#readObject(value, kind, shape, { ...place, code: shape.code ?? 'structure' });
    else if (shape.kind === 'list') this.#readList(value, shape, place);
    else if (shape.kind === 'map') this.#readMap(value, shape, place);
    else {
      const complaint = checkLeaf(() => nameOf(place), value, shape);
      if (complaint) this.#complain(place, complaint);
    }
  }

  #readList(value: JsonValue, shape: ShapeOf<'list'>, place: Place): void {
    if (!isArray(value)) {
      this.#complain(place, wrongType(nameOf(place), value, 'a list'));
      return;
    }
    if (value.length < (shape.atLeast ?? 0))
      this.#complain(place, { message: `${nameOf(place)} must not be empty` });
    for (const [index, item] of value.entries()) this.#read(item, shape.items, child(place, index));
    if (shape.distinct !== true) return;
    for (const { index, ...complaint } of repetitions(() => nameOf(place), value))
      this.#complain(child(place, index), complaint);
  }

  #readMap(value: JsonValue, shape: ShapeOf<'map'>, place: Place): void {
    if (!isObject(value)) {
      this.#complain(place, wrongType(nameOf(place), value, 'a mapping'));
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const at = child(place, key);
      const complaint = checkKey(key, shape.keys);
      if (complaint) this.#complain(at, complaint, 'key');
      this.#read(item, shape.values, at);
    }
  }

  #readObject(value: JsonValue, kind: string, shape: ObjectShape, place: Place): void {
    if (!isObject(value)) {
      this.#complain(place, wrongType(nameOf(place), value, `${shape.what}, a mapping`));
      return;
    }
    // Read as another kind or in another dialect, the same object may have other mistakes.
    const readings = this.#seen.get(value) ?? new Set();
    if (readings.has(`${place.dialect} ${kind}`)) return;
    this.#seen.set(value, readings.add(`${place.dialect} ${kind}`));
    const outer = this.#schema;
    const isSchema = kind === 'SchemaObject';
    this.#schema = isSchema ? placeKey(place) : undefined;
    if (own(value, '$ref') !== undefined && (isSchema || shape.reference)) {
      this.#readReference(value, kind, shape, place);
    } else {
      const { file, pointer, dialect } = place;
      if (kind !== '') this.visits.push({ kind, node: value, origin: { file, pointer }, dialect });
      this.#readFields(value, shape, place);
    }
    if (isSchema) {
      for (const { at, code, on, ...complaint } of checkSchemaKeywords(value, place.dialect)) {
        this.#complain({ ...child(place, ...at), code }, complaint, on);
      }
    }
    this.#schema = outer;
  }

  #readFields(value: JsonObject, shape: ObjectShape, place: Place): void {
    const meant = new Set<string>();
    for (const [key, item] of Object.entries(value)) {
      const rule = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
      if (rule !== undefined) this.#read(item, rule, child(place, key));
      else if (shape.others?.keys.pattern.test(key)) this.#read(item, shape.others.values, child(place, key));
      else this.#unknownKey(key, shape, child(place, key), meant);
    }
    const required = typeof shape.required === 'function' ? shape.required(value) : (shape.required ?? []);
    const missing = required.filter((key) => own(value, key) === undefined && !meant.has(key));
    if (missing.includes('operationId')) {
      const code = 'missing-operation-id';
      this.#complain({ ...place, code }, { message: `${shape.what} must have \`operationId\`` }, 'key');
    }
    const others = missing.filter((key) => key !== 'operationId').map((key) => `\`${key}\``);
    if (others.length === 0) return;
    const list = [others.slice(0, -1).join(', '), others.at(-1)].filter(Boolean).join(' and ');
    this.#complain(place, { message: `${shape.what} must have ${list}` }, 'key');
  }

  #unknownKey(key: string, shape: ObjectShape, place: Place, meant: Set<string>): void {
    const extension = key.startsWith('x-');
    const fields = Object.keys(shape.fields).filter((field) => field.startsWith('x-') === extension);
    const near = didYouMean(key, fields);
    const hint = blankHint(key, fields) ?? (near === undefined ? undefined : `Did you mean \`${near}\`?`);
    if (near !== undefined) {
      meant.add(near);
      this.#meant.add(placeKey({ file: place.file, pointer: siblingPointer(place.pointer, near) }));
    }
    if (extension && shape.closed !== true) {
      if (hint === undefined) return;
      this.#complain(
        { ...place, code: 'extension' },
        { message: `\`${key}\` means nothing here`, hint },
        'key',
      );
    } else if (this.#schema && shape.code === 'bad-schema') {
      this.#complain({ ...place, code: 'unknown-keyword' }, unknownKeyword(key, near), 'key');
    } else {
      const what = shape.others ? `must be ${shape.others.keys.what}` : `is not a field of ${shape.what}`;
      this.#complain(place, { message: `\`${key}\` ${what}`, hint }, 'key');
    }
  }

  #readReference(value: JsonObject, kind: string, shape: ObjectShape, place: Place): void {
    const at: Place = { ...child(place, '$ref'), code: 'bad-ref' };
    const reference = own(value, '$ref') ?? null;
    if (typeof reference !== 'string') {
      this.#complain(at, wrongType('`$ref`', reference, 'text'));
      return;
    }
    // A schema may say more beside its `$ref`; elsewhere that would be lost.
    if (kind === 'SchemaObject') this.#readFields(value, shape, place);
    else this.#checkBeside(value, shape, place);
    const resolution = resolveReference(this.#project, place.file, reference);
    if (resolution.kind !== 'found') {
      if (this.#schema) this.broken.add(this.#schema);
      const diagnostic = referenceDiagnostic(this.#project, at, reference, resolution);
      const lost =
        resolution.kind === 'no-value' ? firstLost(resolution.file, resolution.pointer) : undefined;
      if (diagnostic && lost !== 'blocked') this.#dangling.push({ diagnostic, lost });
      return;
    }
    const { target } = resolution;
    const complaint =
      checkTarget(reference, target, { kind, what: shape.what }) ??
      this.#circles.check(reference, place, target, kind);
    if (complaint) {
      this.#complain(at, complaint);
      return;
    }
    const outer = this.#schema;
    this.#schema = undefined;
    const rule = kind === 'SchemaObject' ? 'Schema' : kind === '' ? shape : kind;
    this.#read(valueAt(target.file.value, target.pointer) ?? null, rule, { ...place, ...target });
    this.#schema = outer;
  }

  #checkBeside(value: JsonObject, shape: ObjectShape, place: Place): void {
    for (const key of Object.keys(value)) {
      if (key === '$ref' || shape.reference?.includes(key) === true) continue;
      const message = `\`${key}\` stands beside a \`$ref\`, where it is ignored`;
      const hint = 'Put it where the reference leads, or write the object out here.';
      this.#complain({ ...child(place, key), code: 'bad-ref' }, { message, hint }, 'key');
    }
  }

  #complain(place: Place, { message, hint, severity = 'error' }: Complaint, on?: 'key' | 'value'): void {
    if (this.#schema && severity === 'error') this.broken.add(this.#schema);
    if (place.code === 'structure') this.misshapen.add(place.file.path);
    this.diagnostics.push(diagnosticAt(place, place.code, message, { ...(on && { on }), hint, severity }));
  }
}

function child(place: Place, ...keys: readonly (string | number)[]): Place {
  return { ...place, pointer: keys.reduce<string>(childPointer, place.pointer) };
}

function siblingPointer(pointer: string, key: string): string {
  return childPointer(pointer.slice(0, pointer.lastIndexOf('/')), key);
}

/** What messages call a place: its last key, or the list that it stands in. */
function nameOf({ pointer }: Origin): string {
  const segments = pointerSegments(pointer);
  const last = segments.at(-1);
  if (last === undefined) return 'the document';
  return /^\d+$/.test(last) && segments.length > 1 ? `an item of \`${segments.at(-2)}\`` : `\`${last}\``;
}
