/** Everything that is checked of a project beyond its being readable. */
import type { Diagnostic } from '../../diagnostics.js';
import type { BuiltContract } from '../../model/build-contract.js';
import type { Project } from '../project.js';
import { checkStructure } from './structure.js';

/** The checks that take no heavy library. */
export function checkProject(project: Project, _built: BuiltContract): readonly Diagnostic[] {
  return checkStructure(project).diagnostics;
}

/** The second opinion of @asyncapi/parser. */
export async function checkAsyncapi(
  _project: Project,
  _built: BuiltContract,
  _cacheFolder: string,
): Promise<readonly Diagnostic[]> {
  return [];
}
