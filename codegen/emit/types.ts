/**
 * contract/types.ts and contract/schemas.ts: openapi-typescript over one document that holds all schemas, those of
 * events and job types too, and a name for each. worker/types.ts is the same for inputs as a handler gets them.
 */
import type { Contract, GeneratedFile, JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import {
  docComment,
  header,
  openapiSource,
  pascalCase,
  propertyName,
  quote,
  refName,
} from './typescript-text.js';

/** What openapi-typescript is told about defaults: whether a property with one is always there. */
interface TypesOptions {
  readonly defaultsAreFilledIn: boolean;
}

async function printTypes(document: JsonObject, options: TypesOptions): Promise<string> {
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  const nodes = await openapiTS(document as never, {
    defaultNonNullable: options.defaultsAreFilledIn,
    immutable: true,
    silent: true,
  });
  return astToString(nodes);
}

/** A document for openapi-typescript: it errs on discriminators (variants narrow by `const` without), so they go. */
function forTypes(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(forTypes);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, child]) => !(key === 'discriminator' && isObject(child)),
  );
  return Object.fromEntries(entries.map(([key, child]) => [key, forTypes(child)]));
}

function isObject(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}

function descriptionOf(schema: JsonSchema): string {
  return typeof schema === 'object' && typeof schema['description'] === 'string' ? schema['description'] : '';
}

function aliases(contract: Contract): string {
  return Object.entries(contract.schemas)
    .map(
      ([name, schema]) =>
        `${docComment(descriptionOf(schema))}export type ${name} = Schemas[${quote(name)}];\n`,
    )
    .join('\n');
}

/** Named schemas that a schema leads to, itself included. */
function reachable(contract: Contract, roots: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    visit(contract.schemas[name] as JsonValue);
  };
  const visit = (value: JsonValue | undefined): void => {
    if (typeof value !== 'object' || value === null) return;
    const name = Array.isArray(value) ? undefined : refName(value as JsonObject);
    if (name !== undefined) add(name);
    else for (const child of Object.values(value)) visit(child);
  };
  for (const root of roots) add(root);
  return Object.keys(contract.schemas).filter((name) => found.has(name));
}

async function emitInputTypes(contract: Contract): Promise<readonly GeneratedFile[]> {
  if (contract.jobTypes.length === 0) return [];
  const roots = contract.jobTypes.map((job) => refName(job.input) ?? `${job.pascalName}Input`);
  const names = reachable(contract, roots);
  const schemas = Object.fromEntries(names.map((name) => [name, contract.schemas[name] as JsonValue]));
  const document = forTypes({
    openapi: '3.1.0',
    info: { title: contract.title, version: contract.version },
    paths: {},
    components: { schemas },
  }) as JsonObject;
  const entries = contract.jobTypes.map(
    (job, index) =>
      `  readonly ${propertyName(job.name)}: components['schemas'][${quote(roots[index] ?? '')}];\n`,
  );
  const content = [
    header('the inputs of specs/jobs'),
    `${docComment('Inputs as handlers get them: validated, with the defaults filled in.')}export interface JobInputs {\n${entries.join('')}}\n`,
    await printTypes(document, { defaultsAreFilledIn: true }),
  ].join('\n');
  return [{ path: 'worker/types.ts', content, ownership: 'generated' }];
}

/** Emits the types of everything that has a schema. */
export async function emitTypes(contract: Contract): Promise<readonly GeneratedFile[]> {
  const { openapi } = contract.documents;
  const components = {
    ...(openapi['components'] as JsonObject | undefined),
    schemas: contract.schemas as JsonObject,
  };
  const document = forTypes({ ...openapi, components }) as JsonObject;
  const types = await printTypes(document, { defaultsAreFilledIn: false });
  const names = `import type { components } from './types.js';\n\ntype Schemas = components['schemas'];\n`;
  return [
    {
      path: 'contract/types.ts',
      content: `${header(`${openapiSource(contract)} and the specs beside it`)}\n${types}`,
      ownership: 'generated',
    },
    {
      path: 'contract/schemas.ts',
      content: [header('the schemas of all specs'), names, aliases(contract)].join('\n'),
      ownership: 'generated',
    },
    ...(await emitInputTypes(contract)),
  ];
}

/** `TextGenerate` + `token` → `TextGenerateTokenData`, where the event's data has no name of its own. */
export function eventDataName(jobPascalName: string, event: string): string {
  return `${jobPascalName}${pascalCase(event)}Data`;
}
