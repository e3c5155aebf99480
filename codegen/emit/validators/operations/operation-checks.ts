/** What is to be checked of a contract's operations. */
import type {
  Header,
  JsonObject,
  JsonSchema,
  MediaType,
  Operation,
  Parameter,
  Response,
  StreamEventKind,
} from '../../../model/contract.js';
import { isStringSchema } from '../../client/resolve.js';
import { isBinary } from '../../document-server/schema-view.js';
import { withMappedTags } from '../../mapped-tags.js';
import { isMultipart, isStructured, isText, isUrlEncoded } from '../../media-types.js';
import { SchemaViews } from '../../schema-views.js';
import { type Direction, type Directions, INCOMING, OUTGOING } from '../../types/given-document.js';
import type {
  Check,
  ChecksByType,
  ContractPath,
  OperationChecks,
  ResponseChecks,
  ValidatorInput,
} from './checks.js';
import { withoutFiles } from './form-files.js';
import { headerCoercion, isReadable } from './header-coercion.js';
import { readingsOf } from './readings.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** The checks of all operations, and the named schemas that they lead to. */
export interface PlannedChecks {
  readonly operations: readonly OperationChecks[];
  readonly schemas: Readonly<Record<string, Check>>;
}

/** Plans the validators of a contract. */
export function planChecks({ operations, outgoing, messages, schemas }: ValidatorInput): PlannedChecks {
  const planner = new Planner(schemas);
  const incoming = operations.map((operation, index) =>
    planner.operation(operation, ['operations', String(index)], INCOMING),
  );
  const sent = outgoing.map(({ operation }, index) =>
    planner.operation(operation, ['outgoing', String(index), 'operation'], OUTGOING),
  );
  const told = messages.map(({ name, payload, headers }, index): OperationChecks => {
    const part = (key: string, schema: JsonSchema | undefined) =>
      schema === undefined ? [] : [[key, { schema, locate: at(['messages', String(index), key]) }] as const];
    const body = [...part('payload', payload), ...part('headers', headers)];
    return { operationId: name, isMessage: true, body, responses: [] };
  });
  return { operations: [...incoming, ...sent, ...told], schemas: planner.named() };
}

/** Options of one check. */
interface CheckOptions {
  readonly view: Direction;
  readonly locate: Check['locate'];
  readonly isText: boolean;
}

class Planner {
  readonly #tagged: Schemas;
  readonly #views: SchemaViews;

  constructor(schemas: Schemas) {
    this.#tagged = Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, tagged(schema, schemas)]),
    );
    this.#views = new SchemaViews(this.#tagged, { writeOnly: 'optional' });
  }

  named(): Readonly<Record<string, Check>> {
    const { schemas, origins } = this.#views;
    const checks = Object.entries(schemas).map(([name, schema]): [string, Check] => [
      name,
      { schema, locate: at(['schemas', origins[name] ?? name]) },
    ]);
    return Object.fromEntries(checks);
  }

  operation(operation: Operation, path: ContractPath, [asked, answered]: Directions): OperationChecks {
    const parameters = this.#parameters(operation, asked, path);
    const content = operation.requestBody?.content ?? [];
    return {
      operationId: operation.operationId,
      ...(parameters !== undefined && { parameters }),
      body: this.#content(content, asked, [...path, 'requestBody', 'content']),
      responses: operation.responses.map((response, index) =>
        this.#response(response, answered, [...path, 'responses', String(index)]),
      ),
    };
  }

  #response({ status, content, headers }: Response, view: Direction, path: ContractPath): ResponseChecks {
    const check = this.#headers(headers, view, [...path, 'headers']);
    const places = content.map((media, index) => [media, [...path, 'content', String(index)]] as const);
    return {
      status,
      body: this.#content(content, view, [...path, 'content']),
      ...(check !== undefined && { headers: check }),
      items: places.flatMap(([media, place]) => this.#items(media, view, place)),
      events: places.flatMap(([media, place]) => {
        const checks = this.#events(media, view, place);
        return checks.length === 0 ? [] : [[media.contentType, checks] as const];
      }),
    };
  }

  /** Bodies that have a schema, files aside: those are bytes. */
  #content(content: readonly MediaType[], view: Direction, path: ContractPath): ChecksByType {
    return content.flatMap((media, index) => {
      const { contentType, schema, itemSchema, events } = media;
      const isStream = itemSchema !== undefined || events !== undefined;
      if (isStream || schema === undefined || isBinary(schema, this.#tagged)) return [];
      // What a text stands for is not looked into: XML is described as the object that it is.
      if (isText({ contentType }) && !isStringSchema(this.#tagged, schema)) return [];
      const isForm = isUrlEncoded(contentType) || isMultipart(contentType);
      const locate = at([...path, String(index), 'schema']);
      // A variant is found in a mapping by its name, which it loses with its files.
      const form = { ...media, schema: tagged(schema, this.#tagged) };
      const checked = isForm ? withoutFiles(form, this.#tagged) : schema;
      return named(contentType, this.#check(checked, { view, locate, isText: isForm }));
    });
  }

  #items({ contentType, itemSchema, events }: MediaType, view: Direction, path: ContractPath): ChecksByType {
    if (itemSchema === undefined || events !== undefined) return [];
    const options = { view, locate: at([...path, 'itemSchema']), isText: false };
    return named(contentType, this.#check(itemSchema, options));
  }

  #events({ events = [] }: MediaType, view: Direction, path: ContractPath): ChecksByType {
    return events.flatMap(({ event = '*', data }: StreamEventKind, index) => {
      const locate = at([...path, 'events', String(index), 'data']);
      return named(event, this.#check(data, { view, locate, isText: false }));
    });
  }

  #parameters({ parameters }: Operation, view: Direction, path: ContractPath): Check | undefined {
    if (parameters.length === 0) return undefined;
    const groups = PLACES.flatMap(([place, group]): [string, JsonSchema][] => {
      const inPlace = parameters.filter((parameter) => parameter.in === place);
      return inPlace.length === 0 ? [] : [[group, groupOf(inPlace)]];
    });
    const whole = parameters.find(isWholeQuery);
    const schema = {
      type: 'object',
      properties: {
        ...Object.fromEntries(groups),
        ...(whole !== undefined && { query: whole.schema as JsonObject }),
      },
      ...(whole?.required === true && { required: ['query'] }),
    };
    const locate = (keys: ContractPath) => {
      const [, group, , name, ...rest] = keys;
      if (group === 'query' && whole !== undefined)
        return [...path, 'parameters', String(parameters.indexOf(whole)), 'schema', ...keys.slice(2)];
      const [place] = PLACES.find(([, key]) => key === group) ?? [];
      const index = parameters.findIndex((parameter) => parameter.in === place && keyOf(parameter) === name);
      return [...path, 'parameters', String(index), 'schema', ...rest];
    };
    return this.#check(schema, { view, locate, isText: true });
  }

  #headers(headers: readonly Header[], view: Direction, path: ContractPath): Check | undefined {
    if (headers.length === 0) return undefined;
    const inGroup = headers.map((header) => ({
      ...header,
      in: 'header' as const,
      schema: isReadable(header, this.#tagged) ? header.schema : true,
    }));
    const coercions = inGroup.flatMap((header) => {
      const coercion = headerCoercion(header, this.#tagged);
      return coercion === undefined ? [] : [[keyOf(header), coercion] as const];
    });
    const locate = ([, name, ...rest]: ContractPath) => {
      const index = headers.findIndex((header) => header.name.toLowerCase() === name);
      return [...path, String(index), 'schema', ...rest];
    };
    const check = this.#check(groupOf(inGroup), { view, locate, isText: false });
    if (check === undefined || coercions.length === 0) return check;
    return { ...check, readings: [{ properties: Object.fromEntries(coercions) }] };
  }

  /** The check of a schema; none of one that any value meets. */
  #check(schema: JsonSchema, { view, locate, isText }: CheckOptions): Check | undefined {
    if (schema === true || Object.keys(schema).length === 0) return undefined;
    const checked = tagged(schema, this.#tagged);
    const readings = isText ? readingsOf(checked, this.#tagged) : [];
    return { schema: this.#views[view](checked), locate, ...(readings.length > 0 && { readings }) };
  }
}

function at(place: ContractPath): Check['locate'] {
  return (path) => [...place, ...path];
}

function named(name: string, check: Check | undefined): ChecksByType {
  return check === undefined ? [] : [[name, check]];
}

function tagged(schema: JsonSchema, schemas: Schemas): JsonSchema {
  return withMappedTags(schema, schemas, { namesAreTags: true });
}

/** A query that is one value; what a text of another kind stands for is not looked into. */
function isWholeQuery({ in: place, contentType }: Parameter): boolean {
  return place === 'querystring' && isStructured(contentType);
}

const PLACES = [
  ['path', 'path'],
  ['query', 'query'],
  ['header', 'headers'],
  ['cookie', 'cookies'],
] as const;

/** The schema of all parameters of one place, by name. */
function groupOf(parameters: readonly Pick<Parameter, 'name' | 'in' | 'required' | 'schema'>[]): JsonObject {
  const required = parameters.filter((parameter) => parameter.required).map(keyOf);
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [keyOf(parameter), parameter.schema])),
    ...(required.length > 0 && { required }),
  };
}

/** Headers are in lower case, as Node has them. */
function keyOf({ name, in: place }: Pick<Parameter, 'name' | 'in'>): string {
  return place === 'header' ? name.toLowerCase() : name;
}
