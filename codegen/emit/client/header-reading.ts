/** How a response's header becomes a value. */
import type { Header, JsonSchema } from '../../model/contract.js';
import { isJsonType } from '../../model/webhooks.js';
import { resolve, type Schemas } from './resolve.js';

/** How a header is read: see the runtime's `HeaderReading`. */
export type HeaderReading = 'string' | 'number' | 'boolean' | 'strings' | 'numbers' | 'json';

/** How a header is read; `type` where that is not what the schema's own type says. */
export function headerReading(
  schemas: Schemas,
  { schema, contentType }: Header,
): { readonly reading: HeaderReading; readonly type?: string } {
  if (contentType === undefined) return readingBySchema(schemas, schema);
  return isJsonType(contentType) ? { reading: 'json' } : { reading: 'string', type: 'string' };
}

function readingBySchema(
  schemas: Schemas,
  schema: JsonSchema,
): { readonly reading: HeaderReading; readonly type?: string } {
  const found = resolve(schemas, schema);
  const [type, ...more] = typeof found === 'object' ? [found.type].flat() : [];
  switch (more.length > 0 ? undefined : type) {
    case 'string':
      return { reading: 'string' };
    case 'integer':
    case 'number':
      return { reading: 'number' };
    case 'boolean':
      return { reading: 'boolean' };
    case 'array': {
      const items = typeof found === 'object' ? resolve(schemas, found.items as JsonSchema) : undefined;
      const item = typeof items === 'object' ? items.type : undefined;
      if (item === 'integer' || item === 'number') return { reading: 'numbers', type: 'readonly number[]' };
      return { reading: 'strings', type: 'readonly string[]' };
    }
    default:
      // What has no simple type stays the text that it is.
      return { reading: 'string', type: 'string' };
  }
}
