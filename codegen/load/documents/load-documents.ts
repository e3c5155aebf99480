/** Documents as they were found, in one dialect, and in need of no other file. */
import { type Diagnostic, sortDiagnostics } from '../../diagnostics.js';
import type { JsonObject, JsonSchema } from '../../model/contract.js';
import { asObject, asString, isObject } from '../json.js';
import { diagnosticAt, type Origin, type SourceFile } from '../source.js';
import { AsyncapiLowering, type LoweredChannels } from './asyncapi-lowering.js';
import type { DocumentSet } from './document-set.js';
import { openCircles } from './endless-schemas.js';
import { fitDefaults } from './fitting-defaults.js';
import { type Dialect, type DialectFile, Lowering } from './lowering.js';
import { OpenapiLowering } from './openapi-lowering.js';
import { nameOperations } from './operation-ids.js';
import { tellOfPaths } from './path-remarks.js';
import { type NamedPlace, SchemaNames } from './schema-names.js';
import { collisionText } from './unique-names.js';

/** Documents, lowered. */
export interface LoweredDocument {
  /** OpenAPI 3.1, without its named schemas; of an AsyncAPI document alone, one without paths. */
  readonly openapi: JsonObject;
  /** What an AsyncAPI document says, if there is one. */
  readonly channels?: LoweredChannels;
  readonly schemas: { readonly [name: string]: JsonSchema };
  /** The files, in the order in which they were read. */
  readonly sources: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** A warning of a schema of these, the very object, at its place; of what stands nowhere, at the document's beginning. */
  warnOf(schema: JsonSchema, message: string): readonly Diagnostic[];
}

/** Lowers what was read. It is total: whatever is wrong is told, and left out. */
export function lowerDocuments(set: DocumentSet): LoweredDocument {
  const sources = [...set.files.values()].map(({ path }) => path);
  const diagnostics: Diagnostic[] = [];
  const documents = set.entries.flatMap((file) => {
    const dialect = dialectOf(file, diagnostics);
    return dialect === undefined ? [] : [{ file, dialect }];
  });
  const [http, events] = [pick('openapi', documents, diagnostics), pick('asyncapi', documents, diagnostics)];
  const names = new SchemaNames([http, events].flatMap((one) => (one === undefined ? [] : [one.file])));
  const lowerings: Lowering[] = [];
  const begin = (document: DialectFile): Lowering => {
    const lowering = new Lowering(set, names, document);
    lowerings.push(lowering);
    return lowering;
  };
  const openapi = http && lowerOpenapi(begin(http));
  const channels = events && new AsyncapiLowering(begin(events)).document();
  const named = names.assign();
  for (const one of lowerings) one.finish();
  const [lowering] = lowerings;
  if (lowering !== undefined) tellOfNames(named, lowering);
  for (const one of lowerings) fitDefaults(named, one);
  return {
    openapi: openapi ?? emptyDocument(channels),
    ...(channels && { channels }),
    schemas: Object.fromEntries(named.map(({ name, schema }) => [name, schema])),
    sources,
    diagnostics: sortDiagnostics([...diagnostics, ...lowerings.flatMap((one) => one.diagnostics)]),
    warnOf: (schema, message) => {
      const origin = originIn(lowerings, schema) ?? (lowering && { file: lowering.main, pointer: '' });
      if (origin === undefined) return [];
      return [diagnosticAt(origin, 'unsupported', message, { severity: 'warning', on: 'key' })];
    },
  };
}

function originIn(lowerings: readonly Lowering[], schema: JsonSchema): Origin | undefined {
  if (typeof schema !== 'object') return undefined;
  for (const { origins } of lowerings) {
    const origin = origins.get(schema);
    if (origin !== undefined) return origin;
  }
  return undefined;
}

function lowerOpenapi(lowering: Lowering): JsonObject {
  const openapi = new OpenapiLowering(lowering).document();
  nameOperations(openapi, lowering);
  tellOfPaths(openapi, lowering);
  return openapi;
}

function emptyDocument(channels: LoweredChannels | undefined): JsonObject {
  const { title = '', version = '' } = channels ?? {};
  return { openapi: '3.1.0', info: { title, version }, paths: {} };
}

function tellOfNames(named: readonly NamedPlace[], lowering: Lowering): void {
  for (const place of named) {
    if (place.name === place.wish) continue;
    const message = collisionText('schema', place);
    lowering.tell(place.origin, { code: 'name-collision', message, on: 'key' });
  }
  openCircles(named, lowering);
}

/** The one document of its kind; a second one is a mistake. */
function pick(
  kind: 'openapi' | 'asyncapi',
  documents: readonly DialectFile[],
  diagnostics: Diagnostic[],
): DialectFile | undefined {
  const [first, second] = documents.filter(({ dialect }) => dialect.startsWith(kind));
  if (second !== undefined) {
    const message = `there is one document of this kind already: ${first?.file.path}`;
    const hint = 'Generate each into a folder of its own.';
    diagnostics.push(
      diagnosticAt({ file: second.file, pointer: `/${kind}` }, 'structure', message, { hint, on: 'key' }),
    );
  }
  return first;
}

const VERSIONS: readonly (readonly [key: string, pattern: RegExp, dialect: Dialect])[] = [
  ['openapi', /^3\.0(\.|$)/, 'openapi-3.0'],
  ['openapi', /^3\.1(\.|$)/, 'openapi-3.1'],
  ['openapi', /^3\.2(\.|$)/, 'openapi-3.2'],
  ['asyncapi', /^2\.\d/, 'asyncapi-2'],
  ['asyncapi', /^3\.\d/, 'asyncapi-3'],
];

function dialectOf(file: SourceFile, diagnostics: Diagnostic[]): Dialect | undefined {
  const root = asObject(file.value);
  const key = root.openapi === undefined && root.asyncapi !== undefined ? 'asyncapi' : 'openapi';
  const written = root[key];
  // `openapi: 3.1` is a number to YAML.
  const version = typeof written === 'number' ? written.toFixed(1) : asString(written);
  const fits = VERSIONS.find(
    ([one, pattern]) => one === key && version !== undefined && pattern.test(version),
  );
  if (fits !== undefined) return fits[2];
  const refuse = (message: string, hint: string, pointer = ''): undefined => {
    diagnostics.push(diagnosticAt({ file, pointer }, 'structure', message, { hint }));
  };
  if (version !== undefined && key === 'asyncapi')
    return refuse(`AsyncAPI ${version} is not read`, 'Use 2.x or 3.x.', '/asyncapi');
  if (version !== undefined)
    return refuse(`OpenAPI ${version} is not read`, 'Use 3.0, 3.1 or 3.2.', '/openapi');
  if (root.swagger !== undefined)
    return refuse('Swagger 2.0 is not read', 'Convert it to OpenAPI 3 first.', '/swagger');
  const what = isObject(file.value) ? 'there is no `openapi` in this document' : 'this is no document';
  return refuse(what, 'A document begins with `openapi: 3.1.0` or `asyncapi: 3.0.0`.');
}
