/**
 * contract/types.ts and contract/schemas.ts: openapi-typescript over one document that holds all schemas, those of
 * events and job types too, and a name for each. worker/types.ts is the same for inputs as a handler gets them.
 */
import type { Contract, EmitCache, GeneratedFile, JsonObject, JsonSchema } from '../../model/contract.js';
import { typeName } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { allSources, header, jobsSource } from '../headers.js';
import { withInheritedTags, withMappedTags } from '../mapped-tags.js';
import { reachableSchemas } from '../reachable-schemas.js';
import { refName } from '../schema-refs.js';
import { SchemaViews } from '../schema-views.js';
import { propertyName, quote } from '../typescript-text.js';
import { typesDocument } from './given-document.js';
import { typedSchema } from './given-schemas/index.js';
import { openListCircles } from './given-schemas/list-circles.js';
import { printTypes, type TypesOptions } from './print-types.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

function print(cache: EmitCache, document: JsonObject, options: TypesOptions): Promise<string> {
  return cache.remember('types', [document, options], () => printTypes(document, options));
}

function mapValues(schemas: Schemas, change: (schema: JsonSchema) => JsonSchema): Schemas {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]));
}

/** Variants say their tags by themselves: openapi-typescript takes a schema's name for a tag, or makes `never` of it. */
function tagged(schemas: Schemas): Schemas {
  return withInheritedTags(mapValues(schemas, (schema) => withMappedTags(schema, schemas, TAGS)));
}

const TAGS = { namesAreTags: false };

function descriptionOf(schema: JsonSchema): string {
  return typeof schema === 'object' && typeof schema.description === 'string' ? schema.description : '';
}

/** A name for the type of each schema. */
function schemasFile(contract: Contract, schemas: Schemas, origins: SchemaViews['origins']): string {
  const names = new Set(Object.keys(schemas).map(typeName));
  if (names.size === 0) return `${header(allSources(contract))}\nexport {};\n`;
  const [all, components] = ['Schemas', 'components'].map((wish) => freeName(wish, names));
  const aliases = Object.entries(schemas).map(([name, schema]) => {
    const origin = origins[name] ?? name;
    const doc = origin === name ? descriptionOf(schema) : `${typeName(origin)} as requests have it.`;
    return `${docComment(doc)}export type ${typeName(name)} = ${all}[${quote(name)}];\n`;
  });
  const imported = components === 'components' ? components : `components as ${components}`;
  return `${header(allSources(contract))}
import type { ${imported} } from './types.js';

type ${all} = ${components}['schemas'];

${aliases.join('\n')}`;
}

function freeName(wish: string, taken: ReadonlySet<string>): string {
  return taken.has(wish) ? freeName(`${wish}_`, taken) : wish;
}

/** The input of each job type as its handler sees it: a second view, since what a client may leave out is there. */
async function emitInputTypes(contract: Contract, cache: EmitCache): Promise<readonly GeneratedFile[]> {
  if (contract.jobTypes.length === 0) return [];
  const inline = contract.jobTypes.filter((job) => refName(job.input) === undefined);
  const inputs = Object.fromEntries(inline.map((job) => [`${job.pascalName}Input`, job.input]));
  const roots = contract.jobTypes.map((job) => job.input);
  const all = openListCircles(tagged({ ...reachableSchemas(contract.schemas, roots), ...inputs }));
  const schemas = mapValues(all, (schema) => typedSchema(schema, all)) as JsonObject;
  const document = {
    openapi: '3.1.0',
    info: { title: contract.title, version: contract.version },
    paths: {},
    components: { schemas },
  };
  const entries = contract.jobTypes.map((job) => {
    const name = refName(job.input) ?? `${job.pascalName}Input`;
    return `  readonly ${propertyName(job.name)}: components['schemas'][${quote(name)}];\n`;
  });
  const content = `${header(jobsSource(contract))}
${docComment('Inputs as handlers get them: validated, with the defaults filled in.')}export interface JobInputs {
${entries.join('')}}

${await print(cache, document, { defaultsAreFilledIn: true })}`;
  return [{ path: 'worker/types.ts', content, ownership: 'generated' }];
}

/** The document that types are made of, and the schemas in it. */
interface WholeDocument {
  readonly document: JsonObject;
  /** All of the contract; as requests have them, only those that requests lead to. */
  readonly schemas: Schemas;
}

/** The OpenAPI document with every schema of the contract in it, as requests and as responses have it. */
function wholeDocument(contract: Contract, views: SchemaViews): WholeDocument {
  const typed = (schema: JsonSchema) => typedSchema(schema, views.schemas);
  const document = typesDocument(contract.documents.openapi, (schema, direction) =>
    typed(views[direction](withMappedTags(schema, views.schemas, TAGS))),
  );
  const items = itemsOfRequests(contract).map((schema) => views.request(schema));
  const used = reachableSchemas(views.schemas, [document, ...items]);
  const needed = Object.entries(views.schemas).filter(
    ([name]) => views.origins[name] === name || Object.hasOwn(used, name),
  );
  const schemas = Object.fromEntries(needed);
  const components = {
    schemas: mapValues(schemas, typed) as JsonObject,
    ...(document.components as JsonObject),
  };
  return { document: { ...document, components }, schemas };
}

/** The items of what clients send as a sequence of them, which the document that types are made of has not. */
function itemsOfRequests({ operations, outgoing }: Contract): readonly JsonSchema[] {
  const content = [
    ...operations.flatMap(({ requestBody }) => requestBody?.content ?? []),
    ...outgoing.flatMap(({ operation }) => operation.responses.flatMap((response) => response.content)),
  ];
  return content.map(({ itemSchema }) => itemSchema).filter((schema) => schema !== undefined);
}

/** Emits the types of everything that has a schema. */
export async function emitTypes(contract: Contract, cache: EmitCache): Promise<readonly GeneratedFile[]> {
  const views = new SchemaViews(openListCircles(tagged(contract.schemas)), { writeOnly: 'removed' });
  const { document, schemas } = wholeDocument(contract, views);
  const types = await print(cache, document, { defaultsAreFilledIn: false });
  return [
    {
      path: 'contract/types.ts',
      content: `${header(allSources(contract))}\n${types}`,
      ownership: 'generated',
    },
    {
      path: 'contract/schemas.ts',
      content: schemasFile(contract, schemas, views.origins),
      ownership: 'generated',
    },
    ...(await emitInputTypes(contract, cache)),
  ];
}
