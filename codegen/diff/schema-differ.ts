/** Compares schemas by what they allow, seen from the client: what it sends must stay allowed, what it receives, known. */
import { asList, canonicalText, isObject, own } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { pairAlternatives, taggedAlternatives } from './alternatives.js';
import { type Area, type Changes, changeText, wordsText } from './change.js';
import { discriminatorChanges } from './discriminators.js';
import { effectiveSchema, type NamedSchemas, referenceName, withoutWrapping } from './effective-schema.js';
import { undeclaredProperties, visibleProperties } from './properties.js';
import { type Effect, keywordChanges, typesOf, valuesOf, WORDS } from './schema-rules.js';

/** Who writes the value. */
export type Direction = 'sent' | 'received';

/** A place in the contract at which a schema stands. */
export interface Spot {
  readonly area: Area;
  /** `POST /v1/jobs, request body`. */
  readonly name: string;
  readonly direction: Direction;
  /** More alternatives may come at any time, and clients know that: the events of a stream. */
  readonly isOpen?: boolean;
}

/** What is told with the job types, and what under another name: see `jobs.ts`. */
export type Ownership = (name: string) => 'here' | 'elsewhere' | { readonly as: string };

/** Compares schemas, each named one once for each direction. */
export class SchemaDiffer {
  readonly #before: NamedSchemas;
  readonly #after: NamedSchemas;
  readonly #changes: Changes;
  readonly #ownership: Ownership;
  readonly #seen = new Set<string>();
  /** Those without a name, of the place that is being compared. */
  #here = new Set<string>();

  constructor(
    before: NamedSchemas,
    after: NamedSchemas,
    changes: Changes,
    ownership: Ownership = () => 'here',
  ) {
    this.#before = before;
    this.#after = after;
    this.#changes = changes;
    this.#ownership = ownership;
  }

  /** Compares two schemas at a spot; of one that is not there, everything is allowed. */
  compare(before: JsonSchema | undefined, after: JsonSchema | undefined, spot: Spot): void {
    this.#inPlace(() => this.#schemas(before, after, spot));
  }

  /** An operation's body or a named schema: what has no name is told in each of them. */
  #inPlace(compare: () => void): void {
    const outer = this.#here;
    this.#here = new Set();
    compare();
    this.#here = outer;
  }

  #schemas(before: JsonSchema | undefined, after: JsonSchema | undefined, spot: Spot): void {
    const written = [before ?? true, after ?? true].map(withoutWrapping);
    const [one, other] = written.map(referenceName);
    const [text, later] = written.map(canonicalText);
    if (one !== undefined && text === later) {
      this.#named(one, spot);
      return;
    }
    // Compared where they stand, but not without end: what leads elsewhere may lead back.
    const key = `${text}\0${later}\0${spot.direction}`;
    const seen = one === undefined || other === undefined || one === other ? this.#here : this.#seen;
    if (seen.has(key)) return;
    if (key.includes('"$ref"')) seen.add(key);
    this.#objects(effectiveSchema(before, this.#before), effectiveSchema(after, this.#after), spot);
  }

  #named(name: string, spot: Spot): void {
    const ownership = spot.area === 'jobs' ? 'here' : this.#ownership(name);
    if (ownership === 'elsewhere') return;
    const key = `${name}\0${spot.direction}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const shown = ownership === 'here' ? name : ownership.as;
    const at: Spot = { ...spot, name: `schema ${shown}` };
    const [before, after] = [own(this.#before as JsonObject, name), own(this.#after as JsonObject, name)];
    this.#inPlace(() =>
      this.#objects(
        effectiveSchema(before as JsonSchema, this.#before),
        effectiveSchema(after as JsonSchema, this.#after),
        at,
      ),
    );
  }

  #objects(before: JsonObject, after: JsonObject, spot: Spot): void {
    // What is the same itself may refer to what is not.
    if (canonicalText(before) !== canonicalText(after)) this.#itself(before, after, spot);
    this.#inside(before, after, spot);
  }

  #itself(before: JsonObject, after: JsonObject, spot: Spot): void {
    this.#types(before, after, spot);
    this.#values(before, after, spot);
    for (const { keyword, effect, before: one, after: other } of keywordChanges(before, after)) {
      this.#tell(effect, spot, `\`${keyword}\` ${changeText(one, other)}`);
    }
    for (const { effect, message } of discriminatorChanges(before, after)) this.#tell(effect, spot, message);
    this.#default(before, after, spot);
    this.#words(before, after, spot);
  }

  /** `narrower` breaks what is sent, `wider` what is received. */
  #tell(effect: Effect, spot: Spot, message: string): void {
    const isBreaking = effect === 'other' || (effect === 'narrower') === (spot.direction === 'sent');
    this.#add(isBreaking ? 'breaking' : 'compatible', spot, message);
  }

  #add(level: 'breaking' | 'compatible' | 'docs', { area, name, direction }: Spot, message: string): void {
    // Elsewhere the place says who sends it.
    const suffix = name.startsWith('schema ') ? `, ${direction} by clients` : '';
    this.#changes.add(level, area, `${name}${suffix}`, message);
  }

  #types(before: JsonObject, after: JsonObject, spot: Spot): void {
    if (before.type === undefined && after.type === undefined) return;
    const [one, other] = [typesOf(before), typesOf(after)];
    const gone = [...one].filter((type) => !other.has(type));
    const come = [...other].filter((type) => !one.has(type));
    if (gone.length === 0 && come.length === 0) return;
    const text = `the type ${changeText(before.type, after.type)}`;
    const effect = gone.length > 0 && come.length > 0 ? 'other' : gone.length > 0 ? 'narrower' : 'wider';
    this.#tell(effect, spot, text);
  }

  #values(before: JsonObject, after: JsonObject, spot: Spot): void {
    const [one, other] = [valuesOf(before), valuesOf(after)];
    if (!one && other) this.#tell('narrower', spot, `only ${[...other].join(', ')} is allowed now`);
    if (one && !other) this.#tell('wider', spot, `other values than ${[...one].join(', ')} are allowed now`);
    if (!one || !other) return;
    for (const value of one) {
      if (!other.has(value)) this.#tell('narrower', spot, `the value ${value} is gone`);
    }
    for (const value of other) {
      if (!one.has(value)) this.#tell('wider', spot, `the value ${value} is new`);
    }
  }

  /** What is meant by leaving a property out. */
  #default(before: JsonObject, after: JsonObject, spot: Spot): void {
    const [one, other] = [before.default, after.default];
    // Of another type it reads like another value, `1` like `"1"`: the type is told already.
    const text = (value: JsonValue | undefined) =>
      typeof value === 'string' ? value : JSON.stringify(value);
    if (text(one) === text(other)) return;
    const level = spot.direction === 'received' ? 'docs' : one === undefined ? 'compatible' : 'breaking';
    this.#add(level, spot, `\`default\` ${changeText(one, other)}`);
  }

  #words(before: JsonObject, after: JsonObject, spot: Spot): void {
    for (const key of WORDS) {
      if (JSON.stringify(before[key]) !== JSON.stringify(after[key]))
        this.#add('docs', spot, `\`${key}\` ${wordsText(before[key], after[key])}`);
    }
    if (before.deprecated !== after.deprecated && (before.deprecated === true || after.deprecated === true))
      this.#add(
        'compatible',
        spot,
        after.deprecated === true ? 'it is deprecated' : 'it is no longer deprecated',
      );
  }

  #inside(before: JsonObject, after: JsonObject, spot: Spot): void {
    this.#properties(before, after, spot);
    this.#additional(before, after, spot);
    const below = (part: string): Spot => ({ ...spot, name: `${spot.name}${part}`, isOpen: false });
    if (before.items !== undefined || after.items !== undefined)
      this.#schemas(before.items as JsonSchema, after.items as JsonSchema, below('[]'));
    const [tuple, later] = [asList(before.prefixItems), asList(after.prefixItems)];
    for (let index = 0; index < Math.max(tuple.length, later.length); index += 1)
      this.#schemas(tuple[index] as JsonSchema, later[index] as JsonSchema, below(`[${index}]`));
    if (!valuesOf(before) || !valuesOf(after)) this.#alternatives(before, after, spot);
    this.#conditions(before, after, spot);
  }

  /** Those that `allOf` has beside others of their kind. */
  #conditions(before: JsonObject, after: JsonObject, spot: Spot): void {
    const { pairs, gone, come } = pairAlternatives(asList(before.allOf), asList(after.allOf));
    for (const [one, other] of [
      ...pairs,
      ...gone.map((one) => [one, undefined]),
      ...come.map((one) => [undefined, one]),
    ])
      this.#schemas(one as JsonSchema, other as JsonSchema, spot);
  }

  #properties(before: JsonObject, after: JsonObject, spot: Spot): void {
    const isSent = spot.direction === 'sent';
    const hidden = isSent ? 'readOnly' : 'writeOnly';
    const [one, other] = [visibleProperties(before, hidden), visibleProperties(after, hidden)];
    const [needed, needs] = [new Set(asList(before.required)), new Set(asList(after.required))];
    const others = [...undeclaredProperties(before), ...undeclaredProperties(after)];
    for (const name of new Set([...Object.keys(one), ...Object.keys(other), ...others])) {
      const at: Spot = { ...spot, name: `${spot.name}.${name}`, isOpen: false };
      const [wasDeclared, isDeclared] = [Object.hasOwn(one, name), Object.hasOwn(other, name)];
      if (wasDeclared && !isDeclared) this.#add('breaking', at, 'the property is gone');
      else if (!wasDeclared && isDeclared) {
        const isDemanded = isSent && needs.has(name) && !needed.has(name);
        this.#add(
          isDemanded ? 'breaking' : 'compatible',
          at,
          isDemanded ? 'a new property is required' : 'the property is new',
        );
      } else {
        if (!needed.has(name) && needs.has(name)) this.#tell('narrower', at, 'the property is required now');
        if (needed.has(name) && !needs.has(name)) this.#tell('wider', at, 'the property may be absent now');
        this.#schemas(one[name] as JsonSchema, other[name] as JsonSchema, at);
      }
    }
  }

  #additional(before: JsonObject, after: JsonObject, spot: Spot): void {
    const [one, other] = [before.additionalProperties ?? true, after.additionalProperties ?? true];
    if (one === other) return;
    if (other === false) this.#tell('narrower', spot, 'unknown properties are refused now');
    // Clients pass over properties that they do not know.
    else if (one === false) this.#add('compatible', spot, 'unknown properties are allowed now');
    else
      this.#schemas(one as JsonSchema, other as JsonSchema, {
        ...spot,
        name: `${spot.name}.*`,
        isOpen: false,
      });
  }

  #alternatives(before: JsonObject, after: JsonObject, spot: Spot): void {
    const isHere = (branch: JsonValue) =>
      spot.area === 'jobs' || this.#ownership(referenceName(branch) ?? '') === 'here';
    const { pairs, gone, come } = pairAlternatives(
      taggedAlternatives(before, this.#before),
      taggedAlternatives(after, this.#after),
    );
    for (const [one, other] of pairs)
      this.#schemas(one as JsonSchema, other as JsonSchema, alternative(spot, other));
    for (const branch of gone.filter(isHere))
      this.#tell(
        spot.isOpen === true ? 'other' : 'narrower',
        spot,
        `the alternative ${nameOf(branch)} is gone`,
      );
    for (const branch of come.filter(isHere)) {
      const text = `the alternative ${nameOf(branch)} is new`;
      if (spot.isOpen === true) this.#add('compatible', spot, text);
      else this.#tell('wider', spot, text);
    }
  }
}

function alternative(spot: Spot, branch: JsonValue): Spot {
  return { ...spot, name: `${spot.name}|${nameOf(branch)}`, isOpen: false };
}

function nameOf(branch: JsonValue): string {
  const { title, type } = isObject(branch) ? branch : {};
  return (
    referenceName(branch) ?? (typeof title === 'string' ? title : typeof type === 'string' ? type : 'inline')
  );
}
