/** Types of a document, by openapi-typescript. */
import { createRequire } from 'node:module';
import type { GlobalContext } from 'openapi-typescript';
import type { Node } from 'typescript';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { isObject } from '../subschemas.js';
import { FURTHER } from './given-document.js';

/** What openapi-typescript is told about defaults: whether a property with one is always there. */
export interface TypesOptions {
  readonly defaultsAreFilledIn: boolean;
}

/** The types of a bundled OpenAPI 3.1 document as text. */
export async function printTypes(document: JsonObject, options: TypesOptions): Promise<string> {
  const { transform, injectOperation, print } = await loadLibrary();
  const context = contextOf(document, options);
  const further = document[FURTHER];
  for (const [id, operation] of Object.entries(isObject(further) ? further : {}))
    injectOperation(id, operation, { ctx: context, path: `#/${FURTHER}/${id}` });
  return print(transform(document, context));
}

/** What is used of openapi-typescript. */
interface Library {
  transform(document: unknown, context: GlobalContext): Node[];
  injectOperation(
    id: string,
    operation: unknown,
    options: { readonly ctx: GlobalContext; readonly path: string },
  ): void;
  print(nodes: Node[]): string;
}

const TRANSFORMATION = 'openapi-typescript/dist/transform/index';
const OPERATIONS = 'openapi-typescript/dist/transform/operation-object';
const PRINTER = 'openapi-typescript/dist/lib/ts';

/**
 * Its transformation alone, by the paths that the package exports. Its entry also bundles and checks the document and
 * loads what does so: two thirds of its time, for a document that is bundled and checked already.
 *
 * As CommonJS, where Node can: to import TypeScript, Node goes through its nine megabytes twice more for what it exports,
 * which takes longer than to load it.
 */
async function loadLibrary(): Promise<Library> {
  try {
    const require = createRequire(import.meta.url);
    const { injectOperationObject } = require(`${OPERATIONS}.cjs`) as Operations;
    const { astToString } = require(`${PRINTER}.cjs`) as Printer;
    const transform = require(`${TRANSFORMATION}.cjs`) as Library['transform'];
    return { transform, injectOperation: injectOperationObject, print: astToString };
  } catch (error) {
    // Some of what it needs are ES modules only.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ESM') throw error;
  }
  const [{ default: transform }, { injectOperationObject }, { astToString }] = await Promise.all([
    import(`${TRANSFORMATION}.mjs`) as Promise<{ default: Library['transform'] }>,
    import(`${OPERATIONS}.mjs`) as Promise<Operations>,
    import(`${PRINTER}.mjs`) as Promise<Printer>,
  ]);
  return { transform, injectOperation: injectOperationObject, print: astToString };
}

interface Operations {
  injectOperationObject: Library['injectOperation'];
}

interface Printer {
  astToString: Library['print'];
}

function contextOf(document: JsonObject, options: TypesOptions): GlobalContext {
  const context: Omit<GlobalContext, 'redoc'> = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    defaultNonNullable: options.defaultsAreFilledIn,
    discriminators: { objects: {}, refsHandled: [] },
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: true,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    resolve: <T>(ref: string) => resolve(document, ref) as T | undefined,
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: undefined,
    transformProperty: undefined,
  };
  // Only its entry reads the configuration of what bundles.
  return context as GlobalContext;
}

/** What a reference within the document leads to, over any number of steps. */
function resolve(document: JsonObject, ref: string, steps = 0): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const token of ref.split('/').slice(1)) {
    const key = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
    value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  const next = isObject(value) ? value.$ref : undefined;
  return typeof next === 'string' && steps < MAX_STEPS ? resolve(document, next, steps + 1) : value;
}

const MAX_STEPS = 32;
