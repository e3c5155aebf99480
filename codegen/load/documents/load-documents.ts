/** Documents as they were found, as one OpenAPI 3.1 document that needs no other file. */
import { type Diagnostic, sortDiagnostics } from '../../diagnostics.js';
import type { JsonObject, JsonSchema } from '../../model/contract.js';
import { asObject, asString, isObject } from '../json.js';
import { diagnosticAt, type SourceFile } from '../source.js';
import type { DocumentSet } from './document-set.js';
import { openCircles } from './endless-schemas.js';
import { type Dialect, Lowering } from './lowering.js';
import { OpenapiLowering } from './openapi-lowering.js';
import { nameOperations } from './operation-ids.js';

/** A document, lowered. */
export interface LoweredDocument {
  /** OpenAPI 3.1, without its named schemas. */
  readonly openapi: JsonObject;
  readonly schemas: { readonly [name: string]: JsonSchema };
  /** The files, in the order in which they were read. */
  readonly sources: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Lowers what was read. It is total: whatever is wrong is told, and left out. */
export function lowerDocuments(set: DocumentSet): LoweredDocument {
  const sources = [...set.files.values()].map(({ path }) => path);
  const diagnostics: Diagnostic[] = [];
  const documents = set.entries.flatMap((file) => {
    const dialect = dialectOf(file, diagnostics);
    return dialect === undefined ? [] : [{ file, dialect }];
  });
  const [first, second] = documents;
  if (second !== undefined) diagnostics.push(secondDocument(second.file));
  if (first === undefined) return { openapi: {}, schemas: {}, sources, diagnostics };
  const lowering = new Lowering(set, first.file, first.dialect);
  const openapi = new OpenapiLowering(lowering).document();
  nameOperations(openapi, lowering);
  const named = lowering.names.assign();
  for (const { name, wish, origin } of named) {
    if (name === wish) continue;
    const message = `another schema is called \`${wish}\` too, as far as code can tell: this one is \`${name}\``;
    lowering.tell(origin, { code: 'name-collision', message, on: 'key' });
  }
  openCircles(named, lowering);
  const schemas = Object.fromEntries(named.map(({ name, schema }) => [name, schema]));
  return {
    openapi,
    schemas,
    sources,
    diagnostics: sortDiagnostics([...diagnostics, ...lowering.diagnostics]),
  };
}

const VERSIONS: readonly (readonly [RegExp, Dialect])[] = [
  [/^3\.0(\.|$)/, 'openapi-3.0'],
  [/^3\.1(\.|$)/, 'openapi-3.1'],
  [/^3\.2(\.|$)/, 'openapi-3.2'],
];

function dialectOf(file: SourceFile, diagnostics: Diagnostic[]): Dialect | undefined {
  const root = asObject(file.value);
  // `openapi: 3.1` is a number to YAML.
  const version = typeof root.openapi === 'number' ? root.openapi.toFixed(1) : asString(root.openapi);
  const dialect = VERSIONS.find(([pattern]) => version !== undefined && pattern.test(version))?.[1];
  if (dialect !== undefined) return dialect;
  const refuse = (message: string, hint: string, pointer = ''): undefined => {
    diagnostics.push(diagnosticAt({ file, pointer }, 'structure', message, { hint }));
  };
  if (version !== undefined)
    return refuse(`OpenAPI ${version} is not read`, 'Use 3.0, 3.1 or 3.2.', '/openapi');
  if (root.swagger !== undefined)
    return refuse('Swagger 2.0 is not read', 'Convert it to OpenAPI 3 first.', '/swagger');
  const what = isObject(file.value) ? 'there is no `openapi` in this document' : 'this is no document';
  return refuse(what, 'An OpenAPI document begins with `openapi: 3.1.0`.');
}

function secondDocument(file: SourceFile): Diagnostic {
  const message = 'there is one OpenAPI document already';
  const hint = 'Generate each into a folder of its own.';
  return diagnosticAt({ file, pointer: '/openapi' }, 'structure', message, { hint });
}
