/** Tells, at its place, of a schema that only turned out to be of no use when code was made of it. */
import type { Diagnostic } from '../../diagnostics.js';
import type { BuiltContract } from '../../model/build-contract.js';
import type { UnusableSchema } from '../../model/unusable-schemas.js';
import { diagnosticAt } from '../source.js';

/** A diagnostic for each schema; one that stands nowhere in the specs is a mistake of ours and stays an error. */
export function unusableSchemaDiagnostics(
  { bundler }: BuiltContract,
  unusable: readonly UnusableSchema[],
): readonly Diagnostic[] {
  return unusable.map(({ schema, reason }) => {
    const origin = typeof schema === 'object' ? bundler.origins.get(schema) : undefined;
    if (!origin) throw new Error(`A schema that is in no spec cannot be compiled: ${reason}`);
    const message = `no validator can be made of this schema: ${reason}`;
    return diagnosticAt(origin, 'bad-schema', message, { on: 'key' });
  });
}
