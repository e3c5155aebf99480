/** Values that the validator of their schema takes. */
import type { JsonValue, MediaType } from '../model/contract.js';
import { type SampleOptions, sampleValue } from './sample-value.js';

/** A value, and where it comes from. */
export interface CheckedValue {
  readonly value: JsonValue;
  /** The author gave it beside the schema. */
  readonly isExample: boolean;
  /** The author's own examples, beside the schema or in it, are refused by it. */
  readonly isExampleWrong: boolean;
}

/** More alternatives are not tried. */
const MOST_ALTERNATIVES = 12;

/** What the document gives as an example, if it is right; else what its schema takes. Undefined if nothing was found. */
export function sampleChecked(
  { schema = true, examples = [] }: Pick<MediaType, 'schema' | 'examples'>,
  options: Pick<SampleOptions, 'schemas' | 'direction'>,
  check: (value: unknown) => boolean = () => true,
): CheckedValue | undefined {
  const sample = (ways: object) => sampleValue(schema, { ...options, ...ways });
  const isRight = (value: JsonValue | undefined): value is JsonValue => value !== undefined && check(value);
  const given = sample({});
  const example = examples.find(isRight);
  const value = example ?? (isRight(given) ? given : WAYS.map(sample).find(isRight));
  if (value === undefined) return undefined;
  const [first] = examples;
  const isExampleWrong =
    first === undefined
      ? given !== undefined && !isRight(given) && isRight(sample({ examples: false }))
      : !isRight(first);
  return { value, isExample: example !== undefined, isExampleWrong };
}

const WAYS: readonly object[] = [
  { examples: false },
  { optional: false },
  { examples: false, optional: false },
  // What the first alternative gives may be right for others too.
  ...Array.from({ length: MOST_ALTERNATIVES }, (_, at) => ({ examples: false, passedOver: at + 1 })),
];
