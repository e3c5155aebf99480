/** What OpenAPI has a word for and generated code does not do: told, so that nobody relies on it. */
import type { Diagnostic } from '../../diagnostics.js';
import type { JsonObject } from '../../model/contract.js';
import { asObject, asString } from '../json.js';
import { diagnosticAt } from '../source.js';
import { at } from './openapi-operations.js';
import type { Visit } from './structure.js';

/** A warning about a field of a parameter. */
interface Gap {
  readonly field: string;
  readonly message: string;
  readonly hint: string;
}

/** The only way in which parameters of each place are written. */
const STYLES: Readonly<Record<string, string>> = { path: 'simple', query: 'form', header: 'simple' };

/** Warns of parameters that generated clients would write in another way than the document says, or not at all. */
export function checkSupport(visits: readonly Visit[]): readonly Diagnostic[] {
  return visits
    .filter(({ kind }) => kind === 'Parameter')
    .flatMap(({ node, origin }) =>
      [...gaps(node)].map(({ field, message, hint }) =>
        diagnosticAt(at(origin, field), 'unsupported', message, { hint, severity: 'warning' }),
      ),
    );
}

function* gaps(parameter: JsonObject): Iterable<Gap> {
  const place = asString(parameter.in) ?? '';
  const style = asString(parameter.style);
  if (place === 'cookie') {
    const hint = 'Use a header.';
    yield { field: 'in', message: 'generated clients and servers know no cookies', hint };
    return;
  }
  const known = STYLES[place];
  if (style !== undefined && known !== undefined && style !== known) {
    const message = `\`style: ${style}\` has no effect: generated clients write \`style: ${known}\``;
    yield { field: 'style', message, hint: `Leave it out, or use several parameters.` };
  }
  if (place === 'query' && parameter.explode === false && !isScalar(parameter)) {
    const message = '`explode: false` has no effect: generated clients repeat the parameter for each item';
    yield { field: 'explode', message, hint: 'Leave it out, or describe a text that holds the items.' };
  }
  if (parameter.content !== undefined) {
    const message = '`content` has no effect on how generated clients write the parameter';
    yield { field: 'content', message, hint: 'Use `schema`.' };
  }
}

function isScalar({ schema }: JsonObject): boolean {
  return ['string', 'number', 'integer', 'boolean'].includes(asString(asObject(schema).type) ?? '');
}
