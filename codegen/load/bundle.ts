/**
 * Copies documents so that they stand alone: schemas of other files become components, everything else that is
 * referred to in another file is copied in.
 */
import type { Diagnostic } from '../diagnostics.js';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { schemaPointer } from '../model/schema-references.js';
import { asObject, childPointer, isArray, isObject, pascalCase, pointerSegments, valueAt } from './json.js';
import { childPosition, type Family, type Position } from './positions.js';
import type { Project } from './project.js';
import { mappingReference, resolveReference } from './references.js';
import { diagnosticAt, type Origin, offsetOf, placeName, type SourceFile } from './source.js';
import { familyOf } from './walk.js';

/** A schema that every document can refer to by its name. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly origin: Origin;
}

/** Deeper than any honest chain of copied-in references: beyond it they go in a circle. */
const MAX_DEPTH = 64;

/** Collects the named schemas of a project while its documents are copied. */
export class Bundler {
  /** Collisions of names; dangling references are `checkReferences`' business. */
  readonly diagnostics: Diagnostic[] = [];
  /** Where each copied object and array stands in the sources. */
  readonly origins = new WeakMap<object, Origin>();
  readonly #project: Project;
  /** `TextGenerate` for `specs/jobs/text.generate.yaml`. */
  readonly #prefixes: ReadonlyMap<string, string>;
  readonly #schemas = new Map<string, NamedSchema>();

  constructor(project: Project, prefixes: ReadonlyMap<string, string>) {
    this.#project = project;
    this.#prefixes = prefixes;
  }

  /** A copy of a whole document, without its `components.schemas`: those are in `schemas()`. */
  document(file: SourceFile): JsonObject {
    const copy = this.#copy({ file, pointer: '' }, file.value, 'object', 0);
    if (!isObject(copy)) return {};
    const components = copy.components;
    if (!isObject(components) || !isObject(components.schemas)) return copy;
    // Already copied in place; naming them makes them known under the same names, used or not.
    for (const key of Object.keys(components.schemas)) {
      this.named({ file, pointer: childPointer('/components/schemas', key) });
    }
    const { schemas: _, ...others } = components;
    return { ...copy, components: others };
  }

  /** A copy of a part that is no schema, such as a message of a job type. */
  part(origin: Origin): JsonValue {
    return this.#copy(origin, valueAt(origin.file.value, origin.pointer) ?? null, 'object', 0);
  }

  /** A reference to the schema at `origin`, which gets a name: its own, or `name` for one that stands inline. */
  named(origin: Origin, name?: string): JsonObject {
    const value = valueAt(origin.file.value, origin.pointer);
    const chosen = name ?? this.#nameOf(origin);
    if (isObject(value) && typeof value.$ref === 'string') {
      const resolution = resolveReference(this.#project, origin.file, value.$ref);
      const target = resolution.kind === 'found' ? resolution.target : undefined;
      // Nothing but a reference has no need of a name; neither has a second entry for the schema of that very name.
      if (name !== undefined) return target ? this.named(target) : {};
      if (target && this.#nameOf(target) === chosen && !samePlace(target, origin)) return this.named(target);
    }
    if (this.#claim(chosen, origin)) {
      // Claimed before it is copied: a schema may refer to itself.
      this.#schemas.set(chosen, { name: chosen, schema: true, origin });
      const schema = this.#copy(origin, value ?? true, 'schema', 0) as JsonSchema;
      this.#schemas.set(chosen, { name: chosen, schema, origin });
    }
    return { $ref: schemaPointer(chosen) };
  }

  /** A reference to a changed copy of the schema at `origin`, or of what that refers to, under a name of its own. */
  variant(origin: Origin, name: string, change: (schema: JsonObject) => JsonObject, depth = 0): JsonObject {
    const value = valueAt(origin.file.value, origin.pointer);
    if (isObject(value) && typeof value.$ref === 'string' && depth < MAX_DEPTH) {
      const resolution = resolveReference(this.#project, origin.file, value.$ref);
      return resolution.kind === 'found' ? this.variant(resolution.target, name, change, depth + 1) : {};
    }
    return this.add(name, change(asObject(this.#copy(origin, value ?? {}, 'schema', 0))), origin);
  }

  /** Adds a schema that stands in no file as such; `origin` is what it was made from. */
  add(name: string, schema: JsonSchema, origin: Origin): JsonObject {
    if (this.#claim(name, origin)) this.#schemas.set(name, { name, schema, origin });
    return { $ref: schemaPointer(name) };
  }

  /** All named schemas so far, in the order of the files and of what stands in them. */
  schemas(): readonly NamedSchema[] {
    const rank = (file: SourceFile) => ['openapi', 'asyncapi', 'schemas', 'job'].indexOf(this.#group(file));
    return [...this.#schemas.values()].sort((a, b) => {
      const byFile = rank(a.origin.file) - rank(b.origin.file);
      if (byFile !== 0) return byFile;
      if (a.origin.file !== b.origin.file) return a.origin.file.path < b.origin.file.path ? -1 : 1;
      return offsetOf(a.origin) - offsetOf(b.origin);
    });
  }

  #group(file: SourceFile): Family | 'job' {
    return this.#prefixes.has(file.path) ? 'job' : familyOf(file);
  }

  /** False if the name is taken: by the same schema, which is fine, or by another one, which is a mistake. */
  #claim(name: string, origin: Origin): boolean {
    const holder = this.#schemas.get(name)?.origin;
    if (!holder) return true;
    if (!samePlace(holder, origin)) {
      const message = `two schemas get the name \`${name}\`: this one and the one at ${placeName(holder)}`;
      this.diagnostics.push(
        diagnosticAt(origin, 'name-collision', message, { on: 'key', hint: 'Rename one of them.' }),
      );
    }
    return false;
  }

  #nameOf({ file, pointer }: Origin): string {
    const base = file.path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
    return `${this.#prefixes.get(file.path) ?? ''}${nameOfPlace(pointer) ?? base}`;
  }

  #copy(origin: Origin, node: JsonValue, position: Position, depth: number): JsonValue {
    if (typeof node !== 'object' || node === null) return node;
    const { file, pointer } = origin;
    if (isObject(node) && typeof node.$ref === 'string' && position !== 'data' && !isNameMap(position)) {
      const reference = this.#reference(file, node.$ref, position, depth);
      this.origins.set(reference, origin);
      return reference;
    }
    const family = familyOf(file);
    let copy: JsonValue;
    if (isArray(node)) {
      const inner = position === 'schema-list' ? 'schema' : position;
      copy = node.map((child, index) =>
        this.#copy({ file, pointer: childPointer(pointer, index) }, child, inner, depth),
      );
    } else {
      const entries = Object.entries(node).map(([key, child]): [string, JsonValue] => {
        if (key === 'discriminator' && position === 'schema') return [key, this.#discriminator(file, child)];
        const at = { file, pointer: childPointer(pointer, key) };
        return [key, this.#copy(at, child, childPosition(family, position, key, child), depth)];
      });
      copy = Object.fromEntries(entries);
    }
    this.origins.set(copy as object, origin);
    return copy;
  }

  /** Its mapping refers to schemas as a `$ref` does. */
  #discriminator(file: SourceFile, value: JsonValue): JsonValue {
    const { mapping } = asObject(value);
    if (!isObject(value) || !isObject(mapping)) return value;
    const entries = Object.entries(mapping).map(([tag, written]) => {
      if (typeof written !== 'string') return [tag, written] as const;
      const resolution = resolveReference(this.#project, file, mappingReference(file, written));
      return [
        tag,
        resolution.kind === 'found' ? (this.named(resolution.target).$ref ?? null) : written,
      ] as const;
    });
    return { ...value, mapping: Object.fromEntries(entries) };
  }

  #reference(file: SourceFile, reference: string, position: Position, depth: number): JsonObject {
    const resolution = resolveReference(this.#project, file, reference);
    if (resolution.kind !== 'found' || depth > MAX_DEPTH) return {};
    const { target } = resolution;
    if (position === 'schema' || position === 'schema-list') return this.named(target);
    // Within a published document the reference stays: its target is copied with the document.
    if (target.file === file && (file === this.#project.openapi || file === this.#project.asyncapi)) {
      return { $ref: reference };
    }
    const value = valueAt(target.file.value, target.pointer) ?? null;
    const copy = this.#copy(target, value, position, depth + 1);
    return isObject(copy) ? copy : {};
  }
}

/** `/components/schemas/Job` → `Job`; a part of another schema is named by its way there: `/Job/properties/id` → `JobId`. */
function nameOfPlace(pointer: string): string | undefined {
  const [name, ...inner] = pointerSegments(pointer.replace(/^\/components\/[^/]+(?=\/)/, ''));
  if (name === undefined) return undefined;
  return `${name}${pascalCase(inner.filter((key) => key !== 'properties').join(' '))}`;
}

function samePlace(a: Origin, b: Origin): boolean {
  return a.file === b.file && a.pointer === b.pointer;
}

/** In these, `$ref` would be a name of the author's like any other. */
function isNameMap(position: Position): boolean {
  return position === 'schema-map' || position === 'map' || position === 'example-map';
}
