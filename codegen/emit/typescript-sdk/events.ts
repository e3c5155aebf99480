/** sdk/typescript/events.ts: the events of jobs, and the schemas that have a variant per job type. */
import type { Contract } from '../../model/contract.js';
import { typeName } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { allSources, header } from '../headers.js';
import { ModuleImports } from '../module-imports.js';
import { SchemaTypes } from '../schema-types.js';
import { list, member, propertyName, quote, union } from '../typescript-text.js';
import { hasInputs, JOB_ID, type JobCreation, jobCreation, perJobTypeSchemas } from './job-api.js';

/** Prints the module. */
export function eventsFile(contract: Contract): string {
  const imports = new ModuleImports();
  const body = new EventsPrinter(contract, imports).declarations().join('\n');
  return `${header(allSources(contract))}\n${imports.print()}${body}`;
}

class EventsPrinter {
  readonly #contract: Contract;
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;

  constructor(contract: Contract, imports: ModuleImports) {
    this.#contract = contract;
    this.#imports = imports;
    this.#types = new SchemaTypes(imports, '../../contract');
  }

  declarations(): readonly string[] {
    const { operations } = this.#contract;
    const creation = operations.map((operation) => jobCreation(this.#contract, operation)).find(Boolean);
    return [
      this.#reserved(),
      this.#ownEvents(),
      ...(hasInputs(this.#contract) ? [this.#inputs()] : []),
      this.#jobEvent(),
      this.#reference(),
      ...perJobTypeSchemas(this.#contract).map((name) => this.#byType(name)),
      ...(creation === undefined ? [] : [this.#created(creation)]),
      this.#reading(),
    ];
  }

  #jobTypeName(): string {
    return this.#imports.type('JobTypeName', '../../contract/job-types.js');
  }

  #reserved(): string {
    const reserved = this.#contract.messages.filter(
      ({ jobType, role }) => role === 'event' && jobType === undefined,
    );
    const types = reserved.map(({ payload }) => this.#types.of(payload));
    return `${docComment('Events that every job may have.')}export type ReservedEvent =${union(types.map((type) => () => type))};\n`;
  }

  #ownEvents(): string {
    const lines = this.#contract.jobTypes.map((job) => {
      const own = this.#contract.messages.filter(
        ({ jobType, role }) => role === 'event' && jobType === job.name,
      );
      const types = own.map(({ payload }) => this.#types.of(payload));
      return `  readonly ${propertyName(job.name)}: ${types.join(' | ') || 'never'};\n`;
    });
    return `${docComment("Events of each job type's own.")}export interface JobTypeEvents {\n${lines.join('')}}\n`;
  }

  #inputs(): string {
    const lines = this.#contract.jobTypes
      .filter(({ inputs }) => inputs.length > 0)
      .map((job) => {
        const types = job.inputs.map(({ data }) => this.#types.of(data));
        return member(`readonly ${propertyName(job.name)}`, types, '  ');
      });
    const doc = docComment('What jobs can be told while they run, by job type.');
    return `${doc}export interface JobTypeInputs {\n${lines.join('')}}

${docComment('A job type whose jobs can be told something while they run.')}export type InteractiveJobType = keyof JobTypeInputs;
`;
  }

  #jobEvent(): string {
    const unknown = this.#imports.type('UnknownEvent', './unknown-event.js');
    const name = this.#jobTypeName();
    return `${docComment('Whatever a job of the type may say.')}export type JobEvent<T extends ${name} = ${name}> = ReservedEvent | JobTypeEvents[T] | ${unknown};
`;
  }

  #reference(): string {
    return `${docComment('A job, known by its id and its type.')}export interface JobReference<T extends ${this.#jobTypeName()} = ${this.#jobTypeName()}> {
  readonly ${JOB_ID}: string;
  readonly type: T;
}
`;
  }

  #byType(name: string): string {
    const lines = this.#contract.jobTypes.map(
      (job) => `  readonly ${propertyName(job.name)}: ${this.#types.named(`${job.pascalName}${name}`)};\n`,
    );
    return `${docComment(`\`${name}\` of each job type.`)}export interface ${typeName(name)}ByType {\n${lines.join('')}}\n`;
  }

  #created({ job, finished }: JobCreation): string {
    const base = this.#types.named(job);
    const result =
      finished === undefined ? '' : ` &\n  Partial<Omit<${typeName(finished)}ByType[T], keyof ${base}>>`;
    const doc = docComment('A job as it was created, with its result if that was waited for.');
    return `${doc}export type CreatedJob<T extends ${this.#jobTypeName()}> = ${base} &\n  JobReference<T>${result};\n`;
  }

  #reading(): string {
    const read = this.#imports.value('readJobEvents', './job-stream.js');
    const events = this.#contract.messages.filter(({ role }) => role === 'event');
    const types = [...new Set(events.map(({ eventType }) => eventType))];
    const known = list('const KNOWN: ReadonlySet<string> = new Set([', types.map(quote), ']);', '');
    return `${known}

${docComment("How a job's stream is read.")}export function jobEvents<T extends ${this.#jobTypeName()}>() {
  return ${read}<JobEvent<T>>(KNOWN);
}
`;
  }
}
