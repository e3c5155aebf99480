import type { JsonSchema } from '../../model/contract.js';

/** A validator of a module: the name that the module exports it under, and its schema. */
export interface ValidatorExport {
  readonly name: string;
  readonly schema: JsonSchema;
}
