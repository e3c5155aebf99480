/** Everything that is checked of a project beyond its being readable. */
import type { Diagnostic } from '../../diagnostics.js';
import type { BuiltContract } from '../../model/build-contract.js';
import { isObject } from '../json.js';
import type { Project } from '../project.js';
import { JOBS_FOLDER } from '../spec-files.js';
import { checkDiscriminators } from './discriminator-rules.js';
import { checkEvents } from './event-rules.js';
import { checkExamples } from './examples.js';
import { checkExtensions } from './extension-rules.js';
import { checkJobNames, checkJobs } from './job-rules.js';
import { checkNames } from './name-collisions.js';
import { checkOpenapi } from './openapi-rules.js';
import { placeKey } from './reference-rules.js';
import { checkStructure, type Structure } from './structure.js';
import { checkSupport } from './unsupported.js';
import { checkWebhooks } from './webhook-rules.js';

export { checkAsyncapi } from './asyncapi-parser.js';
export { unusableSchemaDiagnostics } from './unusable-schemas.js';

/** Our own checks: fast, all of them in one run, one message for one mistake. */
export function checkProject(project: Project, built: BuiltContract): readonly Diagnostic[] {
  const structure = checkStructure(project);
  const names = checkJobNames(project);
  const shapely = project.jobs.filter(({ path }) => !structure.misshapen.has(path));
  const jobsAreKnown = names.length === 0 && shapely.length === project.jobs.length;
  return withoutEchoes([
    ...built.diagnostics,
    ...structure.diagnostics,
    ...names,
    ...checkOpenapi(project, structure.visits),
    ...checkJobs(project, shapely),
    ...checkNames(project, built),
    ...checkSupport(structure.visits),
    ...checkDiscriminators(project, structure.visits),
    ...checkExtensions(structure.visits),
    ...checkEvents(project, structure),
    ...checkWebhooks(project, structure),
    ...checkExamples(built, structure, unusableSchemas(project, structure, jobsAreKnown)),
  ]);
}

/** A name that cannot be one anyway may also collide with another: that is the same mistake. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const misnamed = new Set(diagnostics.filter(({ code }) => code === 'job-name').map(({ file }) => file));
  return diagnostics.filter(({ code, file }) => code !== 'name-collision' || !misnamed.has(file));
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
