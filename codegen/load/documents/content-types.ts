/** Keys of `content` that are no content types, as converters leave them behind: `PDF`, `application/json, charset=utf-8`. */
import type { JsonObject, JsonValue } from '../../model/contract.js';

/** A range or a type, with parameters (RFC 9110, section 8.3.1). */
const CONTENT_TYPE = /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+\s*(;.*)?$/;

/** `content` with content types alone, and what were none. If there is no other one, the first of those is any type. */
export function fittingContent(content: JsonObject): {
  readonly content: JsonObject;
  readonly odd: readonly string[];
} {
  const entries = Object.entries(content);
  const odd = entries.filter(([type]) => !CONTENT_TYPE.test(type));
  if (odd.length === 0) return { content, odd: [] };
  // Parameters stand behind `;`, which some write as a comma.
  const named = entries.map(([type, media]): [string, JsonValue] => [type.replace(/,.*$/, ''), media]);
  const fitting = named.filter(([type]) => CONTENT_TYPE.test(type));
  const [[, first] = ['', {}]] = odd;
  const kept = fitting.length === 0 ? { '*/*': first } : Object.fromEntries(fitting);
  return { content: kept, odd: odd.map(([type]) => type) };
}
