/** Finds every example with the schema that it belongs to. */
import type { BuiltContract } from '../../model/build-contract.js';
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import {
  asList,
  asObject,
  asString,
  childPointer,
  isArray,
  isObject,
  own,
  pointerSegments,
  valueAt,
} from '../json.js';
import type { Origin } from '../source.js';
import { visitNode } from '../walk.js';
import type { Structure } from './structure.js';

/** A value that must meet a schema. */
export interface Example {
  readonly schema: JsonSchema;
  /** Tells examples apart that several schemas share. */
  readonly schemaKey?: string;
  readonly value: JsonValue;
  readonly origin: Origin;
  /** `the example`, `the default`. */
  readonly what: string;
  /** The value was read out of text: there are no places in it. */
  readonly opaque?: true;
}

const EXAMPLE = 'the example';

/** What an object has under one of these is what its examples are held against. */
const HOLDERS = ['schema', 'itemSchema', 'x-itemSchema'];

/** All examples and defaults of a project. */
export function listExamples(built: BuiltContract, structure: Structure): readonly Example[] {
  return [
    ...schemaExamples(built),
    ...httpExamples(built),
    ...messageExamples(built, structure),
    ...jobExamples(built, structure),
    // Anything else in place of a schema is reported as such.
  ].filter(({ schema }) => isObject(schema) || typeof schema === 'boolean');
}

function* schemaExamples({ contract, bundler }: BuiltContract): Iterable<Example> {
  const found: Example[] = [];
  for (const [name, schema] of Object.entries(contract.schemas)) {
    visitNode(
      'schemas',
      schema as JsonValue,
      childPointer('/components/schemas', name),
      'schema',
      (node, pointer, position) => {
        const origin = isObject(node) && position === 'schema' ? bundler.origins.get(node) : undefined;
        if (!origin || !isObject(node)) return;
        found.push(...ownExamples(node, { $ref: `#${encodePointer(pointer)}` }, origin));
      },
    );
  }
  yield* found;
}

/** The examples and the default that a schema itself has. */
function* ownExamples(node: JsonObject, schema: JsonSchema, origin: Origin): Iterable<Example> {
  const at = (...keys: readonly (string | number)[]): Origin => ({
    file: origin.file,
    pointer: keys.reduce<string>(childPointer, origin.pointer),
  });
  for (const [index, value] of asList(node.examples).entries()) {
    yield { schema, value, origin: at('examples', index), what: EXAMPLE };
  }
  const example = own(node, 'example');
  if (example !== undefined) yield { schema, value: example, origin: at('example'), what: EXAMPLE };
  const fallback = own(node, 'default');
  if (fallback !== undefined) yield { schema, value: fallback, origin: at('default'), what: 'the default' };
}

/** Examples of media types, parameters and headers, and the schemas that stand inline there. */
function* httpExamples({ contract, bundler }: BuiltContract): Iterable<Example> {
  const document = contract.documents.openapi;
  const { components, ...rest } = document;
  const { schemas: _, ...others } = asObject(components);
  const found: Example[] = [];
  visitNode('openapi', { ...rest, components: others }, '', 'object', (node, _pointer, position) => {
    const origin = isObject(node) ? bundler.origins.get(node) : undefined;
    if (!origin || !isObject(node)) return;
    if (position === 'schema') found.push(...ownExamples(node, node, origin));
    else if (position === 'object' && HOLDERS.some((key) => own(node, key) !== undefined))
      found.push(...holderExamples(node, origin));
  });
  yield* found;

  function* holderExamples(holder: JsonObject, origin: Origin): Iterable<Example> {
    const schema = own(holder, 'schema') as JsonSchema | undefined;
    const schemaKey = JSON.stringify(schema);
    const example = own(holder, 'example');
    const values: { readonly value: JsonValue; readonly origin: Origin }[] = [];
    if (example !== undefined)
      values.push({ value: example, origin: { ...origin, pointer: `${origin.pointer}/example` } });
    for (const named of Object.values(asObject(holder.examples))) {
      const resolved = resolveLocal(document, named);
      const place = bundler.origins.get(resolved) ?? namedOrigin(origin, holder, named);
      const value = own(resolved, 'value');
      if (value !== undefined)
        values.push({ value, origin: { ...place, pointer: `${place.pointer}/value` } });
    }
    const item = (own(holder, 'x-itemSchema') ?? own(holder, 'itemSchema')) as JsonSchema | undefined;
    for (const { value, origin: place } of values) {
      if (schema !== undefined) yield { schema, schemaKey, value, origin: place, what: EXAMPLE };
      if (item !== undefined) yield* itemExamples(item, value, place);
    }
  }
}

/** The items of a stream's example: of a list one by one, or read out of the text that is sent. */
function* itemExamples(schema: JsonSchema, value: JsonValue, origin: Origin): Iterable<Example> {
  if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      const place = { file: origin.file, pointer: childPointer(origin.pointer, index) };
      yield {
        schema,
        schemaKey: 'item',
        value: item,
        origin: place,
        what: `item ${index + 1} of the example`,
      };
    }
  } else if (typeof value === 'string') {
    for (const [index, item] of streamItems(value).entries()) {
      const what = `event ${index + 1} of the example`;
      yield { schema, schemaKey: `item ${index}`, value: item, origin, what, opaque: true };
    }
  }
}

function namedOrigin(origin: Origin, holder: JsonObject, named: JsonValue): Origin {
  const key = Object.entries(asObject(holder.examples)).find(([, value]) => value === named)?.[0] ?? '';
  return { ...origin, pointer: childPointer(`${origin.pointer}/examples`, key) };
}

function resolveLocal(document: JsonObject, value: JsonValue): JsonObject {
  const reference = asString(asObject(value).$ref);
  return asObject(reference?.startsWith('#') ? valueAt(document, reference.slice(1)) : value);
}

/**
 * The JSON of each frame's `data`, or of each line where there are no frames; what is no JSON is not looked at.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
function streamItems(text: string): readonly JsonValue[] {
  const hasFrames = /^data:/m.test(text);
  const texts = hasFrames ? text.split(/\r?\n\r?\n/).map(dataOf) : text.split(/\r?\n/);
  return texts.flatMap((one) => {
    try {
      return [JSON.parse(one) as JsonValue];
    } catch {
      return [];
    }
  });
}

function dataOf(frame: string): string {
  const lines = frame.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice('data:'.length)).join('\n');
}

/** Examples of messages: whole ones in `asyncapi.yaml`, the event's own data in job files. */
function* messageExamples({ contract }: BuiltContract, { visits }: Structure): Iterable<Example> {
  for (const { kind, node, origin, dialect } of visits) {
    if (kind !== 'Message') continue;
    const key = pointerSegments(origin.pointer).at(-1) ?? '';
    const job = contract.jobTypes.find(({ source }) => source === origin.file.path);
    const schema =
      dialect === 'job'
        ? job?.events.find(({ name }) => name === (asString(node.name) ?? key))?.data
        : contract.messages.find(({ name }) => name === key)?.payload;
    if (schema === undefined) continue;
    for (const [index, example] of asList(node.examples).entries()) {
      const value = own(asObject(example), 'payload');
      if (value === undefined) continue;
      const pointer = `${origin.pointer}/examples/${index}/payload`;
      yield { schema, value, origin: { file: origin.file, pointer }, what: EXAMPLE };
    }
  }
}

function* jobExamples({ contract }: BuiltContract, { visits }: Structure): Iterable<Example> {
  for (const { kind, node, origin } of visits) {
    const job =
      kind === 'Job' ? contract.jobTypes.find(({ source }) => source === origin.file.path) : undefined;
    if (!job) continue;
    for (const [index, example] of asList(node.examples).entries()) {
      for (const part of ['input', 'result'] as const) {
        const value = own(asObject(example), part);
        if (value === undefined) continue;
        const pointer = `${origin.pointer}/examples/${index}/${part}`;
        yield { schema: job[part], value, origin: { file: origin.file, pointer }, what: EXAMPLE };
      }
    }
  }
}

/** As a URI fragment. */
function encodePointer(pointer: string): string {
  return pointer.split('/').map(encodeURIComponent).join('/');
}
