/**
 * OpenAPI's links: how values of one answer become parameters of another request.
 * @see https://spec.openapis.org/oas/v3.1.1.html#link-object
 */
import { asObject, asString, valueAt } from '../load/json.js';
import type { JsonObject, JsonValue } from '../model/contract.js';
import type { WireHead } from './service.js';
import type { RequestParts } from './wire.js';

/** A value that a link gives to a parameter of an operation. */
export interface LinkValue {
  /** The operation's id. */
  readonly target: string;
  readonly parameter: string;
  readonly value: string | number;
}

/** What runtime expressions look at. */
export interface Exchanged {
  readonly parts: RequestParts;
  readonly answer: WireHead;
  readonly json: JsonValue | undefined;
}

/** The values that links give to path parameters of operations that they name by their ids. */
export function linkValues(links: readonly JsonObject[], exchanged: Exchanged): readonly LinkValue[] {
  return links.flatMap((link) => {
    const target = asString(link.operationId);
    if (target === undefined) return [];
    return Object.entries(asObject(link.parameters)).flatMap(([key, expression]): readonly LinkValue[] => {
      const value = typeof expression === 'string' ? evaluate(expression, exchanged) : expression;
      const isUsable = typeof value === 'string' || typeof value === 'number';
      return isUsable ? [{ target, parameter: key.replace(/^path\./, ''), value }] : [];
    });
  });
}

/** The value of a runtime expression, or of a text with some in braces; a text without any is itself. */
function evaluate(expression: string, exchanged: Exchanged): JsonValue | undefined {
  if (expression.startsWith('$')) return look(expression, exchanged);
  let isWhole = true;
  const text = expression.replaceAll(/\{(\$[^{}]+)\}/g, (_, inner: string) => {
    const value = look(inner, exchanged);
    isWhole &&= value !== undefined;
    return String(value);
  });
  return isWhole ? text : undefined;
}

function look(expression: string, { parts, answer, json }: Exchanged): JsonValue | undefined {
  if (expression === '$statusCode') return answer.status;
  const [, side, source = ''] = /^\$(request|response)\.(.+)$/.exec(expression) ?? [];
  if (side === undefined) return undefined;
  const [, place = '', rest = ''] = /^(body|header|query|path)[.#]?(.*)$/.exec(source) ?? [];
  if (place === 'body') {
    const body = side === 'response' ? json : (parts.body as JsonValue | undefined);
    return body === undefined ? undefined : valueAt(body, rest);
  }
  if (side === 'response') return place === 'header' ? answer.headers[rest.toLowerCase()] : undefined;
  const group = place === 'header' ? parts.headers : place === 'query' ? parts.query : parts.path;
  return asObject(group as JsonObject | undefined)[rest];
}
