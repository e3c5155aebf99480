/** What must hold between the parts of an OpenAPI document. */
import { type Diagnostic, didYouMean } from '../../diagnostics.js';
import { asList, asObject, asString } from '../json.js';
import type { Project } from '../project.js';
import { diagnosticAt, placeName, type SourceFile } from '../source.js';
import { duplicates } from './duplicates.js';
import { at, type LocatedOperation, listOperations, listWebhookOperations } from './openapi-operations.js';
import { checkParts } from './openapi-parts.js';
import { checkPaths } from './path-rules.js';
import { checkProblemCodes } from './problem-codes.js';
import type { Visit } from './structure.js';

/** Checks operations, parameters, security and problem codes. */
export function checkOpenapi(project: Project, visits: readonly Visit[]): readonly Diagnostic[] {
  const { openapi } = project;
  if (!openapi) return [];
  const operations = listOperations(openapi);
  return [
    ...operationIds([...operations, ...listWebhookOperations(openapi)]),
    ...checkPaths(project, openapi, operations),
    ...checkParts(project, openapi, operations, visits),
    ...securitySchemes(openapi, operations),
    ...checkProblemCodes(project, operations, visits),
  ];
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

function* securitySchemes(file: SourceFile, operations: readonly LocatedOperation[]): Iterable<Diagnostic> {
  const root = asObject(file.value);
  const known = Object.keys(asObject(asObject(root.components).securitySchemes));
  const lists = [
    { value: root.security, origin: { file, pointer: '/security' } },
    ...operations.map(({ value, origin }) => ({ value: value.security, origin: at(origin, 'security') })),
  ];
  for (const { value, origin } of lists) {
    for (const [index, requirement] of asList(value).entries()) {
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
