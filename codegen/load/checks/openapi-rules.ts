/** What must hold between the parts of an OpenAPI document. */
import { type Diagnostic, type DiagnosticCode, didYouMean } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { asObject, asString, childPointer, isArray, isObject, own, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { resolveReference } from '../references.js';
import { diagnosticAt, type Origin, placeName, type SourceFile } from '../source.js';
import { METHODS } from './openapi-grammar.js';
import type { Visit } from './structure.js';

interface LocatedOperation {
  readonly method: string;
  readonly path: string;
  readonly pathItem: JsonObject;
  readonly value: JsonObject;
  readonly origin: Origin;
  /** Where the path stands, with what all its operations share. */
  readonly pathOrigin: Origin;
}

/** Checks operations, parameters, security and problem codes. */
export function checkOpenapi(project: Project, visits: readonly Visit[]): readonly Diagnostic[] {
  const { openapi } = project;
  if (!openapi) return [];
  const operations = listOperations(openapi);
  return [
    ...operationIds(operations),
    ...sdkMethods(operations),
    ...similarPaths(openapi),
    ...operations.flatMap((operation) => pathParameters(project, operation)),
    ...securitySchemes(openapi, operations),
    ...problemCodes(project, operations, visits),
  ];
}

function listOperations(file: SourceFile): readonly LocatedOperation[] {
  return Object.entries(asObject(asObject(file.value).paths)).flatMap(([path, value]) => {
    const pathItem = asObject(value);
    const pathOrigin = { file, pointer: childPointer('/paths', path) };
    return METHODS.filter((method) => isObject(pathItem[method])).map((method) => ({
      method,
      path,
      pathItem,
      pathOrigin,
      value: asObject(pathItem[method]),
      origin: at(pathOrigin, method),
    }));
  });
}

function at({ file, pointer }: Origin, ...keys: readonly (string | number)[]): Origin {
  return { file, pointer: keys.reduce<string>(childPointer, pointer) };
}

/** Reports every second and later holder of a key. */
function* duplicates<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
  report: (item: T, first: T, key: string) => Diagnostic,
): Iterable<Diagnostic> {
  const holders = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = holders.get(key);
    if (first === undefined) holders.set(key, item);
    else yield report(item, first, key);
  }
}

function operationIds(operations: readonly LocatedOperation[]): Iterable<Diagnostic> {
  return duplicates(
    operations,
    ({ value }) => asString(value.operationId),
    ({ origin }, first, id) => {
      const message = `\`${id}\` is already the operationId of ${first.method.toUpperCase()} ${first.path}, at ${placeName(at(first.origin, 'operationId'))}`;
      const hint = 'Each operation has an operationId of its own.';
      return diagnosticAt(at(origin, 'operationId'), 'duplicate-operation-id', message, { hint });
    },
  );
}

/** The client has one method of a name in each group. */
function sdkMethods(operations: readonly LocatedOperation[]): Iterable<Diagnostic> {
  const named = operations.filter(({ value }) => value['x-sdk-method'] !== undefined);
  const groupOf = ({ value }: LocatedOperation) =>
    asString(value['x-sdk-group']) ?? asString(isArray(value.tags) ? value.tags[0] : undefined) ?? '';
  return duplicates(
    named,
    (operation) => `${groupOf(operation)}.${asString(operation.value['x-sdk-method'])}`,
    ({ origin }, first, method) => {
      const message = `\`${method}\` is already the client's method for ${first.method.toUpperCase()} ${first.path}`;
      return diagnosticAt(at(origin, 'x-sdk-method'), 'name-collision', message);
    },
  );
}

/** `/a/{x}` and `/a/{y}` are one path. */
function similarPaths(file: SourceFile): Iterable<Diagnostic> {
  const paths = Object.keys(asObject(asObject(file.value).paths));
  return duplicates(
    paths,
    (path) => path.replace(/\{[^}]*\}/g, '{}'),
    (path, first) => {
      const message = `\`${path}\` is the same path as \`${first}\`: only the names of parameters differ`;
      return diagnosticAt({ file, pointer: childPointer('/paths', path) }, 'path', message, { on: 'key' });
    },
  );
}

interface LocatedParameter {
  readonly name: string;
  readonly place: string;
  readonly value: JsonObject;
  readonly origin: Origin;
}

function pathParameters(project: Project, operation: LocatedOperation): readonly Diagnostic[] {
  const { path, pathItem, pathOrigin, value: operationValue, origin } = operation;
  const shared = readParameters(project, at(pathOrigin, 'parameters'), pathItem.parameters);
  const single = readParameters(project, at(origin, 'parameters'), operationValue.parameters);
  // Where a reference dangles, that is the mistake.
  if (!shared || !single) return [];
  const all = [...shared, ...single];
  const declared = new Set(all.filter(({ place }) => place === 'path').map(({ name }) => name));
  const wanted = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  const found: Diagnostic[] = [...duplicateParameters(shared), ...duplicateParameters(single)];
  const report = (place: Origin, message: string, hint?: string, on: 'key' | 'value' = 'value') =>
    found.push(diagnosticAt(place, 'path', message, { on, hint }));
  const missing = wanted.filter((name) => !declared.has(name));
  for (const name of missing) {
    const near = didYouMean(
      name,
      [...declared].filter((one) => !wanted.includes(one)),
    );
    if (near !== undefined) declared.delete(near);
    const hint =
      near === undefined
        ? `Add a parameter \`{ name: ${name}, in: path, required: true, … }\`.`
        : `There is a path parameter \`${near}\`: did you mean that?`;
    report(pathOrigin, `no parameter describes \`{${name}}\``, hint, 'key');
  }
  for (const { name, place, value, origin: parameterAt } of all) {
    if (place !== 'path') continue;
    if (declared.has(name) && !wanted.includes(name)) report(parameterAt, `the path has no \`{${name}}\``);
    else if (value.required !== true)
      report(parameterAt, `the path parameter \`${name}\` needs \`required: true\``);
  }
  return found;
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
  for (const [index, item] of (isArray(list) ? list : []).entries()) {
    const origin = at(listOrigin, index);
    const value = resolveObject(project, origin, item);
    if (!value) return undefined;
    const name = asString(value.name);
    const place = asString(value.in);
    if (name !== undefined && place !== undefined) parameters.push({ name, place, value, origin });
  }
  return parameters;
}

function resolveObject(
  project: Project,
  origin: Origin,
  value: JsonValue | undefined,
  depth = 0,
): JsonObject | undefined {
  if (!isObject(value) || depth > 20) return undefined;
  const reference = own(value, '$ref');
  if (typeof reference !== 'string') return value;
  const resolution = resolveReference(project, origin.file, reference);
  if (resolution.kind !== 'found') return undefined;
  const { target } = resolution;
  return resolveObject(project, target, valueAt(target.file.value, target.pointer), depth + 1);
}

function* securitySchemes(file: SourceFile, operations: readonly LocatedOperation[]): Iterable<Diagnostic> {
  const root = asObject(file.value);
  const known = Object.keys(asObject(asObject(root.components).securitySchemes));
  const lists = [
    { value: root.security, origin: { file, pointer: '/security' } },
    ...operations.map(({ value, origin }) => ({ value: value.security, origin: at(origin, 'security') })),
  ];
  for (const { value, origin } of lists) {
    for (const [index, requirement] of (isArray(value) ? value : []).entries()) {
      for (const name of Object.keys(asObject(requirement))) {
        if (known.includes(name)) continue;
        const near = didYouMean(name, known);
        const message = `there is no security scheme \`${name}\` in components.securitySchemes`;
        const hint = near && `Did you mean \`${near}\`?`;
        yield diagnosticAt(at(origin, index, name), 'security', message, { on: 'key', hint });
      }
    }
  }
}

/** `x-problem-codes` names codes of the schema ProblemCode, each with the status of its response. */
function* problemCodes(
  project: Project,
  operations: readonly LocatedOperation[],
  visits: readonly Visit[],
): Iterable<Diagnostic> {
  const codes = knownProblemCodes(visits);
  if (codes.size === 0) return;
  const statuses = responseStatuses(project, operations);
  for (const { kind, node, origin } of visits) {
    if (kind !== 'Response' || !isArray(node['x-problem-codes'])) continue;
    for (const [index, code] of node['x-problem-codes'].entries()) {
      if (typeof code !== 'string') continue;
      const place = at(origin, 'x-problem-codes', index);
      const report = (message: string, hint?: string) => diagnosticAt(place, PROBLEM_CODE, message, { hint });
      const status = codes.get(code);
      if (!codes.has(code)) {
        const near = didYouMean(code, codes.keys());
        yield report(`\`${code}\` is not in the schema ProblemCode`, near && `Did you mean \`${near}\`?`);
      } else if (status !== undefined) {
        const wrong = [...(statuses.get(node) ?? [])].find(
          (one) => one !== String(status) && /^\d+$/.test(one),
        );
        if (wrong) yield report(`\`${code}\` has the status ${status}, but this is a response with ${wrong}`);
      }
    }
  }
}

const PROBLEM_CODE: DiagnosticCode = 'problem-code';

function knownProblemCodes(visits: readonly Visit[]): ReadonlyMap<string, JsonValue | undefined> {
  const schema = visits.find(
    ({ kind, origin }) => kind === 'SchemaObject' && /\/ProblemCode$/.test(origin.pointer),
  )?.node;
  const branches = isArray(schema?.oneOf) ? schema.oneOf.map(asObject) : [];
  return new Map(
    branches.flatMap((branch) => {
      const code = asString(branch.const);
      return code === undefined ? [] : [[code, branch['x-status']] as const];
    }),
  );
}

/** Under which statuses each response object is used. */
function responseStatuses(
  project: Project,
  operations: readonly LocatedOperation[],
): Map<JsonObject, Set<string>> {
  const statuses = new Map<JsonObject, Set<string>>();
  for (const { value, origin } of operations) {
    for (const [status, response] of Object.entries(asObject(value.responses))) {
      const resolved = resolveObject(project, origin, response);
      if (resolved) statuses.set(resolved, (statuses.get(resolved) ?? new Set()).add(status));
    }
  }
  return statuses;
}
