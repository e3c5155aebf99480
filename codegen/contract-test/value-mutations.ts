/** Values with one mistake each, which a validator has refused: whatever its schema looks like, what is made here is wrong. */
import { childPointer } from '../load/json.js';
import type { SchemaError, Validator } from '../runtime/contract/validation.js';

/** A value with a mistake in it. */
export interface MutatedValue {
  /** Where the mistake is: `/items/0/id`. */
  readonly pointer: string;
  /** The keyword that is not met. */
  readonly rule: string;
  /** The whole value. */
  readonly value: unknown;
  /** What is wrong, in words: `without it`, `as "wrong"`. */
  readonly words: string;
}

type Check = Pick<Validator<unknown>, 'errors'> & ((value: unknown) => boolean);

interface Candidate {
  readonly change: Change;
  readonly words: string;
}

/** Either gone, or something else. */
type Change =
  | { readonly kind: 'remove' }
  | { readonly kind: 'replace'; readonly value: unknown; readonly isOfType: boolean };

/** Deeper, mistakes say nothing new. */
const MOST_DEPTH = 4;
const MOST_PLACES = 60;
const UNKNOWN_FIELD = 'no such field';
/** A longer text is no mistake that anybody sends. */
const MOST_CHARACTERS = 20_000;

/** Mistakes in a right value, each kind and each place once, at most so many; kinds that differ come first. */
export function mutateValue(value: unknown, check: Check, most: number): readonly MutatedValue[] {
  const found = new Map<string, MutatedValue>();
  for (const { steps, part } of placesIn(value)) {
    for (const candidate of candidatesFor(part, steps)) {
      const mutated = refused(value, steps, candidate, check);
      if (mutated === undefined) continue;
      const key = `${mutated.pointer} ${mutated.rule}`;
      if (!found.has(key)) found.set(key, mutated);
    }
  }
  return variedFirst([...found.values()]).slice(0, most);
}

/** Of each rule one, then of each the next. */
export function variedFirst<T extends { readonly rule: string }>(list: readonly T[]): readonly T[] {
  const seen = new Map<string, number>();
  const ranked = list.map((one) => {
    const rank = seen.get(one.rule) ?? 0;
    seen.set(one.rule, rank + 1);
    return { one, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}

interface Place {
  readonly steps: readonly string[];
  readonly part: unknown;
}

/** All places in a value, from the outside in; of a list its first item. */
function placesIn(value: unknown): readonly Place[] {
  const places: Place[] = [{ steps: [], part: value }];
  for (const { steps, part } of places) {
    if (places.length >= MOST_PLACES) break;
    if (steps.length >= MOST_DEPTH || typeof part !== 'object' || part === null) continue;
    const entries = Object.entries(part).slice(0, Array.isArray(part) ? 1 : undefined);
    places.push(...entries.map(([key, one]) => ({ steps: [...steps, key], part: one as unknown })));
  }
  return places;
}

function candidatesFor(part: unknown, steps: readonly string[]): readonly Candidate[] {
  const isItem = /^\d+$/.test(steps.at(-1) ?? '');
  const gone: readonly Candidate[] =
    steps.length === 0 || isItem ? [] : [{ change: { kind: 'remove' }, words: 'without it' }];
  return [...gone, ...otherValues(part).map((value) => replacement(value, part))];
}

/** Values that are likely to be wrong in place of one. */
function otherValues(part: unknown): readonly unknown[] {
  switch (typeof part) {
    case 'string':
      return [{ wrong: 1 }, 'no such value', '', 'x'.repeat(MOST_CHARACTERS + 1)];
    case 'number':
      return ['wrong', -1_000_000_007, 1_000_000_000_007, part + 0.5];
    case 'boolean':
      return ['wrong'];
    default:
      if (Array.isArray(part)) return ['wrong', [], [...part, ...part]];
      return part === null ? [{ wrong: 1 }] : ['wrong', { ...part, [UNKNOWN_FIELD]: 1 }, {}];
  }
}

function replacement(value: unknown, part: unknown): Candidate {
  const change: Change = { kind: 'replace', value, isOfType: typeOf(value) === typeOf(part) };
  const isExtended = typeof value === 'object' && value !== null && UNKNOWN_FIELD in value;
  return { change, words: isExtended ? `with "${UNKNOWN_FIELD}"` : `as ${shown(value)}` };
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A value in words that fit into a line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  if (typeof value === 'string' && value.length > 40) return `a text of ${value.length} characters`;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The value with the mistake, if it is one. */
function refused(
  whole: unknown,
  steps: readonly string[],
  { change, words }: Candidate,
  check: Check,
): MutatedValue | undefined {
  const value = changed(whole, steps, change);
  const error = ruleOf(value, steps, change, check);
  if (error === undefined) return undefined;
  const pointer = pointerOf(steps);
  const near = change.kind === 'replace' ? atLimit(change.value, error) : undefined;
  if (near !== undefined) {
    const nearer = changed(whole, steps, { kind: 'replace', value: near, isOfType: true });
    if (ruleOf(nearer, steps, change, check)?.keyword === error.keyword)
      return { pointer, rule: error.keyword, value: nearer, words: `as ${shown(near)}` };
  }
  return { pointer, rule: error.keyword, value, words };
}

/** Why a value is refused; undefined if it is not, or by nothing but a format, which no service need hold to. */
function ruleOf(
  value: unknown,
  steps: readonly string[],
  change: Change,
  check: Check,
): SchemaError | undefined {
  if (check(structuredClone(value))) return undefined;
  const errors = (check.errors ?? []).filter(({ keyword }) => !WRAPPERS.has(keyword));
  if (errors.length > 0 && errors.every(({ keyword }) => keyword === 'format')) return undefined;
  const at = pointerOf(change.kind === 'remove' ? steps.slice(0, -1) : steps);
  const real = errors.filter(({ keyword }) => keyword !== 'format');
  const near = real.filter(({ instancePath }) => instancePath === at);
  // Of alternatives, the one that is meant tells of this mistake; the others tell of themselves.
  const own = near.find(({ keyword, params }) =>
    change.kind === 'remove'
      ? params.missingProperty === steps.at(-1)
      : (keyword === 'type') !== change.isOfType,
  );
  return own ?? near[0] ?? real[0] ?? check.errors?.[0];
}

const WRAPPERS = new Set(['oneOf', 'anyOf', 'allOf', 'if']);

/** The value that is just too large or too small. */
export function atLimit(value: unknown, { keyword, params }: SchemaError): unknown {
  const { limit } = params;
  if (typeof limit !== 'number') return undefined;
  switch (keyword) {
    case 'maximum':
      return limit + 1;
    case 'minimum':
      return limit - 1;
    case 'exclusiveMaximum':
    case 'exclusiveMinimum':
      return limit;
    case 'maxLength':
      return limit < MOST_CHARACTERS ? 'x'.repeat(limit + 1) : undefined;
    default:
      return Array.isArray(value) ? undefined : value;
  }
}

function changed(whole: unknown, steps: readonly string[], change: Change): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change.kind === 'replace' ? change.value : undefined;
  if (Array.isArray(whole))
    return whole.map((one, index) => (String(index) === step ? changed(one, rest, change) : one));
  const object = whole as Readonly<Record<string, unknown>>;
  if (rest.length === 0 && change.kind === 'remove') {
    const { [step]: _, ...others } = object;
    return others;
  }
  return { ...object, [step]: changed(object[step], rest, change) };
}

function pointerOf(steps: readonly string[]): string {
  return steps.reduce(childPointer, '');
}
