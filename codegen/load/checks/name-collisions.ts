/** Names that the specs keep apart and code does not: every name that is derived from one in the specs, and those that code has already. */
import type { Diagnostic } from '../../diagnostics.js';
import type { BuiltContract } from '../../model/build-contract.js';
import { camelCase, ownTypeName, pascalCase, RESERVED, variableName } from '../../model/names.js';
import { asObject, asString, isArray, own } from '../json.js';
import type { Project } from '../project.js';
import { diagnosticAt, type Origin, placeName } from '../source.js';
import { duplicates } from './duplicates.js';
import { at, type LocatedOperation, listOperations } from './openapi-operations.js';

/** A name as the specs have it, and what code makes of it. */
interface DerivedName {
  readonly written: string;
  readonly name: string;
  readonly origin: Origin;
  readonly on?: 'key';
}

/** Why a name cannot be used in code, and what to do; undefined if it can. */
type Refuse = (derived: DerivedName) => { readonly message: string; readonly hint: string } | undefined;

/** Types that TypeScript has without a declaration: no type of a module can be called so. */
const BUILT_IN_TYPES = 'any bigint boolean never number object string symbol undefined unknown void'.split(
  ' ',
);
/** What `contract/schemas.ts` calls things itself. */
const SCHEMA_MODULE = ['components', 'Schemas'];
/** What `worker/jobs.ts` and `worker/handlers/index.ts` call things themselves. */
const JOB_MODULES = ['schemas', 'jobTypes', 'jobValidators', 'defineJob', 'handlers'];
/** Of these operations, `ServerResponse`, `CallOptions` and `ClientOptions` would be types of their own. */
const OPERATION_MODULES = ['Server', 'Call', 'Client'];
/** Of this group, `SpecwireClient` would be the class. */
const CLIENT_CLASS = 'Specwire';

/** Checks the names of operations, tags, groups, methods, schemas, messages, webhooks and job types. */
export function checkNames(project: Project, built: BuiltContract): readonly Diagnostic[] {
  const operations = project.openapi ? listOperations(project.openapi) : [];
  const tags = tagsOf(operations);
  const groups = groupsOf(operations);
  const groupFields = groups.map((group) => ({ ...group, name: camelCase(group.written) }));
  return [
    ...checkSpace(operationIds(operations), taken(OPERATION_MODULES)),
    ...checkSpace(tags, nothing),
    ...checkSpace(groups, taken([CLIENT_CLASS])),
    ...checkSpace(groupFields, taken(['constructor'])),
    ...methods(operations),
    ...checkSpace(schemas(built), refuseType),
    ...checkSpace(messages(project), nothing),
    ...checkSpace(webhooks(project), refuseWebhook),
    // Two that are one in code are told with the other rules of such names.
    ...refusals(jobTypes(project), refuseJobType),
  ];
}

/** Names of one space: each must be possible, and differ from the others. */
function checkSpace(names: readonly DerivedName[], refuse: Refuse): readonly Diagnostic[] {
  return [...refusals(names, refuse), ...collisions(names)];
}

function refusals(names: readonly DerivedName[], refuse: Refuse): readonly Diagnostic[] {
  return names.flatMap((derived) => {
    const complaint = derived.name === '' ? nameless(derived) : refuse(derived);
    return complaint ? [report(derived, complaint.message, complaint.hint)] : [];
  });
}

function collisions(names: readonly DerivedName[]): Iterable<Diagnostic> {
  // The same name twice is one thing, or told as a duplicate.
  const distinct = names.filter(
    ({ written }, index) => names.findIndex((other) => other.written === written) === index,
  );
  return duplicates(
    distinct,
    ({ name }) => (name === '' ? undefined : name),
    (derived, first) => {
      const message = `\`${derived.written}\` and \`${first.written}\`, at ${placeName(first.origin)}, get the same names in code`;
      return report(derived, message, 'Rename one of the two.');
    },
  );
}

function report({ origin, on }: DerivedName, message: string, hint: string): Diagnostic {
  return diagnosticAt(origin, 'name-collision', message, { ...(on && { on }), hint });
}

function nameless({ written }: DerivedName) {
  const message = `no name in code can be made of \`${written}\``;
  return { message, hint: 'Names in code are made of the letters A to Z and digits: use some.' };
}

const nothing: Refuse = () => undefined;

function taken(names: readonly string[]): Refuse {
  return ({ written, name }) =>
    names.includes(name)
      ? { message: `\`${written}\` gets a name that generated code has already`, hint: 'Rename it.' }
      : undefined;
}

function refuseType({ written, name }: DerivedName) {
  const rename = `Rename it: \`${pascalCase(written)}Data\`, for instance.`;
  if (RESERVED.has(name) || BUILT_IN_TYPES.includes(name)) {
    return { message: `\`${written}\` cannot be the name of a type in code`, hint: rename };
  }
  if (!SCHEMA_MODULE.includes(name)) return undefined;
  return { message: `\`${written}\` is a name that generated code has already`, hint: rename };
}

function refuseJobType({ written, name }: DerivedName) {
  const hint = 'Give the job type another name: `report.make`, for instance.';
  const suffix = /\.(d|test|spec)$/.exec(written)?.[1];
  if (suffix !== undefined) {
    const kind = suffix === 'd' ? 'types only' : 'a test';
    return { message: `the handler's file, \`${written}.ts\`, would be taken for ${kind}`, hint };
  }
  if (written === 'index') {
    return { message: "the handler's file, `index.ts`, is that of the table of all handlers", hint };
  }
  if (written === 'constructor') {
    return { message: '`constructor` is what every object of JavaScript has already', hint };
  }
  if (!JOB_MODULES.includes(name)) return undefined;
  return { message: `\`${written}\` becomes \`${name}\`, a name that generated code has already`, hint };
}

function refuseWebhook({ written }: DerivedName) {
  if (!Reflect.has(Object.prototype, written)) return undefined;
  const hint = 'Give the webhook another name: `report.made`, for instance.';
  return { message: `\`${written}\` is what every object of JavaScript has already`, hint };
}

function operationIds(operations: readonly LocatedOperation[]): readonly DerivedName[] {
  return operations.flatMap(({ value, origin }) => {
    const written = asString(value.operationId);
    return written === undefined
      ? []
      : [{ written, name: pascalCase(written), origin: at(origin, 'operationId') }];
  });
}

function tagsOf(operations: readonly LocatedOperation[]): readonly DerivedName[] {
  return operations.flatMap(({ value, origin }) => {
    const written = firstTag(value);
    return written === undefined
      ? []
      : [{ written, name: pascalCase(written), origin: at(origin, 'tags', 0) }];
  });
}

function groupsOf(operations: readonly LocatedOperation[]): readonly DerivedName[] {
  return operations.flatMap(({ value, origin }) => {
    const group = asString(value['x-sdk-group']);
    const written = group ?? firstTag(value);
    if (written === undefined) return [];
    const place = group === undefined ? at(origin, 'tags', 0) : at(origin, 'x-sdk-group');
    return [{ written, name: pascalCase(written), origin: place }];
  });
}

function firstTag(operation: LocatedOperation['value']): string | undefined {
  return asString(isArray(operation.tags) ? operation.tags[0] : undefined);
}

/** A method of the client, and the operation that it calls. */
interface Method {
  readonly group: string;
  readonly name: string;
  readonly operation: LocatedOperation;
  readonly origin: Origin;
}

/** The client has one method of a name in each group. */
function* methods(operations: readonly LocatedOperation[]): Iterable<Diagnostic> {
  const all = operations.flatMap(methodsOf);
  for (const { name, origin } of all) {
    if (name !== 'constructor') continue;
    const message = '`constructor` cannot be the name of a method';
    yield diagnosticAt(origin, 'name-collision', message, { hint: 'Give it another `x-sdk-method`.' });
  }
  yield* duplicates(
    // Operations with one operationId are told as such.
    all.filter(({ operation, name }, index) => {
      const id = operation.value.operationId;
      return (
        all.findIndex((other) => other.name === name && other.operation.value.operationId === id) === index
      );
    }),
    ({ group, name }) => `${group}.${name}`,
    ({ origin }, { operation: { method, path } }, key) => {
      const message = `\`${key}\` is already the client's method for ${method.toUpperCase()} ${path}`;
      return diagnosticAt(origin, 'name-collision', message, {
        hint: 'Give one of the two another `x-sdk-method`.',
      });
    },
  );
}

/** One that answers with JSON or with a stream, as the request asks, is two methods. */
function methodsOf(operation: LocatedOperation): readonly Method[] {
  const { value, origin } = operation;
  const own = asString(value['x-sdk-method']);
  const name = own ?? asString(value.operationId);
  if (name === undefined) return [];
  const method = {
    group: asString(value['x-sdk-group']) ?? firstTag(value) ?? 'default',
    name,
    operation,
    origin: at(origin, own === undefined ? 'operationId' : 'x-sdk-method'),
  };
  const types = Object.values(asObject(value.responses)).flatMap((response) =>
    Object.keys(asObject(asObject(response).content)),
  );
  const isBoth = types.includes('text/event-stream') && types.includes('application/json');
  return isBoth ? [method, { ...method, name: `${name}Stream` }] : [method];
}

function schemas({ bundler, contract }: BuiltContract): readonly DerivedName[] {
  const named = new Map(bundler.schemas().map(({ name, origin }) => [name, origin]));
  return Object.entries(contract.schemas).flatMap(([written, schema]) => {
    const variant = typeof schema === 'object' ? bundler.origins.get(schema) : undefined;
    const origin = named.get(written) ?? variant;
    // What no component can be called is told by the grammar.
    const isTold = !/^[\w.-]+$/.test(written) && origin?.pointer.startsWith('/components/');
    return origin === undefined || isTold ? [] : [{ written, name: ownTypeName(written), origin, on: 'key' }];
  });
}

function messages({ asyncapi }: Project): readonly DerivedName[] {
  if (!asyncapi) return [];
  const channels = Object.entries(asObject(asObject(asyncapi.value).channels));
  return channels.flatMap(([channel, value]) =>
    Object.keys(asObject(own(asObject(value), 'messages'))).map((written): DerivedName => {
      const origin = at({ file: asyncapi, pointer: '/channels' }, channel, 'messages', written);
      return { written, name: ownTypeName(written), origin, on: 'key' };
    }),
  );
}

function webhooks({ openapi }: Project): readonly DerivedName[] {
  if (!openapi) return [];
  return Object.keys(asObject(asObject(openapi.value).webhooks)).map((written): DerivedName => {
    const origin = at({ file: openapi, pointer: '/webhooks' }, written);
    return { written, name: pascalCase(written), origin, on: 'key' };
  });
}

function jobTypes({ jobs }: Project): readonly DerivedName[] {
  return jobs.flatMap((file) => {
    const written = asString(asObject(asObject(file.value).info).title);
    if (written === undefined) return [];
    return [{ written, name: variableName(written), origin: { file, pointer: '/info/title' } }];
  });
}
