/** Adds an operation to the text of an OpenAPI document, in which everything else stays as it is written. */
import { isMap, isNode, isScalar, stringify, type YAMLMap } from 'yaml';
import { asObject, asString } from '../load/json.js';
import { readYaml } from '../load/yaml.js';
import type { JsonObject, JsonValue } from '../model/contract.js';
import { operationEntries } from '../model/methods.js';
import { camelCase } from '../model/names.js';

/** The text with the operation, or why it is not there. */
export type AddedOperation =
  | { readonly kind: 'added'; readonly text: string; readonly operationId: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Adds `method path`, with the parameters of its path, one answer, and the problems that all others answer with. */
export function addOperation(text: string, method: string, path: string): AddedOperation {
  const refuse = (reason: string): AddedOperation => ({ kind: 'refused', reason });
  const { document, value, mistakes } = readYaml(text);
  const [mistake] = mistakes;
  if (mistake !== undefined) return refuse(mistake.message);
  if (!isMap(document.contents)) return refuse('it is no OpenAPI document.');
  if (document.hasIn(['paths', path, method])) return refuse(`${method} ${path} is there already.`);
  const operationId = camelCase(`${method} ${path.replaceAll(/\{([^}]*)\}/g, ' by $1 ')}`);
  const operation = { [method]: firstOperation(operationId, method, path, value) };
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

function firstOperation(operationId: string, method: string, path: string, document: JsonValue): object {
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
    responses: { '200': { description: 'Done.', content: content() }, ...sharedProblems(document, hasBody) },
  };
}

/**
 * The problems that every operation of the document may answer with, by status: of those that ask for credentials, and have
 * a body or none, as this one. Where they refer to different responses, the commonest.
 */
function sharedProblems(document: JsonValue, hasBody: boolean): Readonly<Record<string, object>> {
  const operations = Object.values(asObject(asObject(document).paths))
    .flatMap((item) => operationEntries(asObject(item)))
    .map(({ operation }) => ({
      hasBody: operation.requestBody !== undefined,
      isPublic: Array.isArray(operation.security) && operation.security.length === 0,
      problems: problemReferences(asObject(operation.responses)),
    }));
  const peers = operations.filter((one) => one.hasBody === hasBody && !one.isPublic);
  const [first, ...others] = peers.map(({ problems }) => Object.keys(problems));
  const shared = (first ?? []).filter((status) => others.every((statuses) => statuses.includes(status)));
  return Object.fromEntries(
    shared.map((status) => [
      status,
      { $ref: commonest(operations.flatMap(({ problems }) => problems[status] ?? [])) },
    ]),
  );
}

/** The references of responses with a status of 400 and more. */
function problemReferences(responses: JsonObject): Readonly<Record<string, string>> {
  const references = Object.entries(responses).map(([status, response]) => [
    status,
    asString(asObject(response).$ref),
  ]);
  return Object.fromEntries(
    references.filter(([status = '', reference]) => /^[45]/.test(status) && reference !== undefined),
  );
}

function commonest(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
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
