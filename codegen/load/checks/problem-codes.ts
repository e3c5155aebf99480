/** Error codes that responses name. */
import { type Diagnostic, didYouMean } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { asObject, asString, isArray, isObject, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { diagnosticAt } from '../source.js';
import { at, type LocatedOperation, resolveOrigin } from './openapi-operations.js';
import type { Visit } from './structure.js';

/** `x-problem-codes` names codes of the schema ProblemCode, each with the status of its response. */
export function* checkProblemCodes(
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
      const report = (message: string, hint?: string) =>
        diagnosticAt(place, 'problem-code', message, { hint });
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
    for (const status of Object.keys(asObject(value.responses))) {
      const target = resolveOrigin(project, at(origin, 'responses', status));
      const response = target && valueAt(target.file.value, target.pointer);
      if (isObject(response)) statuses.set(response, (statuses.get(response) ?? new Set()).add(status));
    }
  }
  return statuses;
}
