/** Job types: what they take, give and allow. */
import type { Contract, JobType, JsonSchema } from '../model/contract.js';
import { type Changes, changeText } from './change.js';
import { pairs } from './pairs.js';
import type { Direction, Ownership, SchemaDiffer } from './schema-differ.js';

/** Limits of which less is worse for clients. */
const LIMITS = {
  timeoutSeconds: 'timeout',
  queueTimeoutSeconds: 'queueTimeout',
  bodyLimitBytes: 'bodyLimit',
  resultTtlSeconds: 'resultTtl',
} as const;

/** How many run at once, and how often one is tried, is no promise to clients. */
const INTERNAL = { concurrency: 'concurrency', maxAttempts: 'retry.maxAttempts' } as const;

/** Compares the job types of two contracts. */
export function compareJobs(
  before: Contract,
  after: Contract,
  schemas: SchemaDiffer,
  changes: Changes,
): void {
  for (const [one, other] of pairs(before.jobTypes, after.jobTypes, ({ name }) => name)) {
    const place = `job type ${(other ?? one)?.name}`;
    if (!one) changes.add('compatible', 'jobs', place, 'the job type is new');
    else if (!other) changes.add('breaking', 'jobs', place, 'the job type is gone');
    else compareJob(one, other, place, schemas, changes);
  }
}

function compareJob(
  before: JobType,
  after: JobType,
  place: string,
  schemas: SchemaDiffer,
  changes: Changes,
): void {
  if (before.description !== after.description) changes.add('docs', 'jobs', place, '`description` changed');
  if (JSON.stringify(before.examples) !== JSON.stringify(after.examples))
    changes.add('docs', 'jobs', place, '`examples` changed');
  for (const [key, name] of Object.entries(LIMITS) as [keyof typeof LIMITS, string][]) {
    const [one, other] = [before[key], after[key]];
    if (one !== other)
      changes.add(
        other < one ? 'breaking' : 'compatible',
        'jobs',
        place,
        `\`${name}\` ${changeText(one, other)}`,
      );
  }
  for (const [key, name] of Object.entries(INTERNAL) as [keyof typeof INTERNAL, string][])
    if (before[key] !== after[key])
      changes.add('compatible', 'jobs', place, `\`${name}\` ${changeText(before[key], after[key])}`);
  if (before.sync !== after.sync)
    changes.add(
      after.sync ? 'compatible' : 'breaking',
      'jobs',
      place,
      `\`sync\` ${changeText(before.sync, after.sync)}`,
    );
  const compare = (
    one: JsonSchema | undefined,
    other: JsonSchema | undefined,
    part: string,
    direction: Direction,
  ) => schemas.compare(one, other, { area: 'jobs', name: `${place}, ${part}`, direction });
  compare(before.input, after.input, 'input', 'sent');
  compare(before.result, after.result, 'result', 'received');
  if (JSON.stringify(before.checkpoint) !== JSON.stringify(after.checkpoint))
    changes.add('compatible', 'jobs', place, 'its checkpoint has another schema: running jobs start anew');
  for (const kind of ['events', 'inputs'] as const) {
    const [what, direction] =
      kind === 'events' ? (['event', 'received'] as const) : (['socket input', 'sent'] as const);
    for (const [one, other] of pairs(before[kind], after[kind], ({ name }) => name)) {
      const part = `${what} ${(other ?? one)?.name}`;
      if (!one) changes.add('compatible', 'jobs', `${place}, ${part}`, `the ${what} is new`);
      else if (!other) changes.add('breaking', 'jobs', `${place}, ${part}`, `the ${what} is gone`);
      else {
        if (one.description !== other.description)
          changes.add('docs', 'jobs', `${place}, ${part}`, '`description` changed');
        compare(one.data, other.data, part, direction);
      }
    }
  }
}

/**
 * Job types join the schemas of all jobs, so that each of their changes would show there again. What is theirs is told
 * as theirs; of the variants that a schema has for each job type, one stands for all.
 */
export function ownershipOf(before: Contract, after: Contract): Ownership {
  const types = [...before.jobTypes, ...after.jobTypes];
  const spokesman = after.jobTypes.find((one) => {
    const old = before.jobTypes.find(({ name }) => name === one.name);
    return (
      old !== undefined &&
      Object.keys(LIMITS).every((key) => old[key as keyof typeof LIMITS] === one[key as keyof typeof LIMITS])
    );
  });
  const unions = new Set([...Object.keys(before.schemas), ...Object.keys(after.schemas)]);
  return (name) => {
    const owner = types.find(({ pascalName }) => name.startsWith(pascalName) && name !== pascalName);
    if (owner === undefined) return 'here';
    const union = name.slice(owner.pascalName.length);
    if (!unions.has(union)) return 'elsewhere';
    return owner.name === spokesman?.name ? { as: union } : 'elsewhere';
  };
}
