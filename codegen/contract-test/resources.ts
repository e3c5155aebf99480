/** What answers said of resources: their ids fill the paths of later requests. */
import { isArray, isObject, pointerSegments } from '../load/json.js';
import type { Contract, JsonObject, JsonValue, Operation } from '../model/contract.js';
import { isSafeMethod, operationOf } from '../model/methods.js';
import { follow } from '../model/operations.js';
import { decodeFragment } from '../model/schema-references.js';
import { linkValues } from './links.js';
import type { WireHead } from './service.js';
import type { RequestParts } from './wire.js';

/** A value of a path parameter that the service knows. */
export interface KnownId {
  readonly value: string | number;
  /** Answered to a request that made something, or to one that only read. */
  readonly origin: 'created' | 'found';
}

/** A request that went well. */
export interface Success {
  readonly operation: Operation;
  readonly parts: RequestParts;
  readonly answer: WireHead;
  /** The body, if it is JSON. */
  readonly json: JsonValue | undefined;
}

interface Entry {
  /** The path that was asked, filled in: `/books`. */
  readonly collection: string;
  readonly isCreation: boolean;
  readonly json: JsonValue | undefined;
  /** The path of `Location`. */
  readonly location: string | undefined;
}

/** Remembers answers. */
export class Resources {
  readonly #contract: Contract;
  readonly #pathOf: (location: string) => string | undefined;
  readonly #entries: Entry[] = [];
  readonly #linked = new Map<string, KnownId[]>();
  readonly #gone = new Set<string>();

  /** `pathOf` gives the path of a URL at this service, nothing of one elsewhere. */
  constructor(contract: Contract, pathOf: (location: string) => string | undefined) {
    this.#contract = contract;
    this.#pathOf = pathOf;
  }

  /** Remembers what an answer says. */
  record({ operation, parts, answer, json }: Success): void {
    const isCreation = !isSafeMethod(operation);
    const collection = fillPath(operation.path, parts.path ?? {});
    const location =
      answer.headers.location === undefined ? undefined : this.#pathOf(answer.headers.location);
    this.#entries.push({ collection, isCreation, json, location });
    const origin = isCreation ? 'created' : 'found';
    for (const { target, parameter, value } of linkValues(this.#linksOf(operation, answer.status), {
      parts,
      answer,
      json,
    })) {
      const key = `${target} ${parameter}`;
      this.#linked.set(key, [...(this.#linked.get(key) ?? []), { value, origin }]);
    }
  }

  /** What is no longer there. */
  forget(value: unknown): void {
    this.#gone.add(String(value));
  }

  /** Values of a path parameter, the best known first; `before` are those of the parameters before it. */
  idsOf(operation: Operation, name: string, before: Readonly<Record<string, unknown>>): readonly KnownId[] {
    const prefix = prefixOf(operation.path, name, before);
    const linked = this.#linked.get(`${operation.operationId} ${name}`) ?? [];
    const inCollection = this.#entries.flatMap((entry) =>
      prefix === undefined ? [] : idsIn(entry, prefix, name),
    );
    const byName = this.#entries.flatMap((entry) => namedIn(entry, name));
    const all = [...linked, ...byOrigin(inCollection), ...byOrigin(byName)];
    return all.filter(({ value }, index) => {
      return !this.#gone.has(String(value)) && all.findIndex((one) => one.value === value) === index;
    });
  }

  #linksOf({ path, method }: Operation, status: number): readonly JsonObject[] {
    const document = this.#contract.documents.openapi;
    const item = follow(document, (document.paths as JsonObject | undefined)?.[path]);
    const responses = follow(document, operationOf(item, method).responses);
    const names = [String(status), `${Math.floor(status / 100)}XX`, 'default'];
    const found = names.map((name) => responses[name]).find((one) => one !== undefined);
    return Object.values(follow(document, follow(document, found).links)).map((link) =>
      this.#named(follow(document, link)),
    );
  }

  /** A link that names its operation by where it stands, by its id instead. */
  #named(link: JsonObject): JsonObject {
    const [, path = '', method] = /^#\/paths\/([^/]+)\/([a-z]+)$/.exec(String(link.operationRef ?? '')) ?? [];
    const [written = ''] = pointerSegments(`/${decodeFragment(path)}`);
    const target = this.#contract.operations.find((one) => one.path === written && one.method === method);
    return target === undefined ? link : { ...link, operationId: target.operationId };
  }
}

function byOrigin(ids: readonly KnownId[]): readonly KnownId[] {
  return ids.toSorted((one, other) => Number(one.origin === 'found') - Number(other.origin === 'found'));
}

/** A path filled in, as far as values are known. */
export function fillPath(path: string, values: object): string {
  const known = values as Readonly<Record<string, unknown>>;
  return path.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) =>
    Object.hasOwn(known, name) ? encodeURIComponent(String(known[name])) : whole,
  );
}

/** The path before a parameter that is a whole part of it: `/books` before `{book_id}`. */
export function prefixOf(path: string, name: string, values: object): string | undefined {
  const at = path.indexOf(`/{${name}}`);
  const end = path[at + name.length + 3];
  if (at < 0 || (end !== undefined && end !== '/')) return undefined;
  return fillPath(path.slice(0, at), values);
}

/** Ids of what was made or listed at a path. */
function idsIn(
  { collection, isCreation, json, location }: Entry,
  prefix: string,
  name: string,
): readonly KnownId[] {
  const origin = isCreation ? 'created' : 'found';
  const asKnown = (value: string | number | undefined): readonly KnownId[] =>
    value === undefined ? [] : [{ value, origin }];
  const [located] = location?.startsWith(`${prefix}/`) ? location.slice(prefix.length + 1).split('/') : [];
  const fromLocation = asKnown(located === undefined || located === '' ? undefined : decodeFragment(located));
  if (collection !== prefix) return isCreation ? fromLocation : [];
  const objects = isCreation ? [json, ...insideOf(json)] : itemsOf(json);
  const fromBody = objects.flatMap((object) => asKnown(idIn(object, name, prefix))).slice(0, MOST_IDS);
  return [...(isCreation ? fromBody.slice(0, 1) : fromBody), ...fromLocation];
}

const MOST_IDS = 3;

/** The object that an answer wraps: `{ data: { id } }`. */
function insideOf(json: JsonValue | undefined): readonly JsonValue[] {
  return isObject(json) ? Object.values(json).filter(isObject) : [];
}

/** The items of an answer that lists: itself, or its first list of objects. */
function itemsOf(json: JsonValue | undefined): readonly JsonValue[] {
  if (isArray(json)) return json;
  if (!isObject(json)) return [];
  return (
    Object.values(json)
      .filter(isArray)
      .find((value) => value.some(isObject)) ?? []
  );
}

/** The id in an object, by the parameter's name: `book_id`, `bookId`, or `id` where the path speaks of books. */
function idIn(object: JsonValue | undefined, name: string, prefix: string): string | number | undefined {
  if (!isObject(object)) return undefined;
  const keys = Object.keys(object);
  const wanted = plain(name);
  const last = plain(prefix.split('/').at(-1) ?? '');
  const own = keys.find((key) => plain(key) === wanted);
  const short = keys.find((key) =>
    SHORT.some((one) => plain(key) === one && (wanted.endsWith(one) || one === 'id')),
  );
  const long = keys.find(
    (key) => wanted === 'id' && plain(key).endsWith('id') && last.startsWith(plain(key).slice(0, -2)),
  );
  for (const key of [own, short, long]) {
    const value = key === undefined ? undefined : object[key];
    if (typeof value === 'string' || typeof value === 'number') return value;
  }
  return undefined;
}

const SHORT = ['id', 'uuid', 'key', 'slug', 'name', 'code', 'number', 'token'];

/** A name as specific as `book_id` means the same wherever it stands. */
function namedIn({ isCreation, json }: Entry, name: string): readonly KnownId[] {
  const wanted = plain(name);
  if (SHORT.includes(wanted) || !/(id|uuid|key|slug|token)$/.test(wanted)) return [];
  const objects = [json, ...insideOf(json), ...itemsOf(json).slice(0, MOST_IDS)];
  return objects.flatMap((object): readonly KnownId[] => {
    if (!isObject(object)) return [];
    const key = Object.keys(object).find((one) => plain(one) === wanted);
    const value = key === undefined ? undefined : object[key];
    const isId = typeof value === 'string' || typeof value === 'number';
    return isId ? [{ value, origin: isCreation ? 'created' : 'found' }] : [];
  });
}

function plain(name: string): string {
  return name.replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
}
