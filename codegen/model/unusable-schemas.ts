/** How an emitter says that a schema cannot be used. */
import type { JsonSchema } from './contract.js';

/** A schema of the contract, the very object, and why a library cannot make code of it. */
export interface UnusableSchema {
  readonly schema: JsonSchema;
  readonly reason: string;
}

/**
 * Thrown by emitters, which give nothing but files; the run makes diagnostics of it. Whatever can be foreseen is told by
 * the checks before: this is for what only a library knows.
 */
export class UnusableSchemas extends Error {
  override readonly name = 'UnusableSchemas';
  readonly schemas: readonly UnusableSchema[];

  constructor(schemas: readonly UnusableSchema[]) {
    super(schemas.map(({ reason }) => reason).join('\n'));
    this.schemas = schemas;
  }
}
