/** Adds an operation to the text of an OpenAPI document, in which everything else stays as it is written. */
import { isMap, isNode, isScalar, parseDocument, stringify, type YAMLMap } from 'yaml';
import { camelCase } from '../model/names.js';

/** The text with the operation, or why it is not there. */
export type AddedOperation =
  | { readonly kind: 'added'; readonly text: string; readonly operationId: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Adds `method path`, with the parameters of its path and one answer. */
export function addOperation(text: string, method: string, path: string): AddedOperation {
  const refuse = (reason: string): AddedOperation => ({ kind: 'refused', reason });
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) return refuse(error.message.split('\n', 1)[0] ?? '');
  if (!isMap(document.contents)) return refuse('it is no OpenAPI document.');
  if (document.hasIn(['paths', path, method])) return refuse(`${method} ${path} is there already.`);
  const operationId = camelCase(`${method} ${path.replaceAll(/\{([^}]*)\}/g, ' by $1 ')}`);
  const operation = { [method]: firstOperation(operationId, method, path) };
  const paths = valueIn(document.contents, 'paths');
  const added = (whole: string): AddedOperation => ({ kind: 'added', text: whole, operationId });
  if (paths === undefined) return added(`${text.trimEnd()}\n${print({ paths: { [path]: operation } }, 0)}`);
  if (!isMap(paths)) return refuse('its `paths` are no mapping.');
  if (paths.items.length === 0) {
    const [start = 0, end = 0] = paths.range ?? [];
    return added(
      `${text.slice(0, start).trimEnd()}\n${print({ [path]: operation }, 2)}${text.slice(end).replace(/^\n/, '')}`,
    );
  }
  const item = valueIn(paths, path);
  const holder = item === undefined ? paths : item;
  if (!isMap(holder) || holder.flow === true || holder.items.length === 0)
    return refuse('what it would stand in is written in braces: write it on lines of its own first.');
  return added(insert(text, holder, item === undefined ? { [path]: operation } : operation));
}

function firstOperation(operationId: string, method: string, path: string): object {
  const parameters = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: `The ${name.replaceAll('_', ' ')}.`,
    schema: { type: 'string' },
    example: 'abc',
  }));
  const schema = () => ({
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string', description: 'Its name.', examples: ['abc'] } },
  });
  const content = () => ({ 'application/json': { schema: schema(), example: { name: 'abc' } } });
  const hasBody = method === 'post' || method === 'put' || method === 'patch';
  return {
    operationId,
    summary: operationId,
    ...(parameters.length > 0 && { parameters }),
    ...(hasBody && { requestBody: { required: true, content: content() } }),
    responses: { '200': { description: 'Done.', content: content() } },
  };
}

function valueIn(map: YAMLMap, key: string): unknown {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value ?? undefined;
}

function print(value: object, indent: number): string {
  return stringify(value, { lineWidth: 0 }).replaceAll(/^(?=.)/gm, ' '.repeat(indent));
}

/** Behind the last line of a mapping, as far indented as its keys are. */
function insert(text: string, map: YAMLMap, value: object): string {
  const first = map.items[0]?.key;
  const start = (isNode(first) ? first.range?.[0] : undefined) ?? 0;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const end = map.range?.[1] ?? text.length;
  const line = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  const at = line === 0 ? text.length : line;
  const before = text.slice(0, at);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${print(value, indent)}${text.slice(at)}`;
}
