/**
 * worker/jobs.ts: a typed definition per job type. Beside it, outside the output folder: a stub for the handler of a new
 * job type, written once, and worker/handlers/index.ts, which imports them all.
 */

import type { Contract, GeneratedFile, JobType } from '../model/contract.js';
import { variableName } from '../model/names.js';
import { docComment } from './doc-comment.js';
import { allSources, header, jobsSource } from './headers.js';
import { ModuleImports } from './module-imports.js';
import { fieldDoc } from './operation-text.js';
import { SchemaTypes } from './schema-types.js';
import { list, member, memberAccess, propertyName, quote } from './typescript-text.js';

/** The table of handlers, outside the output folder. */
const HANDLERS = 'worker/handlers/index.ts';

/** Emits the job definitions, the table of handlers, and stubs for handlers that are not there yet. */
export function emitJobs(contract: Contract): readonly GeneratedFile[] {
  if (contract.jobTypes.length === 0) {
    // That of the last job type would go on to import what is gone.
    return [{ path: HANDLERS, content: emptyHandlersFile(contract), ownership: 'last' }];
  }
  return [
    { path: 'worker/jobs.ts', content: definitionsFile(contract), ownership: 'generated' },
    { path: 'worker/reserved-events.ts', content: reservedEventsFile(contract), ownership: 'generated' },
    { path: HANDLERS, content: handlersFile(contract), ownership: 'managed' },
    ...contract.jobTypes.map(
      (job): GeneratedFile => ({
        path: `worker/handlers/${job.name}.ts`,
        content: handlerStub(job),
        ownership: 'once',
      }),
    ),
  ];
}

function definitionsFile(contract: Contract): string {
  const imports = new ModuleImports();
  const types = new SchemaTypes(imports, '../contract');
  const body = contract.jobTypes.flatMap((job) => [typesOf(job, imports, types), definition(job, imports)]);
  return `${header(jobsSource(contract))}\n${imports.print()}${body.join('\n')}`;
}

function typesOf(job: JobType, imports: ModuleImports, types: SchemaTypes): string {
  const inputs = imports.type('JobInputs', './types.js');
  const events = job.events.map(
    (event) =>
      `${fieldDoc(event, '    ')}    readonly ${propertyName(event.name)}: ${types.of(event.data)};\n`,
  );
  const told = job.inputs.map(({ data }) => types.of(data));
  const doc = docComment(`What the types of a \`${job.name}\` handler are made of.`);
  return `${doc}export interface ${job.pascalName}Types {
  readonly input: ${inputs}[${quote(job.name)}];
  readonly result: ${types.of(job.result)};
  readonly events: ${events.length === 0 ? 'Readonly<Record<never, never>>' : `{\n${events.join('')}  }`};
${member('readonly inputs', told.length > 0 ? told : ['never'], '  ')}  readonly checkpoint: ${job.checkpoint === undefined ? 'never' : types.of(job.checkpoint)};
}
`;
}

function definition(job: JobType, imports: ModuleImports): string {
  const define = imports.value('defineJob', './job.js');
  const specs = imports.value('jobTypes', '../contract/job-types.js');
  const validators = imports.value('jobValidators', '../contract/validators/jobs.js');
  const doc = docComment(`Binds the handler of \`${job.name}\`.\n\n${job.description}`);
  const call = `export const ${variableName(job.name)} = ${define}<${job.pascalName}Types>(`;
  const args = [specs, validators].map((table) => table + memberAccess(job.name));
  return `${doc}${list(call, args, ');', '')}\n`;
}

/** The data of reserved events, which the runtime knows by name. */
function reservedEventsFile(contract: Contract): string {
  const imports = new ModuleImports();
  const types = new SchemaTypes(imports, '../contract');
  const alias = (name: string, event: string): string => {
    const isDeclared = contract.schemas[name] !== undefined;
    const type = isDeclared ? types.named(name) : 'Readonly<Record<string, unknown>>';
    return `${docComment(`The data of \`${event}\`.`)}export type ${name} = ${type};\n`;
  };
  const body = [alias('JobProgressData', 'job.progress'), alias('JobLogData', 'job.log')];
  return `${header(allSources(contract))}\n${imports.print()}${body.join('\n')}`;
}

function handlerStub(job: JobType): string {
  const name = variableName(job.name);
  const event = job.events[0] && `  // yield event${memberAccess(job.events[0].name)}({ … });\n`;
  const inputs = job.inputs.length > 0 ? ' inputs,' : '';
  const doc = docComment(`${job.description}

Written once by \`npm run generate\`; it is yours now. It does not compile until it returns the result that ${job.source} declares.`);
  return `import { ${name} } from '../../generated/worker/jobs.js';

${doc}export default ${name}(async function* ({ input,${inputs} signal, event, progress, log, checkpoint }) {
${event ?? ''}  // return { … };
});
`;
}

function handlersFile(contract: Contract): string {
  const jobs = [...contract.jobTypes].sort((a, b) => (a.name < b.name ? -1 : 1));
  const imports = jobs.map((job) => `import ${variableName(job.name)} from './${job.name}.js';\n`).join('');
  const names = jobs.map((job) => variableName(job.name));
  const open = 'export const handlers: readonly JobDefinition[] = [';
  return `${header(jobsSource(contract))}
import type { JobDefinition } from '../../generated/worker/job.js';
${imports}
${docComment('The handler of every job type.')}${list(open, names, '];', '')}
`;
}

function emptyHandlersFile(contract: Contract): string {
  return `${header(jobsSource(contract))}
${docComment('The handler of every job type: there are none.')}export const handlers: readonly never[] = [];
`;
}
