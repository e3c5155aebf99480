/** Compares one operation with what it became. */
import type { Header, MediaType, Operation, Parameter, RequestBody, Response } from '../model/contract.js';
import { type Area, type Changes, changeText, type Level } from './change.js';
import { pairs } from './pairs.js';
import type { Direction, SchemaDiffer, Spot } from './schema-differ.js';

/** Compares operations of one area. */
export class OperationDiffer {
  readonly #area: Area;
  readonly #schemas: SchemaDiffer;
  readonly #changes: Changes;
  /** Of a request that the service makes, the client receives the body and sends the answer. */
  readonly #asks: Direction;
  readonly #answers: Direction;

  constructor(area: Area, schemas: SchemaDiffer, changes: Changes) {
    this.#area = area;
    this.#schemas = schemas;
    this.#changes = changes;
    this.#asks = area === 'rest' ? 'sent' : 'received';
    this.#answers = area === 'rest' ? 'received' : 'sent';
  }

  compare(before: Operation | undefined, after: Operation | undefined, place: string, what: string): void {
    if (!before || !after) {
      this.#add(after ? 'compatible' : 'breaking', place, `${what} is ${after ? 'new' : 'gone'}`);
      return;
    }
    this.#itself(before, after, place);
    this.#security(before, after, place);
    this.#parameters(before, after, place);
    this.#requestBody(before.requestBody, after.requestBody, `${place}, request body`);
    for (const [one, other] of pairs(before.responses, after.responses, ({ status }) => status))
      this.#response(one, other, place);
  }

  #add(level: Level, place: string, message: string): void {
    this.#changes.add(level, this.#area, place, message);
  }

  #itself(before: Operation, after: Operation, place: string): void {
    for (const key of ['summary', 'description', 'tag'] as const)
      if (before[key] !== after[key]) this.#add('docs', place, `\`${key}\` changed`);
    if (before.deprecated !== after.deprecated)
      this.#add('compatible', place, after.deprecated ? 'it is deprecated' : 'it is no longer deprecated');
    const names = [before, after].map(({ sdkGroup, sdkMethod }) => `${sdkGroup}.${sdkMethod}`);
    const [one, other] = this.#area === 'rest' ? names : [before.operationId, after.operationId];
    if (one !== other) this.#add('breaking', place, `generated code calls it ${other}, no longer ${one}`);
  }

  #security(before: Operation, after: Operation, place: string): void {
    const text = (one: Operation['security'][number]) =>
      Object.entries(one)
        .map(([scheme, scopes]) => [scheme, ...scopes.toSorted()].join(' '))
        .sort()
        .join(' and ') || 'no key';
    const ways = ({ security }: Operation) => (security.length === 0 ? ['no key'] : security.map(text));
    const [one, other] = [ways(before), ways(after)];
    for (const way of one.filter((two) => !other.includes(two)))
      this.#add(other.includes('no key') ? 'compatible' : 'breaking', place, `access with ${way} is gone`);
    for (const way of other.filter((two) => !one.includes(two)))
      this.#add('compatible', place, `access with ${way} is new`);
  }

  #parameters(before: Operation, after: Operation, place: string): void {
    const key = (operation: Operation) => (one: Parameter) => {
      // A path's parameters are known by where they stand.
      if (one.in === 'path')
        return `path ${[...operation.path.matchAll(/\{([^}]*)\}/g)].findIndex(([, name]) => name === one.name)}`;
      return `${one.in} ${one.in === 'header' ? one.name.toLowerCase() : one.name}`;
    };
    const [keyBefore, keyAfter] = [key(before), key(after)];
    const keyOf = (one: Parameter) => (after.parameters.includes(one) ? keyAfter(one) : keyBefore(one));
    for (const [one, other] of pairs(before.parameters, after.parameters, keyOf)) {
      const { in: where, name } = (other ?? one) as Parameter;
      this.#parameter(one, other, `${place}, ${where} parameter ${name}`);
    }
  }

  #parameter(before: Parameter | undefined, after: Parameter | undefined, place: string): void {
    if (!before || !after) {
      const isDemanded = after?.required === true;
      if (after)
        this.#add(
          isDemanded ? 'breaking' : 'compatible',
          place,
          isDemanded ? 'it is new, and required' : 'it is new',
        );
      else this.#add('breaking', place, 'it is gone');
      return;
    }
    if (before.name !== after.name)
      this.#add('breaking', place, `generated code calls it ${after.name}, no longer ${before.name}`);
    if (before.required !== after.required)
      this.#add(
        after.required ? 'breaking' : 'compatible',
        place,
        after.required ? 'it is required now' : 'it may be left out now',
      );
    for (const key of ['style', 'explode', 'contentType', 'allowReserved'] as const)
      if (before[key] !== after[key])
        this.#add('breaking', place, `\`${key}\` ${changeText(before[key], after[key])}`);
    this.#encoding(before.encoding, after.encoding, place);
    if (before.description !== after.description) this.#add('docs', place, '`description` changed');
    if (before.deprecated !== after.deprecated)
      this.#add('compatible', place, after.deprecated ? 'it is deprecated' : 'it is no longer deprecated');
    this.#schemas.compare(before.schema, after.schema, this.#spot(place, this.#asks));
  }

  #requestBody(before: RequestBody | undefined, after: RequestBody | undefined, place: string): void {
    if (!before && !after) return;
    if (!before || !after) {
      const isFine = before === undefined && after?.required !== true;
      this.#add(isFine ? 'compatible' : 'breaking', place, before ? 'it is gone' : 'it is new');
      return;
    }
    if (before.required !== after.required)
      this.#add(
        after.required ? 'breaking' : 'compatible',
        place,
        after.required ? 'it is required now' : 'it may be left out now',
      );
    if (before.description !== after.description) this.#add('docs', place, '`description` changed');
    this.#content(before.content, after.content, place, this.#asks);
  }

  #response(before: Response | undefined, after: Response | undefined, operation: string): void {
    const { status } = (after ?? before) as Response;
    const place = `${operation}, response ${status}`;
    const isSuccess = /^[1-3]/.test(status);
    if (!before || !after) {
      this.#add(isSuccess ? 'breaking' : 'compatible', place, after ? 'it is new' : 'it is gone');
      return;
    }
    if (before.description !== after.description) this.#add('docs', place, '`description` changed');
    for (const [one, other] of pairs(before.headers, after.headers, ({ name }) => name.toLowerCase()))
      this.#header(one, other, place);
    this.#content(before.content, after.content, place, this.#answers);
  }

  #header(before: Header | undefined, after: Header | undefined, response: string): void {
    const place = `${response}, header ${(after ?? before)?.name}`;
    if (!before || !after) {
      this.#add(after ? 'compatible' : 'breaking', place, after ? 'it is new' : 'it is gone');
      return;
    }
    if (before.required !== after.required)
      this.#add(
        after.required ? 'compatible' : 'breaking',
        place,
        after.required ? 'it is always there now' : 'it may be absent now',
      );
    if (before.description !== after.description) this.#add('docs', place, '`description` changed');
    this.#schemas.compare(before.schema, after.schema, this.#spot(place, this.#answers));
  }

  #content(
    before: readonly MediaType[],
    after: readonly MediaType[],
    place: string,
    direction: Direction,
  ): void {
    for (const [one, other] of pairs(before, after, ({ contentType }) => contentType.toLowerCase())) {
      const type = (other ?? one)?.contentType ?? '';
      if (!one) this.#add('compatible', place, `the content type ${type} is new`);
      else if (!other) this.#add('breaking', place, `the content type ${type} is gone`);
      else {
        const at = after.length > 1 || before.length > 1 ? `${place} (${type})` : place;
        if (one.schema !== undefined || other.schema !== undefined)
          this.#schemas.compare(one.schema, other.schema, this.#spot(at, direction, isStream(other)));
        this.#items(one, other, at, direction);
        this.#encoding(one.encoding, other.encoding, at);
      }
    }
  }

  /** How the fields of a form are written. */
  #encoding(before: MediaType['encoding'] = {}, after: MediaType['encoding'] = {}, place: string): void {
    for (const field of new Set([...Object.keys(after), ...Object.keys(before)])) {
      const one = before[field] ?? {};
      const other = after[field] ?? {};
      for (const key of ['contentType', 'style', 'explode', 'allowReserved'] as const)
        if (one[key] !== other[key])
          this.#add('breaking', `${place}, field ${field}`, `\`${key}\` ${changeText(one[key], other[key])}`);
    }
  }

  #items(before: MediaType, after: MediaType, place: string, direction: Direction): void {
    if (before.events && after.events) {
      for (const [one, other] of pairs(before.events, after.events, ({ event = '' }) => event)) {
        const name = `event ${(other ?? one)?.event ?? 'without a name'}`;
        if (!one) this.#add('compatible', place, `the ${name} is new`);
        else if (!other) this.#add('breaking', place, `the ${name} is gone`);
        else this.#schemas.compare(one.data, other.data, this.#spot(`${place}, ${name}`, direction));
      }
    } else if (before.itemSchema !== undefined || after.itemSchema !== undefined)
      this.#schemas.compare(
        before.itemSchema,
        after.itemSchema,
        this.#spot(`${place}, item`, direction, true),
      );
  }

  #spot(name: string, direction: Direction, isOpen = false): Spot {
    return { area: this.#area, name, direction, isOpen };
  }
}

function isStream({ contentType, itemSchema }: MediaType): boolean {
  return itemSchema !== undefined || /event-stream/i.test(contentType);
}
