/** Finds the schemas that Ajv refuses, so that each can be told at its place. */
import type { JsonSchema, JsonValue } from '../../model/contract.js';
import { reachableSchemas } from '../reachable-schemas.js';
import { rewrite } from '../rewrite.js';
import { refName } from '../schema-types.js';
import type { ValidatorExport } from './validator-export.js';

/** What Ajv says of a schema that it cannot compile. */
export interface Refusal {
  /** The schema's name; of one that stands inline, the name of its validator. */
  readonly name: string;
  readonly reason: string;
}

/** Thrown by `compileModule`. */
export class RefusedSchemas extends Error {
  override readonly name = 'RefusedSchemas';
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
    this.refusals = refusals;
  }
}

/** How the schemas were refused as a whole, and how to try some of them. */
interface Attempt {
  readonly error: unknown;
  readonly compile: Compile;
}

type Compile = (schemas: Readonly<Record<string, JsonSchema>>, single: ValidatorExport) => Promise<unknown>;

/** Tries each schema without those that it refers to; if all pass, each export with them. */
export async function findRefused(
  schemas: Readonly<Record<string, JsonSchema>>,
  exports: readonly ValidatorExport[],
  { error, compile }: Attempt,
): Promise<readonly Refusal[]> {
  const alone = [
    ...Object.entries(schemas).map(([name, schema]) => ({ name, schema })),
    ...exports.filter(({ schema }) => !isReference(schema)),
  ].map(({ name, schema }) => ({ name, schema: withoutReferences(schema) }));
  const wrong = isTooDeep(error)
    ? []
    : await failures(alone, (one) => compile({}, { ...one, name: 'validate' }));
  if (wrong.length > 0) return wrong;
  // How much stack there is differs from call to call: a chain that was too long once may pass the next time.
  const together = isTooDeep(error)
    ? [{ name: largest(schemas, exports)?.name ?? '', reason: reasonOf(error) }]
    : await failures(exports, (one) => compile(schemas, one));
  return together.map(({ name, reason }) => ({ name: target(exports, name) ?? name, reason }));
}

function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError;
}

function largest(
  schemas: Readonly<Record<string, JsonSchema>>,
  exports: readonly ValidatorExport[],
): ValidatorExport | undefined {
  const size = ({ schema }: ValidatorExport) => Object.keys(reachableSchemas(schemas, [schema])).length;
  return [...exports].sort((a, b) => size(b) - size(a))[0];
}

async function failures(
  candidates: readonly ValidatorExport[],
  attempt: (candidate: ValidatorExport) => Promise<unknown>,
): Promise<readonly Refusal[]> {
  const refused: Refusal[] = [];
  for (const candidate of candidates) {
    await attempt(candidate).catch((error: unknown) => {
      refused.push({ name: candidate.name, reason: reasonOf(error) });
    });
  }
  return refused;
}

/** The name of the schema that an export is nothing but a reference to. */
function target(exports: readonly ValidatorExport[], name: string): string | undefined {
  const schema = exports.find((one) => one.name === name)?.schema;
  return schema !== undefined && isReference(schema) ? refName(schema) : undefined;
}

function isReference(schema: JsonSchema): boolean {
  return typeof schema === 'object' && typeof schema.$ref === 'string' && Object.keys(schema).length === 1;
}

function withoutReferences(schema: JsonSchema): JsonSchema {
  return rewrite(schema as JsonValue, ({ $ref: _, discriminator: __, ...rest }) => rest) as JsonSchema;
}

function reasonOf(error: unknown): string {
  if (isTooDeep(error)) return 'it leads through too many others';
  return error instanceof Error ? error.message : String(error);
}
