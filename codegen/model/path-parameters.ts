/** What is between a path template and the parameters of its operation, where a document does not make them fit. */
import type { Operation, Parameter } from './contract.js';

/** An operation whose path has exactly the parameters that are described; of a query in it, those that are not described beside it. */
export function withFittingPath(operation: Operation): Operation {
  const { parameters } = operation;
  const path = withoutDescribedQuery(operation);
  const names = namesIn(path);
  const inPath = parameters.filter((one) => one.in === 'path');
  const missing = names.filter((name) => !inPath.some((one) => one.name === name));
  const surplus = inPath.filter(({ name }) => !names.includes(name));
  if (path === operation.path && missing.length + surplus.length === 0) return operation;
  const kept = parameters.filter((one) => !surplus.includes(one));
  return { ...operation, path, parameters: [...missing.map(textParameter), ...kept] };
}

/** The names in a template that no parameter describes, and the parameters that it has no place for. */
export function misfits(operation: Operation): {
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
} {
  const names = (one: Operation) =>
    one.parameters.filter((each) => each.in === 'path').map(({ name }) => name);
  const [before, after] = [names(operation), names(withFittingPath(operation))];
  return {
    missing: after.filter((name) => !before.includes(name)),
    surplus: before.filter((name) => !after.includes(name)),
  };
}

/** `/search?q={q}` with `q` as a query parameter: the parameter says it all. */
function withoutDescribedQuery({ path, parameters }: Operation): string {
  const at = path.indexOf('?');
  if (at < 0) return path;
  const isDescribed = (name: string, place: Parameter['in']) =>
    parameters.some((one) => one.in === place && one.name === name);
  const pairs = path
    .slice(at + 1)
    .split('&')
    .filter((pair) => {
      const [, key = '', name = ''] = /^([^=]*)=\{([^}]*)\}$/.exec(pair) ?? [];
      return name === '' || isDescribed(name, 'path') || !isDescribed(key, 'query');
    });
  return pairs.length === 0 ? path.slice(0, at) : `${path.slice(0, at)}?${pairs.join('&')}`;
}

function namesIn(path: string): readonly string[] {
  return [...new Set([...path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name))];
}

function textParameter(name: string): Parameter {
  return {
    name,
    in: 'path',
    required: true,
    deprecated: false,
    schema: { type: 'string' },
    style: 'simple',
    explode: false,
    allowReserved: false,
  };
}
