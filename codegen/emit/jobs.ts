/**
 * worker/jobs.ts: a typed definition per job type. Beside it, outside the output folder: a stub for the handler of a new
 * job type, written once, and worker/handlers/index.ts, which imports them all.
 */
import type { Contract, GeneratedFile, JobType, JsonSchema } from '../model/contract.js';
import {
  camelCase,
  docComment,
  header,
  propertyName,
  quote,
  refName,
  schemaType,
} from './typescript-text.js';

function typeName(schema: JsonSchema | undefined, fallback: string): string {
  const name = refName(schema);
  return name === undefined ? fallback : `schemas.${name}`;
}

function typesOf(job: JobType): string {
  const events = job.events.map(
    (event) =>
      `${docComment(event.description ?? '', '    ')}    readonly ${propertyName(event.name)}: ${schemaType(event.data, 'schemas.')};\n`,
  );
  const checkpoint = job.checkpoint === undefined ? 'unknown' : typeName(job.checkpoint, 'unknown');
  return `${docComment(`What the types of a \`${job.name}\` handler are made of.`)}export interface ${job.pascalName}Types {
  readonly input: JobInputs[${quote(job.name)}];
  readonly result: ${typeName(job.result, 'unknown')};
  readonly events: ${events.length === 0 ? 'Readonly<Record<never, never>>' : `{\n${events.join('')}  }`};
  readonly checkpoint: ${checkpoint};
}
`;
}

function definition(job: JobType): string {
  const name = quote(job.name);
  return `${typesOf(job)}
${docComment(`Binds the handler of \`${job.name}\`: ${job.description}`)}export const ${camelCase(job.name)} = defineJob<${job.pascalName}Types>(jobTypes[${name}], jobValidators[${name}]);
`;
}

function definitions(contract: Contract): string {
  const imports = [
    "import { jobTypes } from '../contract/job-types.js';",
    "import type * as schemas from '../contract/schemas.js';",
    "import { jobValidators } from '../contract/validators/jobs.js';",
    "import { defineJob } from './job.js';",
    "import type { JobInputs } from './types.js';",
  ].join('\n');
  return [header('specs/jobs'), `${imports}\n`, ...contract.jobTypes.map(definition)].join('\n');
}

function stub(job: JobType): string {
  const name = camelCase(job.name);
  const yields = job.events[0] === undefined ? '' : `  // yield event.${job.events[0].name}({ … });\n`;
  return `import { ${name} } from '../../generated/worker/jobs.js';

/**
 * ${job.description.split('\n')[0]}
 *
 * Written once by \`npm run generate\`; it is yours now. It does not compile until it returns the result that
 * ${job.source} declares.
 */
export default ${name}(async function* ({ input, signal, event, progress, log, checkpoint }) {
${yields}  // return { … };
});
`;
}

function handlerIndex(contract: Contract): string {
  const jobs = [...contract.jobTypes].sort((a, b) => (a.name < b.name ? -1 : 1));
  const imports = jobs.map((job) => `import ${camelCase(job.name)} from './${job.name}.js';\n`);
  const names = jobs.map((job) => `  ${camelCase(job.name)},\n`);
  return `${header('specs/jobs')}
import type { JobDefinition } from '../../generated/worker/job.js';
${imports.join('')}
${docComment('The handler of every job type.')}export const handlers: readonly JobDefinition[] = [
${names.join('')}];
`;
}

/** Emits the job definitions, the table of handlers, and stubs for handlers that are not there yet. */
export function emitJobs(contract: Contract): readonly GeneratedFile[] {
  if (contract.jobTypes.length === 0) return [];
  return [
    { path: 'worker/jobs.ts', content: definitions(contract), ownership: 'generated' },
    { path: 'worker/handlers/index.ts', content: handlerIndex(contract), ownership: 'managed' },
    ...contract.jobTypes.map(
      (job): GeneratedFile => ({
        path: `worker/handlers/${job.name}.ts`,
        content: stub(job),
        ownership: 'once',
      }),
    ),
  ];
}
