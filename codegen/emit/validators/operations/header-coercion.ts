/** What the text of an answer's header stands for: other than parameters, nobody has taken it apart before its check. */
import type { Header, JsonSchema } from '../../../model/contract.js';
import { isJsonType } from '../../../model/webhooks.js';
import { shapeOf } from '../../document-server/schema-view.js';
import { type Coercion, coercionOf } from './coercions.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** The coercion of a header; `undefined` if nothing is to be done. */
export function headerCoercion(header: Header, schemas: Schemas): Coercion | undefined {
  const coercion = coercionOf(header.schema, schemas);
  const written = writtenAs(header, schemas);
  if (written === undefined) return coercion;
  // What stands in JSON has the type that it has.
  const isTyped = written === 'json' && shapeOf(header.schema, schemas) !== 'value';
  return { ...(!isTyped && coercion), written };
}

function writtenAs(
  { schema, explode, contentType }: Header,
  schemas: Schemas,
): Coercion['written'] | undefined {
  if (contentType !== undefined) return isJsonType(contentType) ? 'json' : undefined;
  switch (shapeOf(schema, schemas)) {
    case 'array':
      return 'list';
    case 'object':
      return explode ? 'pairs' : 'fields';
    default:
      return undefined;
  }
}

/** Whether the check of a header can see what its schema is about: not what a text of another kind stands for. */
export function isReadable({ schema, contentType = 'application/json' }: Header, schemas: Schemas): boolean {
  return isJsonType(contentType) || shapeOf(schema, schemas) === 'value';
}
