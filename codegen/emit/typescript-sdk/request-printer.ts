/** Prints what a method of the client sends. */
import type { Contract, MediaType, Operation } from '../../model/contract.js';
import { isJson } from '../media-types.js';
import type { ModuleImports } from '../module-imports.js';
import type { SchemaTypes } from '../schema-types.js';
import { memberAccess, propertyName, quote } from '../typescript-text.js';
import { isJobParameter } from './job-api.js';
import {
  type Argument,
  answerReading,
  callOptions,
  isIdempotencyKey,
  isPrefer,
  type Option,
  pathArguments,
} from './operation-shape.js';

/** Prints requests in one module, whose imports it notes. */
export class RequestPrinter {
  readonly #contract: Contract;
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;

  constructor(contract: Contract, imports: ModuleImports, types: SchemaTypes) {
    this.#contract = contract;
    this.#imports = imports;
    this.#types = types;
  }

  /** The fields of a call's request, each a line or more as they stand in an object at four spaces. */
  callFields(operation: Operation): readonly string[] {
    const accept = acceptOf(operation);
    return [
      ...this.#fields(operation, callOptions(this.#contract, operation)),
      ...(operation.isIdempotent ? ['isIdempotent: true,'] : []),
      'timeoutMs: options.timeoutMs,',
      ...(accept === undefined ? [] : [`accept: ${quote(accept)},`]),
    ];
  }

  /** The same of a stream's request, which says by itself where to go on. */
  streamFields(operation: Operation): readonly string[] {
    const isCursor = ({ parameter }: Option) => parameter.name.toLowerCase() === 'last-event-id';
    const options = callOptions(this.#contract, operation);
    const cursor = options.find(isCursor);
    return [
      ...this.#fields(
        operation,
        options.filter((option) => !isCursor(option)),
      ),
      ...(cursor === undefined ? [] : [`lastEventId: options${memberAccess(cursor.name)},`]),
    ];
  }

  #fields(operation: Operation, options: readonly Option[]): readonly string[] {
    const media = sentContent(operation);
    const query = options
      .filter(({ parameter }) => parameter.in === 'query')
      .map(({ name, parameter }) => `${propertyName(parameter.name)}: options${memberAccess(name)},`);
    const headers = options
      .filter(({ parameter }) => parameter.in === 'header')
      .map((option) => this.#headerField(option));
    return [
      `method: ${quote(operation.method.toUpperCase())},`,
      `path: ${this.path(operation)},`,
      ...block('query', query),
      ...(headers.length === 0
        ? ['headers: options.headers,']
        : block('headers', ['...options.headers,', ...headers])),
      ...(media === undefined ? [] : ['body,']),
      ...(media === undefined || isPlainJson(media) ? [] : [`contentType: ${quote(media.contentType)},`]),
      'signal: options.signal,',
    ];
  }

  #headerField({ name, parameter }: Option): string {
    const value = `options${memberAccess(name)}`;
    if (isPrefer(parameter)) return `Prefer: ${value} === undefined ? undefined : \`wait=\${${value}}\`,`;
    // A key for each call, so that it may be repeated.
    if (isIdempotencyKey(parameter)) {
      return `'Idempotency-Key': ${value} ?? ${this.#imports.value('newIdempotencyKey', './transport.js')}(),`;
    }
    return `${propertyName(parameter.name)}: ${value},`;
  }

  /** The path as a template over the method's arguments. */
  path(operation: Operation): string {
    const named = new Map(pathArguments(operation).map((one) => [one.parameter.name, one]));
    if (named.size === 0) return quote(operation.path);
    const text = operation.path
      .replaceAll(/[`\\]/g, '\\$&')
      .replaceAll(/\{([^}]+)\}/g, (whole, name: string) => {
        const argument = named.get(name);
        return argument === undefined
          ? whole
          : `\${encodeURIComponent(${this.#asText(operation, argument)})}`;
      });
    return `\`${text}\``;
  }

  #asText(operation: Operation, { variable, parameter }: Argument): string {
    if (isJobParameter(this.#contract, parameter)) {
      return `${this.#imports.value('jobId', './job-stream.js')}(job)`;
    }
    const type = this.#types.parameter(operation, parameter);
    return ['string', 'number', 'boolean'].includes(type) ? variable : `String(${variable})`;
  }
}

/** The content type of a body that a client sends: JSON where it may. */
export function sentContent(operation: Operation): MediaType | undefined {
  const content = operation.requestBody?.content ?? [];
  return content.find(isPlainJson) ?? content.find(isJson) ?? content[0];
}

function isPlainJson({ contentType }: MediaType): boolean {
  return contentType === 'application/json';
}

/** What is asked for, where that is not JSON. */
function acceptOf(operation: Operation): string | undefined {
  const { reading, contents } = answerReading(operation);
  if (reading === 'json' || reading === 'nothing') return undefined;
  return [...new Set(contents.map(({ contentType }) => contentType)), 'application/problem+json'].join(', ');
}

function block(name: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`${name}: {\n${lines.map((line) => `        ${line}\n`).join('')}      },`];
}
