/**
 * Reads every document along its grammar, through all references: what has another form than the specification gives
 * it is reported where it stands.
 */
import { type Diagnostic, type DiagnosticCode, didYouMean } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { childPointer, isArray, isObject, own, pointerSegments, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { referenceDiagnostic, resolveReference } from '../references.js';
import { diagnosticAt, type Origin } from '../source.js';
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
  /** Schemas with a mistake in them: nothing can be held against them. */
  readonly broken: ReadonlySet<JsonObject>;
}

/** Checks the structure of all documents of a project. */
export function checkStructure(project: Project): Structure {
  const reader = new Reader(project);
  const read = (file: Origin['file'] | undefined, rule: string, dialect: Dialect) => {
    if (file) reader.read(file.value, rule, { file, pointer: '' }, dialect);
  };
  read(project.openapi, 'OpenApi', 'openapi');
  read(project.asyncapi, 'AsyncApi', 'asyncapi');
  for (const file of project.jobs) read(file, 'JobFile', 'job');
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

class Reader implements Structure {
  readonly diagnostics: Diagnostic[] = [];
  readonly visits: Visit[] = [];
  readonly broken = new Set<JsonObject>();
  readonly #project: Project;
  readonly #seen = new WeakMap<object, Set<string>>();
  /** The schema that is being read: mistakes in it make it unusable. */
  #schema: JsonObject | undefined;

  constructor(project: Project) {
    this.#project = project;
  }

  read(value: JsonValue, rule: Rule, origin: Origin, dialect: Dialect, code: DiagnosticCode = 'structure'): void {
    const grammar: Grammar = dialect === 'openapi' ? openapiGrammar : asyncapiGrammar;
    const [kind, shape] = resolveRule(grammar, rule, value);
    const name = nameOf(origin);
    switch (shape.kind) {
      case 'any':
        return;
      case 'list':
        if (!isArray(value)) return this.#complain(origin, code, wrongType(name, value, 'a list'));
        if (value.length < (shape.atLeast ?? 0)) this.#complain(origin, code, { message: `${name} must not be empty` });
        for (const [index, item] of value.entries()) {
          this.read(item, shape.items, child(origin, index), dialect, code);
        }
        return;
      case 'map':
        if (!isObject(value)) return this.#complain(origin, code, wrongType(name, value, 'a mapping'));
        for (const [key, item] of Object.entries(value)) {
          const at = child(origin, key);
          if (shape.keys && !shape.keys.pattern.test(key)) {
            this.#complain(at, code, { message: `\`${key}\` must be ${shape.keys.what}` }, 'key');
          }
          this.read(item, shape.values, at, dialect, code);
        }
        return;
      case 'object':
        return this.#readObject(value, kind, shape, origin, dialect);
      default: {
        const complaint = checkLeaf(name, value, shape);
        if (complaint) this.#complain(origin, code, complaint);
      }
    }
  }

  #readObject(value: JsonValue, kind: string, shape: ObjectShape, origin: Origin, dialect: Dialect): void {
    const code = shape.code ?? 'structure';
    if (!isObject(value)) return this.#complain(origin, code, wrongType(nameOf(origin), value, `${shape.what}, a mapping`));
    // Read as another kind or in another dialect, the same object may have other mistakes.
    const readings = this.#seen.get(value) ?? new Set();
    if (readings.has(`${dialect} ${kind}`)) return;
    this.#seen.set(value, readings.add(`${dialect} ${kind}`));
    const outer = this.#schema;
    const isSchema = kind === 'SchemaObject';
    this.#schema = isSchema ? value : undefined;
    if (own(value, '$ref') !== undefined && (isSchema || shape.reference)) {
      this.#readReference(value, kind, shape, origin, dialect);
    } else {
      if (kind !== '') this.visits.push({ kind, node: value, origin, dialect });
      this.#readFields(value, shape, origin, dialect, code);
    }
    if (isSchema) {
      for (const { at, code, on, ...complaint } of checkSchemaKeywords(value, dialect)) {
        this.#complain(child(origin, ...at), code, complaint, on);
      }
    }
    this.#schema = outer;
  }

  #readFields(value: JsonObject, shape: ObjectShape, origin: Origin, dialect: Dialect, code: DiagnosticCode): void {
    const meant = new Set<string>();
    for (const [key, item] of Object.entries(value)) {
      const at = child(origin, key);
      const rule = own(shape.fields as JsonObject, key) as Rule | undefined;
      if (rule !== undefined) this.read(item, rule, at, dialect, code);
      else if (shape.others?.keys.pattern.test(key)) this.read(item, shape.others.values, at, dialect, code);
      else this.#unknownKey(key, shape, at, code, meant);
    }
    const required = typeof shape.required === 'function' ? shape.required(value) : (shape.required ?? []);
    for (const key of required) {
      if (own(value, key) !== undefined || meant.has(key)) continue;
      const message = `${shape.what} must have \`${key}\``;
      this.#complain(origin, key === 'operationId' ? 'missing-operation-id' : code, { message }, 'key');
    }
  }

  #unknownKey(key: string, shape: ObjectShape, at: Origin, code: DiagnosticCode, meant: Set<string>): void {
    const extension = key.startsWith('x-');
    const fields = Object.keys(shape.fields).filter((field) => field.startsWith('x-') === extension);
    const near = didYouMean(key, fields);
    if (extension && shape.closed !== true) {
      if (near === undefined) return;
      const message = `\`${key}\` means nothing here`;
      return this.#complain(at, 'extension', { message, hint: `Did you mean \`${near}\`?` }, 'key');
    }
    if (near !== undefined) meant.add(near);
    if (shape.code === 'bad-schema' && this.#schema) {
      return this.#complain(at, 'unknown-keyword', unknownKeyword(key, near), 'key');
    }
    const message = shape.others
      ? `\`${key}\` must be ${shape.others.keys.what}`
      : `\`${key}\` is not a field of ${shape.what}`;
    this.#complain(at, code, { message, hint: near === undefined ? undefined : `Did you mean \`${near}\`?` }, 'key');
  }

  #readReference(value: JsonObject, kind: string, shape: ObjectShape, origin: Origin, dialect: Dialect): void {
    const at = child(origin, '$ref');
    const reference = own(value, '$ref') ?? null;
    if (typeof reference !== 'string') return this.#complain(at, 'bad-ref', wrongType('`$ref`', reference, 'text'));
    // In OpenAPI a schema may say more beside its `$ref`; elsewhere that would be lost.
    if (kind === 'SchemaObject') this.#readFields(value, shape, origin, dialect, shape.code ?? 'structure');
    else this.#checkBeside(value, shape, origin);
    const resolution = resolveReference(this.#project, at.file, reference);
    if (resolution.kind !== 'found') {
      if (this.#schema) this.broken.add(this.#schema);
      const diagnostic = referenceDiagnostic(this.#project, at, reference, resolution);
      if (diagnostic) this.diagnostics.push(diagnostic);
      return;
    }
    const { target } = resolution;
    const section = /^\/components\/([^/]+)\/[^/]+$/.exec(target.pointer)?.[1];
    if (section !== undefined && SECTIONS[kind] !== undefined && section !== SECTIONS[kind]) {
      const message = `\`${reference}\` leads into \`components/${section}\`, but ${shape.what} belongs here`;
      return this.#complain(at, 'bad-ref', { message });
    }
    if (this.#runsInCircle(target)) {
      return this.#complain(at, 'bad-ref', { message: `\`${reference}\` leads back to itself, and never to ${shape.what}` });
    }
    const targetValue = valueAt(target.file.value, target.pointer) ?? null;
    const outer = this.#schema;
    this.#schema = undefined;
    const rule = kind === 'SchemaObject' ? 'Schema' : kind === '' ? shape : kind;
    this.read(targetValue, rule, target, dialect, shape.code);
    this.#schema = outer;
  }

  #checkBeside(value: JsonObject, shape: ObjectShape, origin: Origin): void {
    for (const key of Object.keys(value)) {
      if (key === '$ref' || shape.reference?.includes(key) === true) continue;
      const message = `\`${key}\` stands beside a \`$ref\`, where it is ignored`;
      const hint = 'Put it where the reference leads, or write the object out here.';
      this.#complain(child(origin, key), 'bad-ref', { message, hint }, 'key');
    }
  }

  /** Whether references lead from here to references only, for ever. */
  #runsInCircle(from: Origin): boolean {
    const passed = new Set<string>();
    for (let at = from; ; ) {
      const place = `${at.file.path}#${at.pointer}`;
      if (passed.has(place)) return true;
      passed.add(place);
      const value = valueAt(at.file.value, at.pointer);
      const reference = isObject(value) ? own(value, '$ref') : undefined;
      if (typeof reference !== 'string' || (isObject(value) && Object.keys(value).length > 1)) return false;
      const next = resolveReference(this.#project, at.file, reference);
      if (next.kind !== 'found') return false;
      at = next.target;
    }
  }

  #complain(origin: Origin, code: DiagnosticCode, { message, hint }: Complaint, on?: 'key' | 'value'): void {
    if (this.#schema) this.broken.add(this.#schema);
    this.diagnostics.push(diagnosticAt(origin, code, message, { ...(on && { on }), hint }));
  }
}

/** Follows names and choices to a shape, and tells the name of the last one. */
function resolveRule(grammar: Grammar, rule: Rule, value: JsonValue): readonly [string, Exclude<Shape, { kind: 'choice' }>] {
  let kind = '';
  let current = rule;
  for (;;) {
    if (typeof current === 'string') {
      kind = current;
      const shape = grammar[current];
      if (!shape) throw new Error(`The grammar has no ${current}`);
      current = shape;
    } else if (current.kind === 'choice') current = current.choose(value);
    else return [kind, current];
  }
}

function child({ file, pointer }: Origin, ...keys: readonly (string | number)[]): Origin {
  return { file, pointer: keys.reduce<string>(childPointer, pointer) };
}

/** What messages call a place: its last key, or the list that it stands in. */
function nameOf({ pointer }: Origin): string {
  const segments = pointerSegments(pointer);
  const last = segments.at(-1);
  if (last === undefined) return 'the document';
  return /^\d+$/.test(last) && segments.length > 1 ? `an item of \`${segments.at(-2)}\`` : `\`${last}\``;
}
