/**
 * Reads every document along its grammar, through all references: what has another form than the specification gives
 * it is reported where it stands.
 */
import { type Diagnostic, type DiagnosticCode, didYouMean } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { childPointer, isArray, isObject, own, pointerSegments, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { referenceDiagnostic, resolveReference } from '../references.js';
import { diagnosticAt, type Origin, type SourceFile } from '../source.js';
import { asyncapiGrammar } from './asyncapi-grammar.js';
import type { Grammar, ObjectShape, Rule, Shape } from './grammar.js';
import { openapiGrammar } from './openapi-grammar.js';
import { checkSchemaKeywords, unknownKeyword } from './schema-keywords.js';
import { type Complaint, checkLeaf, wrongType } from './values.js';

/** Whose rules hold for a document and for what it refers to. */
export type Dialect = 'openapi' | 'asyncapi' | 'job';

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
  /** The places of schemas with a mistake in them: nothing can be held against them. */
  readonly broken: ReadonlySet<string>;
}

/** Tells one place from another. */
export function placeKey({ file, pointer }: Origin): string {
  return `${file.path}#${pointer}`;
}

/** Checks the structure of all documents of a project. */
export function checkStructure(project: Project): Structure {
  const reader = new Reader(project);
  if (project.openapi) reader.document(project.openapi, 'OpenApi', 'openapi');
  if (project.asyncapi) reader.document(project.asyncapi, 'AsyncApi', 'asyncapi');
  for (const file of project.jobs) reader.document(file, 'JobFile', 'job');
  return reader;
}

/** Where named objects of a kind stand, so that a reference to something else can be told. */
const SECTIONS: Readonly<Record<string, string>> = {
  SchemaObject: 'schemas',
  Response: 'responses',
  Parameter: 'parameters',
  Example: 'examples',
  RequestBody: 'requestBodies',
  Header: 'headers',
  SecurityScheme: 'securitySchemes',
  Link: 'links',
  Callback: 'callbacks',
  Message: 'messages',
};

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
  readonly #project: Project;
  readonly #seen = new WeakMap<object, Set<string>>();
  /** The place of the schema that is being read: mistakes in it make it unusable. */
  #schema: string | undefined;

  constructor(project: Project) {
    this.#project = project;
  }

  document(file: SourceFile, kind: string, dialect: Dialect): void {
    this.#read(file.value, kind, { file, pointer: '', dialect, code: 'structure' });
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
  }

  #readMap(value: JsonValue, shape: ShapeOf<'map'>, place: Place): void {
    if (!isObject(value)) {
      this.#complain(place, wrongType(nameOf(place), value, 'a mapping'));
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const at = child(place, key);
      if (shape.keys && !shape.keys.pattern.test(key)) {
        this.#complain(at, { message: `\`${key}\` must be ${shape.keys.what}` }, 'key');
      }
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
    for (const key of required) {
      if (own(value, key) !== undefined || meant.has(key)) continue;
      const at: Place = key === 'operationId' ? { ...place, code: 'missing-operation-id' } : place;
      this.#complain(at, { message: `${shape.what} must have \`${key}\`` }, 'key');
    }
  }

  #unknownKey(key: string, shape: ObjectShape, place: Place, meant: Set<string>): void {
    const extension = key.startsWith('x-');
    const fields = Object.keys(shape.fields).filter((field) => field.startsWith('x-') === extension);
    const near = didYouMean(key, fields);
    const hint = near === undefined ? undefined : `Did you mean \`${near}\`?`;
    if (near !== undefined) meant.add(near);
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
      if (diagnostic) this.diagnostics.push(diagnostic);
      return;
    }
    const { target } = resolution;
    const complaint = this.#misled(reference, target, kind, shape);
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

  /** What is wrong with a reference that does lead somewhere. */
  #misled(reference: string, target: Origin, kind: string, shape: ObjectShape): Complaint | undefined {
    const section = /^\/components\/([^/]+)\/[^/]+$/.exec(target.pointer)?.[1];
    if (section !== undefined && SECTIONS[kind] !== undefined && section !== SECTIONS[kind]) {
      return {
        message: `\`${reference}\` leads into \`components/${section}\`, but ${shape.what} belongs here`,
      };
    }
    if (!this.#runsInCircle(target)) return undefined;
    return { message: `\`${reference}\` leads back to itself, and never to ${shape.what}` };
  }

  #checkBeside(value: JsonObject, shape: ObjectShape, place: Place): void {
    for (const key of Object.keys(value)) {
      if (key === '$ref' || shape.reference?.includes(key) === true) continue;
      const message = `\`${key}\` stands beside a \`$ref\`, where it is ignored`;
      const hint = 'Put it where the reference leads, or write the object out here.';
      this.#complain({ ...child(place, key), code: 'bad-ref' }, { message, hint }, 'key');
    }
  }

  /** Whether references lead from here to references only, for ever. */
  #runsInCircle(from: Origin): boolean {
    const passed = new Set<string>();
    for (let at = from; ; ) {
      const place = placeKey(at);
      if (passed.has(place)) return true;
      passed.add(place);
      const value = valueAt(at.file.value, at.pointer);
      const reference = isObject(value) && Object.keys(value).length === 1 ? own(value, '$ref') : undefined;
      if (typeof reference !== 'string') return false;
      const next = resolveReference(this.#project, at.file, reference);
      if (next.kind !== 'found') return false;
      at = next.target;
    }
  }

  #complain(place: Place, { message, hint }: Complaint, on?: 'key' | 'value'): void {
    if (this.#schema) this.broken.add(this.#schema);
    this.diagnostics.push(diagnosticAt(place, place.code, message, { ...(on && { on }), hint }));
  }
}

/** Follows names and choices to a shape, and tells the name of the last one. */
function resolveRule(
  grammar: Grammar,
  rule: Rule,
  value: JsonValue,
): readonly [kind: string, shape: Exclude<Shape, { kind: 'choice' }>] {
  let kind = '';
  let current = rule;
  for (;;) {
    if (typeof current === 'string') {
      kind = current;
      const shape: Shape | undefined = grammar[current];
      if (!shape) throw new Error(`The grammar has no ${current}`);
      current = shape;
    } else if (current.kind === 'choice') current = current.choose(value);
    else return [kind, current];
  }
}

function child(place: Place, ...keys: readonly (string | number)[]): Place {
  return { ...place, pointer: keys.reduce<string>(childPointer, place.pointer) };
}

/** What messages call a place: its last key, or the list that it stands in. */
function nameOf({ pointer }: Origin): string {
  const segments = pointerSegments(pointer);
  const last = segments.at(-1);
  if (last === undefined) return 'the document';
  return /^\d+$/.test(last) && segments.length > 1 ? `an item of \`${segments.at(-2)}\`` : `\`${last}\``;
}
