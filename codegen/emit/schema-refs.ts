/** References between named schemas. */
import type { JsonSchema } from '../model/contract.js';
import { schemaNameOf } from '../model/schema-references.js';

/** Name of the schema that a `$ref` leads to. */
export function refName(schema: JsonSchema | undefined): string | undefined {
  return typeof schema === 'object' ? schemaNameOf(schema.$ref) : undefined;
}
