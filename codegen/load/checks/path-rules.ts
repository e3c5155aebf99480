/** What must hold between the paths of an OpenAPI document and the parameters of its operations. */
import type { Diagnostic } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { requestKey, sentPath } from '../../model/request-key.js';
import { asList, asObject, asString, childPointer, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { diagnosticAt, type Origin, type SourceFile } from '../source.js';
import { duplicates } from './duplicates.js';
import { at, type LocatedOperation, resolveOrigin } from './openapi-operations.js';
import { compareTemplate } from './path-template.js';

/** Checks that paths differ, and that their parameters are all there, once. */
export function checkPaths(
  project: Project,
  document: SourceFile,
  operations: readonly LocatedOperation[],
): readonly Diagnostic[] {
  return [
    ...similarPaths(document),
    ...operations.flatMap((operation) => pathParameters(project, operation)),
  ];
}

/** `/a/{x}` and `/a/{y}` are one path. */
function similarPaths(file: SourceFile): Iterable<Diagnostic> {
  const paths = Object.keys(asObject(asObject(file.value).paths));
  return duplicates(paths, requestKey, (path, first) => {
    const why =
      sentPath(path) === sentPath(first)
        ? 'what stands behind `#` is never sent'
        : 'only the names of parameters differ';
    const message = `\`${path}\` is the same path as \`${first}\`: ${why}`;
    return diagnosticAt({ file, pointer: childPointer('/paths', path) }, 'path', message, { on: 'key' });
  });
}

interface LocatedParameter {
  readonly name: string;
  readonly place: string;
  readonly value: JsonObject;
  /** Where the operation or path names it. */
  readonly origin: Origin;
  /** Where it is written out. */
  readonly target: Origin;
}

function pathParameters(project: Project, operation: LocatedOperation): readonly Diagnostic[] {
  const { path, pathItem, pathOrigin, value, origin } = operation;
  const shared = readParameters(project, at(pathOrigin, 'parameters'), pathItem.parameters);
  const single = readParameters(project, at(origin, 'parameters'), value.parameters);
  // Where a reference dangles, that is the mistake.
  if (!shared || !single) return [];
  const inPath = [...shared, ...single].filter(({ place }) => place === 'path');
  const optional = inPath
    .filter((parameter) => parameter.value.required !== true)
    .map(({ name, target }) =>
      diagnosticAt(target, 'path', `the path parameter \`${name}\` needs \`required: true\``, { on: 'key' }),
    );
  const names = inPath.map(({ name }) => name);
  const { missing, surplus } = compareTemplate(path, names);
  return [
    ...duplicateParameters(shared),
    ...duplicateParameters(single),
    ...optional,
    ...missing.map(({ name, hint }) => {
      const add = `Add a parameter \`{ name: ${name}, in: path, required: true, … }\`.`;
      return diagnosticAt(pathOrigin, 'path', `no parameter describes \`{${name}}\``, {
        on: 'key',
        hint: hint ?? add,
      });
    }),
    ...inPath
      .filter(({ name }) => surplus.includes(name))
      .map(({ name, origin: named }) => diagnosticAt(named, 'path', `the path has no \`{${name}}\``)),
  ];
}

function duplicateParameters(parameters: readonly LocatedParameter[]): Iterable<Diagnostic> {
  return duplicates(
    parameters,
    ({ name, place }) => `${place} ${name}`,
    ({ origin, name, place }) =>
      diagnosticAt(origin, 'path', `the ${place} parameter \`${name}\` stands twice`),
  );
}

/** The parameters of a list, references resolved; undefined if one of them leads nowhere. */
function readParameters(
  project: Project,
  listOrigin: Origin,
  list: JsonValue | undefined,
): readonly LocatedParameter[] | undefined {
  const parameters: LocatedParameter[] = [];
  for (const index of asList(list).keys()) {
    const origin = at(listOrigin, index);
    const target = resolveOrigin(project, origin);
    const value = asObject(target && valueAt(target.file.value, target.pointer));
    const name = asString(value.name);
    const place = asString(value.in);
    if (!target || name === undefined || place === undefined) return undefined;
    parameters.push({ name, place, value, origin, target });
  }
  return parameters;
}
