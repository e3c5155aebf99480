/** Types of a document, by openapi-typescript. */
import type { GlobalContext } from 'openapi-typescript';
import type { Node } from 'typescript';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { isObject } from '../subschemas.js';
import { FURTHER } from './given-document.js';

/** What openapi-typescript is told about defaults: whether a property with one is always there. */
export interface TypesOptions {
  readonly defaultsAreFilledIn: boolean;
}

/**
 * Its transformation alone, by the paths that the package exports. Its entry also bundles and checks the document and
 * loads what does so: two thirds of its time, for a document that is bundled and checked already.
 */
const TRANSFORMATION: string = 'openapi-typescript/dist/transform/index.mjs';
const OPERATIONS: string = 'openapi-typescript/dist/transform/operation-object.mjs';
const PRINTER: string = 'openapi-typescript/dist/lib/ts.mjs';

interface Transformation {
  default(document: unknown, context: GlobalContext): Node[];
}

interface Operations {
  injectOperationObject(
    id: string,
    operation: unknown,
    options: { readonly ctx: GlobalContext; readonly path: string },
  ): void;
}

interface Printer {
  astToString(nodes: Node[]): string;
}

/** The types of a bundled OpenAPI 3.1 document as text. */
export async function printTypes(document: JsonObject, options: TypesOptions): Promise<string> {
  const [{ default: transform }, { injectOperationObject }, { astToString }] = await Promise.all([
    import(TRANSFORMATION) as Promise<Transformation>,
    import(OPERATIONS) as Promise<Operations>,
    import(PRINTER) as Promise<Printer>,
  ]);
  const context = contextOf(document, options);
  const further = document[FURTHER];
  for (const [id, operation] of Object.entries(isObject(further) ? further : {}))
    injectOperationObject(id, operation, { ctx: context, path: `#/${FURTHER}/${id}` });
  return astToString(transform(document, context));
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
