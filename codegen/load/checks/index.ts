/** Everything that is checked of a project beyond its being readable. */
import type { Diagnostic } from '../../diagnostics.js';
import type { BuiltContract } from '../../model/build-contract.js';
import { isObject } from '../json.js';
import type { Project } from '../project.js';
import { JOBS_FOLDER } from '../spec-files.js';
import { checkEvents } from './event-rules.js';
import { checkExamples } from './examples.js';
import { checkExtensions } from './extension-rules.js';
import { checkJobNames, checkJobs } from './job-rules.js';
import { checkOpenapi } from './openapi-rules.js';
import { placeKey } from './reference-rules.js';
import { checkStructure, type Structure } from './structure.js';

export { checkAsyncapi } from './asyncapi-parser.js';

/** Our own checks: fast, all of them in one run, one message for one mistake. */
export function checkProject(project: Project, built: BuiltContract): readonly Diagnostic[] {
  const structure = checkStructure(project);
  const names = checkJobNames(project);
  return [
    ...structure.diagnostics,
    ...names,
    ...checkOpenapi(project, structure.visits),
    ...checkJobs(project),
    ...checkExtensions(structure.visits),
    ...checkEvents(project, structure),
    ...checkExamples(built, structure, unusableSchemas(project, structure, names.length === 0)),
  ];
}

/** Schemas that examples cannot be held against: wrong ones, and those that a job type is missing from. */
function unusableSchemas(
  project: Project,
  { broken, visits }: Structure,
  jobsAreKnown: boolean,
): ReadonlySet<string> {
  if (jobsAreKnown && ![...project.unreadable].some((path) => path.startsWith(`${JOBS_FOLDER}/`)))
    return broken;
  const extended = visits.filter(
    ({ kind, node }) =>
      kind === 'SchemaObject' && (isObject(node['x-each-job-type']) || isObject(node['x-job-events'])),
  );
  return new Set([...broken, ...extended.map(({ origin }) => placeKey(origin))]);
}
