/** OpenAPI 3.0, 3.1 and 3.2, one file or many, as one self-contained document in the words of 3.1. */
import { didYouMean } from '../../diagnostics.js';
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { isToken } from '../../model/http-token.js';
import { SECTIONS } from '../checks/reference-rules.js';
import { asObject, asString, isArray, isObject, own, valueAt } from '../json.js';
import { below, type Origin } from '../source.js';
import { fittingContent } from './content-types.js';
import { type Lowering, MOST_STEPS, shortJson } from './lowering.js';
import { methodProblem } from './method-names.js';
import { OPENAPI_OBJECTS } from './openapi-objects.js';
import { SchemaLowering } from './schema-lowering.js';
import { isBareReference } from './schema-names.js';

/** Lowers one document. */
export class OpenapiLowering {
  readonly #lowering: Lowering;
  readonly #schemas: SchemaLowering;

  constructor(lowering: Lowering) {
    this.#lowering = lowering;
    this.#schemas = new SchemaLowering(lowering);
  }

  /** The whole, without its named schemas: `names` has those. */
  document(): JsonObject {
    const { main, names } = this.#lowering;
    const origin = { file: main, pointer: '' };
    const declared = asObject(asObject(asObject(main.value).components).schemas);
    const schemas = below(below(origin, 'components'), 'schemas');
    for (const [name, schema] of Object.entries(declared)) this.#declare(schema, below(schemas, name));
    const document = asObject(this.#value('OpenApi', main.value, origin, 0));
    names.lowerAll((place) => this.schema(place));
    const { schemas: _, mediaTypes: __, ...components } = asObject(document.components);
    return { ...document, openapi: '3.1.0', components };
  }

  /** A schema that only stands for one in another file is that one. */
  #declare(schema: JsonValue, origin: Origin): void {
    const { main, names, references } = this.#lowering;
    const reference = isBareReference(schema) ? asString(asObject(schema).$ref) : undefined;
    const resolved = reference === undefined ? undefined : references.resolve(origin, reference);
    if (resolved?.kind === 'found' && resolved.target.file !== main) names.declareAs(origin, resolved.target);
    else names.declare(origin);
  }

  /** The schema at a place. */
  schema(origin: Origin): JsonSchema {
    return this.#schemas.lower(valueAt(origin.file.value, origin.pointer) ?? true, origin);
  }

  /** A value by its rule; undefined, and told, if it is of no use. */
  #value(rule: string, value: JsonValue, origin: Origin, steps: number): JsonValue | undefined {
    if (rule === 'Schema') return this.#schemas.lower(value, origin) as JsonValue;
    if (rule === 'any') return value;
    if (rule === 'flag')
      return typeof value === 'boolean' ? value : this.#wrong('true or false', value, origin);
    if (rule === 'text') return this.#text(value, origin);
    const inner = rule.slice(1, -1);
    if (rule.startsWith('[')) {
      if (!isArray(value)) return this.#wrong('a list', value, origin);
      return value.flatMap((one, index) => this.#value(inner, one, below(origin, index), steps) ?? []);
    }
    if (!isObject(value)) return this.#wrong('an object', value, origin);
    if (!rule.startsWith('{')) return this.#object(rule, value, origin, steps);
    const entries = Object.entries(value).flatMap(([key, one]): [string, JsonValue][] => {
      if (key.startsWith('x-') && !isObject(one)) return [];
      const lowered = this.#value(inner, one, below(origin, key), steps);
      return lowered === undefined ? [] : [[key, lowered]];
    });
    return Object.fromEntries(entries);
  }

  /** `version: 1.0` is a number to YAML. */
  #text(value: JsonValue, origin: Origin): JsonValue | undefined {
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : value === null
        ? undefined
        : this.#wrong('a text', value, origin);
  }

  #object(kind: string, value: JsonObject, origin: Origin, steps: number): JsonValue | undefined {
    const rule = OPENAPI_OBJECTS[kind];
    if (rule === undefined) throw new Error(`There is no rule for ${kind}`);
    const reference = own(value, '$ref');
    if (rule.isReferable && typeof reference === 'string')
      return this.#reference(kind, value, reference, origin, steps);
    const lowered: Record<string, JsonValue> = {};
    for (const [key, child] of Object.entries(value)) {
      const field = Object.hasOwn(rule.fields, key) ? rule.fields[key] : rule.fields['*'];
      if (key.startsWith('x-') && !Object.hasOwn(rule.fields, key)) lowered[key] = child;
      else if (field === undefined) this.#unknown(kind, key, Object.keys(rule.fields), origin);
      else {
        const one = this.#value(field, child, below(origin, key), steps);
        if (one !== undefined) lowered[key] = one;
      }
    }
    if (isObject(lowered.content)) lowered.content = this.#content(lowered.content, below(origin, 'content'));
    return this.#normal(kind, lowered, origin);
  }

  #content(written: JsonObject, origin: Origin): JsonObject {
    const { content, odd } = fittingContent(written);
    for (const type of odd) {
      const meant = Object.hasOwn(content, '*/*')
        ? 'any is taken for it'
        : 'it is left out or read as it is meant';
      this.#lowering.tell(below(origin, type), {
        code: 'structure',
        message: `\`${type}\` is no content type; ${meant}`,
        hint: 'A content type is like `application/json`.',
        on: 'key',
      });
    }
    return content;
  }

  /** Within the document the reference stays; what stands elsewhere is copied to where it is needed. */
  #reference(
    kind: string,
    object: JsonObject,
    reference: string,
    origin: Origin,
    steps: number,
  ): JsonValue | undefined {
    const found = this.#lowering.follow(origin, reference);
    if (found === undefined) return undefined;
    const { target, value } = found;
    const section = SECTIONS[kind];
    const { main } = this.#lowering;
    if (section !== undefined && target.file === main && target.pointer.match(COMPONENT)?.[1] === section)
      return { $ref: `#${encodeURI(target.pointer).replaceAll('#', '%23')}` };
    if (steps > MOST_STEPS) {
      this.#lowering.tell(below(origin, '$ref'), {
        code: 'bad-ref',
        severity: 'error',
        message: `\`${reference}\` leads back to itself, without an end`,
      });
      return undefined;
    }
    const copy = this.#value(kind, value, target, steps + 1);
    // A path may have more beside its reference.
    if (kind !== 'PathItem' || !isObject(copy)) return copy;
    const { $ref: _, ...others } = object;
    return { ...copy, ...asObject(this.#object(kind, others, origin, steps + 1)) };
  }

  /** What versions say differently, said as 3.1 does. */
  #normal(kind: string, object: Record<string, JsonValue>, origin: Origin): JsonValue | undefined {
    switch (kind) {
      case 'OpenApi':
        object.paths ??= {};
        return object;
      case 'PathItem':
        return this.#methods(object, origin);
      case 'Operation':
        object.responses ??= {};
        return object;
      case 'Parameter':
        return this.#parameter(object, origin);
      case 'Responses':
        return Object.fromEntries(
          Object.entries(object).map(([status, one]) => [status.replace(/xx$/i, 'XX'), one]),
        );
      case 'Example':
        if (object.dataValue !== undefined) object.value ??= object.dataValue;
        return object;
      default:
        return object;
    }
  }

  /** The methods that OpenAPI 3.1 has no word for stand under an extension. */
  #methods(object: Record<string, JsonValue>, origin: Origin): JsonObject {
    const { query, additionalOperations, 'x-additionalOperations': extension, ...rest } = object;
    const others = Object.entries({ ...asObject(extension), ...asObject(additionalOperations) }).filter(
      ([method]) => this.#isMethod(method, below(below(origin, 'additionalOperations'), method)),
    );
    const operations = { ...(query !== undefined && { QUERY: query }), ...Object.fromEntries(others) };
    return Object.keys(operations).length === 0 ? rest : { ...rest, 'x-additionalOperations': operations };
  }

  /** Whether a method can be one of `additionalOperations` (OpenAPI 3.2, section 4.9.1); told if not, or if nobody serves it. */
  #isMethod(method: string, origin: Origin): boolean {
    const problem = methodProblem(method);
    if (problem !== undefined) this.#lowering.tell(origin, { ...problem, on: 'key' });
    return problem?.isLeftOut !== true;
  }

  #parameter(object: Record<string, JsonValue>, origin: Origin): JsonValue | undefined {
    const { name, in: place } = object;
    if (typeof name !== 'string' || typeof place !== 'string')
      return this.#wrong('a parameter with `name` and `in`', object, origin);
    if (place === 'querystring' && Object.keys(asObject(object.content)).length !== 1)
      return this.#wrong('a parameter with one content type in `content`', object, origin);
    if (!PLACES.includes(place)) {
      const near = didYouMean(place, PLACES);
      this.#lowering.tell(below(origin, 'in'), {
        code: 'structure',
        severity: 'error',
        message: `parameters are in path, query, header or cookie, not in \`${place}\``,
        hint: near && `Did you mean \`${near}\`?`,
      });
      return undefined;
    }
    if (place === 'header' && !isToken(name))
      return this.#wrong('a parameter with the name of a header', object, origin);
    // These are said elsewhere: by the content types and the security schemes (OpenAPI 3.1.1, section 4.8.12).
    if (place === 'header' && /^(accept|content-type|authorization)$/i.test(name)) return undefined;
    if (place === 'path') object.required = true;
    return object;
  }

  #unknown(kind: string, key: string, fields: readonly string[], origin: Origin): void {
    const near = didYouMean(key, fields);
    this.#lowering.tell(below(origin, key), {
      code: 'structure',
      message: `\`${key}\` means nothing in ${NAMES[kind] ?? 'this object'}; it is left out`,
      hint: near && `Did you mean \`${near}\`?`,
      on: 'key',
    });
  }

  #wrong(what: string, value: JsonValue, origin: Origin): undefined {
    this.#lowering.tell(origin, {
      code: 'structure',
      message: `this is to be ${what}, not ${shortJson(value)}; it is left out`,
    });
  }
}

const PLACES: readonly string[] = ['path', 'query', 'querystring', 'header', 'cookie'];

const COMPONENT = /^\/components\/([^/]+)\/[^/]+$/;

const NAMES: Readonly<Record<string, string>> = {
  OpenApi: 'an OpenAPI document',
  PathItem: 'a path',
  Operation: 'an operation',
  Parameter: 'a parameter',
  RequestBody: 'a request body',
  Response: 'a response',
  MediaType: 'a media type',
  Components: 'the components',
};
