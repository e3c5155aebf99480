/** What differs between two contracts, and how much it asks of their clients. */
import type { JsonValue } from '../model/contract.js';

/** `breaking`: a client that was right may be wrong now. `compatible`: none is. `docs`: nothing but words changed. */
export type Level = 'breaking' | 'compatible' | 'docs';

/** The part of the contract that changed. */
export type Area = 'rest' | 'events' | 'webhooks' | 'jobs';

/** One change. */
export interface Change {
  readonly level: Level;
  readonly area: Area;
  /** `POST /v1/jobs`, `schema Job, received by clients`. */
  readonly place: string;
  readonly message: string;
}

/** The step of a version that changes ask for (https://semver.org). */
export type Step = 'major' | 'minor' | 'patch' | 'none';

/** Collects changes; one that is met twice counts once. */
export class Changes {
  readonly #changes = new Map<string, Change>();

  /** Notes a change. */
  add(level: Level, area: Area, place: string, message: string): void {
    // Words do not differ by who sends them.
    const where = level === 'docs' ? place.replace(/, (sent|received) by clients$/, '') : place;
    const key = `${level}\0${where}\0${message}`;
    if (!this.#changes.has(key)) this.#changes.set(key, { level, area, place: where, message });
  }

  /** All of them: what breaks comes first. */
  list(): readonly Change[] {
    const levels: readonly Level[] = ['breaking', 'compatible', 'docs'];
    return [...this.#changes.values()].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  }
}

/** The step that changes ask for. */
export function stepOf(changes: readonly Change[]): Step {
  if (changes.some(({ level }) => level === 'breaking')) return 'major';
  if (changes.some(({ level }) => level === 'compatible')) return 'minor';
  return changes.length > 0 ? 'patch' : 'none';
}

/** The version after a step; undefined if the version is not of the form `1.2.3`. Before 1.0.0, a step is one smaller. */
export function nextVersion(version: string, step: Step): string | undefined {
  const numbers = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (!numbers) return undefined;
  const [major = 0, minor = 0, patch = 0] = numbers.slice(1).map(Number);
  switch (step) {
    case 'none':
      return `${major}.${minor}.${patch}`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
    case 'minor':
      return major === 0 ? `0.${minor}.${patch + 1}` : `${major}.${minor + 1}.0`;
    case 'major':
      return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
    default:
      return step satisfies never;
  }
}

/** Whether a version is at least another; true if one of them is of another form. */
export function isAtLeast(version: string, wanted: string): boolean {
  const parse = (text: string) => /^v?(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);
  const [one, other] = [parse(version), parse(wanted)];
  if (!one || !other) return true;
  for (const [index, number] of one.entries()) {
    const limit = other[index] ?? 0;
    if (number !== limit) return number > limit;
  }
  return true;
}

/** `changed from 1 to 2`, `is new: 2`, `is gone: 1`. */
export function changeText(before: JsonValue | undefined, after: JsonValue | undefined): string {
  const show = (value: JsonValue) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
  };
  if (before === undefined) return `is new: ${show(after ?? null)}`;
  if (after === undefined) return `is gone: ${show(before)}`;
  return `changed from ${show(before)} to ${show(after)}`;
}

/** The same of prose, which would be too long to show. */
export function wordsText(before: JsonValue | undefined, after: JsonValue | undefined): string {
  if (before === undefined) return 'is new';
  return after === undefined ? 'is gone' : 'changed';
}
