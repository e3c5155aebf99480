/** What must hold within single objects of OpenAPI, and for the names by which they mean each other. */
import { type Diagnostic, didYouMean } from '../../diagnostics.js';
import type { JsonObject } from '../../model/contract.js';
import { asList, asObject, asString, isArray, isObject, own, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { diagnosticAt, type Origin, type SourceFile } from '../source.js';
import { at, type LocatedOperation, resolveOrigin } from './openapi-operations.js';
import { compareTemplate } from './path-template.js';
import type { Visit } from './structure.js';

/** Checks what the grammar does not say of parameters, responses, servers, links and tags. */
export function checkParts(
  project: Project,
  file: SourceFile,
  operations: readonly LocatedOperation[],
  visits: readonly Visit[],
): readonly Diagnostic[] {
  const ids = operations.flatMap(({ value }) => asString(value.operationId) ?? []);
  const tags = tagNames(file);
  const found = visits.filter(({ dialect }) => dialect === 'openapi');
  return [
    ...found.flatMap(({ kind, node, origin }) => {
      switch (kind) {
        case 'Parameter':
        case 'Header':
          return [...schemaOrContent(kind, node, origin)];
        case 'Operation':
          return [...hasResponses(node, origin), ...declaredTags(node, origin, tags)];
        case 'Server':
          return [...serverVariables(node, origin)];
        case 'ServerVariable':
          return [...defaultInEnum(node, origin)];
        case 'Link':
          return [...linkedOperation(node, origin, ids)];
        default:
          return [];
      }
    }),
    ...operations.flatMap((operation) => [...emptyResponses(project, operation)]),
  ];
}

/** @see https://spec.openapis.org/oas/v3.1.1.html#parameter-object */
function* schemaOrContent(kind: string, node: JsonObject, origin: Origin): Iterable<Diagnostic> {
  const [schema, content] = [own(node, 'schema'), own(node, 'content')];
  const what = kind === 'Parameter' ? 'a parameter' : 'a header';
  if (schema !== undefined && content !== undefined) {
    const message = `${what} has \`schema\` or \`content\`, not both`;
    yield diagnosticAt(at(origin, 'content'), 'structure', message, { on: 'key' });
  } else if (schema === undefined && content === undefined) {
    // A slip in the name of either is reported as such.
    if (Object.keys(node).some((key) => didYouMean(key, ['schema', 'content']) !== undefined)) return;
    const hint = 'Add `schema: { type: string }`, for instance.';
    const message = `${what} must have \`schema\` or \`content\``;
    yield diagnosticAt(origin, 'structure', message, { on: 'key', hint });
  } else if (isObject(content) && Object.keys(content).length !== 1) {
    const message = `the \`content\` of ${what} has exactly one media type`;
    yield diagnosticAt(at(origin, 'content'), 'structure', message, { on: 'key' });
  }
}

function* hasResponses(node: JsonObject, origin: Origin): Iterable<Diagnostic> {
  const { responses } = node;
  if (!isObject(responses) || Object.keys(responses).length > 0) return;
  const hint = "Add one: `'200': { description: … }`.";
  yield diagnosticAt(at(origin, 'responses'), 'structure', 'an operation has at least one response', {
    on: 'key',
    hint,
  });
}

/** Statuses whose responses end after the headers: https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1 */
const WITHOUT_CONTENT = /^(1\d\d|1XX|204|205|304)$/;

function* emptyResponses(project: Project, { value, origin }: LocatedOperation): Iterable<Diagnostic> {
  for (const status of Object.keys(asObject(value.responses))) {
    if (!WITHOUT_CONTENT.test(status)) continue;
    const target = resolveOrigin(project, at(origin, 'responses', status));
    const content = target && asObject(valueAt(target.file.value, target.pointer)).content;
    if (!target || content === undefined) continue;
    const message = `a response with ${status} has no content`;
    const hint = 'Leave `content` out, or use another status.';
    yield diagnosticAt(at(target, 'content'), 'structure', message, { on: 'key', hint });
  }
}

function* serverVariables(node: JsonObject, origin: Origin): Iterable<Diagnostic> {
  const url = asString(node.url);
  if (url === undefined) return;
  const { missing, surplus } = compareTemplate(url, Object.keys(asObject(node.variables)));
  for (const { name, hint = `Add \`${name}: { default: … }\` to the server's \`variables\`.` } of missing)
    yield diagnosticAt(at(origin, 'url'), 'undeclared', `no variable describes \`{${name}}\``, { hint });
  for (const name of surplus) {
    const place = at(origin, 'variables', name);
    yield diagnosticAt(place, 'undeclared', `the URL has no \`{${name}}\``, { on: 'key' });
  }
}

function* defaultInEnum(node: JsonObject, origin: Origin): Iterable<Diagnostic> {
  const value = asString(node.default);
  if (value === undefined || !isArray(node.enum) || node.enum.includes(value)) return;
  const words = node.enum.filter((one) => typeof one === 'string');
  const near = didYouMean(value, words);
  const hint = near === undefined ? `One of \`${words.join('`, `')}\`.` : `Did you mean \`${near}\`?`;
  const message = `the default \`${value}\` is not in \`enum\``;
  yield diagnosticAt(at(origin, 'default'), 'structure', message, { hint });
}

function* linkedOperation(node: JsonObject, origin: Origin, ids: readonly string[]): Iterable<Diagnostic> {
  const id = asString(node.operationId);
  if (id === undefined || ids.includes(id)) return;
  const near = didYouMean(id, ids);
  yield diagnosticAt(at(origin, 'operationId'), 'undeclared', `there is no operation \`${id}\``, {
    hint: near && `Did you mean \`${near}\`?`,
  });
}

/** The tags that a document declares; undefined if it declares none, and so leaves them free. */
function tagNames(file: SourceFile): readonly string[] | undefined {
  const { tags } = asObject(file.value);
  return isArray(tags) ? tags.flatMap((tag) => asString(asObject(tag).name) ?? []) : undefined;
}

function* declaredTags(
  { tags }: JsonObject,
  origin: Origin,
  known: readonly string[] | undefined,
): Iterable<Diagnostic> {
  if (!known) return;
  for (const [index, tag] of asList(tags).entries()) {
    if (typeof tag !== 'string' || known.includes(tag)) continue;
    const near = didYouMean(tag, known);
    const hint =
      near === undefined ? `Add \`- name: ${tag}\` to the document's \`tags\`.` : `Did you mean \`${near}\`?`;
    yield diagnosticAt(
      at(origin, 'tags', index),
      'undeclared',
      `the document's \`tags\` do not have \`${tag}\``,
      { hint },
    );
  }
}
