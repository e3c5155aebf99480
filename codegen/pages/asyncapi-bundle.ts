/** An AsyncAPI document in need of no other file, in its own version: whatever shows it knows only one text. */
import { type DocumentSet, splitReference } from '../load/documents/document-set.js';
import { asObject, isArray, isObject, own, valueAt } from '../load/json.js';
import type { SourceFile } from '../load/source.js';
import type { JsonObject, JsonValue } from '../model/contract.js';
import { schemaPointer } from '../model/schema-references.js';

/** Where what other files hold is put, unless it is a schema: shown nowhere but where it is referred to. */
const ELSEWHERE = 'x-elsewhere';

/** Below these keys stand schemas. */
const SCHEMA_KEYS: ReadonlySet<string> = new Set(['payload', 'headers', 'schema']);

/** The AsyncAPI document of a set; undefined if there is none. */
export function bundleAsyncapi(set: DocumentSet): JsonObject | undefined {
  const entry = set.entries.find(isAsyncapi);
  return entry && new AsyncapiBundle(set, entry).document();
}

/** Whether a file is an AsyncAPI document. */
export function isAsyncapi({ value }: SourceFile): boolean {
  return asObject(value).asyncapi !== undefined;
}

class AsyncapiBundle {
  readonly #set: DocumentSet;
  readonly #entry: SourceFile;
  /** The reference to each part of another file, by where that stands. */
  readonly #references = new Map<string, string>();
  readonly #schemas: Record<string, JsonValue> = {};
  readonly #others: Record<string, JsonValue> = {};
  readonly #taken: Set<string>;

  constructor(set: DocumentSet, entry: SourceFile) {
    this.#set = set;
    this.#entry = entry;
    this.#taken = new Set(Object.keys(asObject(asObject(asObject(entry.value).components).schemas)));
  }

  document(): JsonObject {
    const root = asObject(this.#copy(this.#entry.value, this.#locationOf(this.#entry), false));
    const hasSchemas = Object.keys(this.#schemas).length > 0;
    const components = asObject(root.components);
    const schemas = { ...asObject(components.schemas), ...this.#schemas };
    return {
      ...root,
      ...(hasSchemas && { components: { ...components, schemas } }),
      ...(Object.keys(this.#others).length > 0 && { [ELSEWHERE]: this.#others }),
    };
  }

  #locationOf(file: SourceFile): string {
    return this.#set.locations.get(file) ?? '';
  }

  #copy(value: JsonValue, location: string, isSchema: boolean): JsonValue {
    if (isArray(value)) return value.map((one) => this.#copy(one, location, isSchema));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => {
        if (key === '$ref' && typeof child === 'string')
          return [key, this.#reference(child, location, isSchema)];
        // Of the document itself: the schemas in its components.
        const below = isSchema || SCHEMA_KEYS.has(key) || (key === 'schemas' && isObject(child));
        return [key, this.#copy(child, location, below)];
      }),
    );
  }

  #reference(written: string, from: string, isSchema: boolean): string {
    const { location, fragment } = splitReference(from, written);
    if (location === this.#locationOf(this.#entry)) return /#.*$/s.exec(written)?.[0] ?? '#';
    const key = `${location}#${fragment}`;
    const known = this.#references.get(key);
    if (known !== undefined) return known;
    const name = this.#freeName(location, fragment);
    const reference = isSchema ? schemaPointer(name) : `#/${ELSEWHERE}/${name}`;
    // Before what it means is copied: that may lead back here.
    this.#references.set(key, reference);
    const target = valueAt(this.#set.files.get(location)?.value ?? null, fragment) ?? {};
    (isSchema ? this.#schemas : this.#others)[name] = this.#copy(target, location, isSchema);
    return reference;
  }

  /** As it is called where it stands: by its key, or by its file. */
  #freeName(location: string, fragment: string): string {
    const [last = ''] = (fragment === '' ? location.replace(/\.\w+$/, '') : fragment).split('/').slice(-1);
    const wish = last.replaceAll(/[^\w.-]+/g, '_') || 'part';
    let name = wish;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wish}_${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** Whether a document has anything to show: of what is read with events alone, the other half is empty. */
export function hasOperations(document: JsonObject): boolean {
  return ['paths', 'webhooks'].some((key) => Object.keys(asObject(own(document, key))).length > 0);
}
