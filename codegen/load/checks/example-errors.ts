/** Says what Ajv found in an example so that its author sees at once what to write. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { didYouMean } from '../../diagnostics.js';
import type { JsonValue } from '../../model/contract.js';
import { asObject, childPointer, isArray, pointerSegments } from '../json.js';
import type { Complaint } from './values.js';

/** A complaint about a part of an example. */
export interface ExampleComplaint extends Complaint {
  /** Where in the example. */
  readonly pointer: string;
  readonly on: 'key' | 'value';
}

/** One complaint per mistake, out of all that Ajv reports. */
export function explainErrors(errors: readonly ErrorObject[]): readonly ExampleComplaint[] {
  const leaves = mergeUnions(errors.filter(({ keyword }) => keyword !== 'if'));
  // A misspelt property is also a missing one.
  const meant = new Set(
    leaves.flatMap((error) => {
      const near = error.keyword === 'additionalProperties' ? nearProperty(error) : undefined;
      return near === undefined ? [] : [`${error.instancePath}/${near}`];
    }),
  );
  const complaints = leaves
    .filter(
      ({ keyword, instancePath, params }) =>
        keyword !== 'required' || !meant.has(`${instancePath}/${params.missingProperty}`),
    )
    .map(explain);
  return mergeMissing(complaints);
}

/** All that is missing in one place is said in one message, and nothing twice. */
function mergeMissing(complaints: readonly Explained[]): readonly ExampleComplaint[] {
  const said = new Set<string>();
  return complaints.flatMap(({ missing, ...complaint }) => {
    const key = missing === undefined ? `${complaint.pointer}\0${complaint.message}` : complaint.pointer;
    if (said.has(key)) return [];
    said.add(key);
    const all = complaints
      .filter((other) => other.pointer === complaint.pointer)
      .map((other) => other.missing);
    const names = [...new Set(all)].filter((name) => name !== undefined).map((name) => `\`${name}\``);
    if (missing === undefined || names.length === 1) return [complaint];
    return [{ ...complaint, message: `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are missing` }];
  });
}

/** A complaint, and the name of the property if it is about one that is missing. */
interface Explained extends ExampleComplaint {
  readonly missing?: string;
}

/** Where a union fails, its branches fail too: one error stands for all of them. */
function mergeUnions(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let left = [...errors];
  for (const union of errors) {
    if ((union.keyword !== 'oneOf' && union.keyword !== 'anyOf') || !left.includes(union)) continue;
    const inside = left.filter(
      (error) =>
        error !== union &&
        (error.instancePath === union.instancePath ||
          error.instancePath.startsWith(`${union.instancePath}/`)),
    );
    left = left.filter((error) => error !== union && !inside.includes(error));
    left.push(bestOf(union, inside));
  }
  return left;
}

function bestOf(union: ErrorObject, inside: readonly ErrorObject[]): ErrorObject {
  const depth = (error: ErrorObject) => pointerSegments(error.instancePath).length;
  const deepest = Math.max(0, ...inside.map(depth));
  if (inside.length > 0 && deepest > depth(union)) {
    return inside.find((error) => depth(error) === deepest && error.keyword !== 'const') ?? union;
  }
  const messages = [...new Set(inside.map((error) => explain(error).message))];
  const { passingSchemas } = union.params as { readonly passingSchemas?: readonly number[] | null };
  if (passingSchemas)
    return { ...union, message: `must fit one alternative only, but fits ${passingSchemas.length}` };
  if (messages.length > 1) return { ...union, keyword: 'union', message: messages.join(', or ') };
  return inside[0] ?? union;
}

function explain(error: ErrorObject): Explained {
  const pointer = decodeURI(error.instancePath);
  const at = { pointer, on: 'value' } as const;
  switch (error.keyword) {
    case 'required':
      return {
        ...at,
        message: `\`${error.params.missingProperty}\` is missing`,
        on: 'key',
        missing: String(error.params.missingProperty),
      };
    case 'additionalProperties': {
      const property = String(error.params.additionalProperty);
      const near = nearProperty(error);
      const hint = near === undefined ? knownProperties(error) : `Did you mean \`${near}\`?`;
      return {
        message: `\`${property}\` is not a property here`,
        pointer: childPointer(pointer, property),
        on: 'key',
        hint,
      };
    }
    case 'enum':
    case 'const':
      return { ...at, ...explainChoice(error) };
    case 'type':
      return {
        ...at,
        message: `must be ${String(error.params.type).replaceAll(',', ' or ')}`,
        hint: quoteHint(error),
      };
    case 'union':
      return { ...at, message: error.message ?? '', on: 'key' };
    default:
      return { ...at, message: limitMessage(error) ?? error.message ?? error.keyword };
  }
}

/** Limits in plain words. */
function limitMessage({ keyword, params }: ErrorObject): string | undefined {
  const { limit } = params as { readonly limit?: number };
  const some = (noun: string) => `${limit} ${noun}${limit === 1 ? '' : 's'}`;
  switch (keyword) {
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'exclusiveMinimum':
      return `must be more than ${limit}`;
    case 'exclusiveMaximum':
      return `must be less than ${limit}`;
    case 'minLength':
      return `must have at least ${some('character')}`;
    case 'maxLength':
      return `must have at most ${some('character')}`;
    case 'minItems':
      return `must have at least ${some('item')}`;
    case 'maxItems':
      return `must have at most ${some('item')}`;
    default:
      return undefined;
  }
}

function explainChoice(error: ErrorObject): Complaint {
  const { allowedValues, allowedValue } = error.params as {
    readonly allowedValues?: readonly JsonValue[];
    readonly allowedValue?: JsonValue;
  };
  const allowed = allowedValues ?? [allowedValue ?? null];
  const words = allowed.filter((value) => typeof value === 'string');
  const near = typeof error.data === 'string' ? didYouMean(error.data, words) : undefined;
  const list = allowed
    .map((value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``)
    .join(', ');
  return {
    message: allowed.length === 1 ? `must be ${list}` : `must be one of ${list}`,
    hint: near === undefined ? undefined : `Did you mean \`${near}\`?`,
  };
}

function quoteHint(error: ErrorObject): string | undefined {
  const types: JsonValue = error.params.type;
  const wantsText = isArray(types) ? types.includes('string') : types === 'string';
  const scalar = typeof error.data === 'number' || typeof error.data === 'boolean';
  return wantsText && scalar ? `Put it in quotes: \`'${String(error.data)}'\`.` : undefined;
}

function propertiesOf(error: ErrorObject): readonly string[] {
  return Object.keys(asObject(asObject(error.parentSchema as JsonValue).properties));
}

function nearProperty(error: ErrorObject): string | undefined {
  const present = Object.keys(asObject(error.data as JsonValue));
  const free = propertiesOf(error).filter((name) => !present.includes(name));
  return didYouMean(String(error.params.additionalProperty), free);
}

function knownProperties(error: ErrorObject): string | undefined {
  const names = propertiesOf(error).map((name) => `\`${name}\``);
  return names.length === 0 || names.length > 12 ? undefined : `There are ${names.join(', ')}.`;
}
