/** Prints what an operation is asked. */
import type { MediaType, Operation, Parameter } from '../../model/contract.js';
import { pascalCase } from '../../model/names.js';
import { wholeQueryOf } from '../../model/operations.js';
import { docComment } from '../doc-comment.js';
import { isJson } from '../media-types.js';
import type { ModuleImports } from '../module-imports.js';
import { fieldDoc } from '../operation-text.js';
import type { SchemaTypes } from '../schema-types.js';
import { member, propertyName, quote } from '../typescript-text.js';
import type { BodyTypes } from './body-types.js';

/** Parts of a request, by where their parameters are. */
const PARTS = [
  ['path', 'path'],
  ['query', 'query'],
  ['header', 'headers'],
  ['cookie', 'cookies'],
] as const;

/**
 * Parameters of these names mean nothing: the contract says by other words what goes there (OpenAPI 3.1, 4.8.12). Those of
 * the connection are `fetch`'s to send (Fetch standard, section 2.2.2).
 */
const OTHERWISE_SAID = new Set([
  ...['accept', 'content-type', 'authorization', 'connection', 'content-length', 'expect', 'host'],
  ...['keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/** The parameters that a caller gives. */
export function givenParameters({ parameters }: Operation): readonly Parameter[] {
  return parameters.filter((one) => one.in !== 'header' || !OTHERWISE_SAID.has(one.name.toLowerCase()));
}

/** The content types of a body, JSON first: it is the one that callers need not name. */
export function sentContent({ requestBody }: Operation): readonly MediaType[] {
  const content = requestBody?.content ?? [];
  const usual = content.find(({ contentType }) => contentType === 'application/json') ?? content.find(isJson);
  return usual === undefined ? content : [usual, ...content.filter((media) => media !== usual)];
}

/** Whether nothing needs to be said. */
export function isOptional(operation: Operation): boolean {
  return operation.requestBody?.required !== true && !givenParameters(operation).some(isRequired);
}

/** The client makes a key where the caller gives none. */
export function isIdempotencyKey({ name, in: place }: Parameter): boolean {
  return place === 'header' && name.toLowerCase() === 'idempotency-key';
}

function isRequired(parameter: Parameter): boolean {
  return (parameter.required || parameter.in === 'path') && !isIdempotencyKey(parameter);
}

/** Prints requests in one module, whose imports it notes. */
export class RequestPrinter {
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;
  readonly #bodies: BodyTypes;

  constructor(imports: ModuleImports, types: SchemaTypes, bodies: BodyTypes) {
    this.#imports = imports;
    this.#types = types;
    this.#bodies = bodies;
  }

  /** The name of the type of the request. */
  name(operation: Operation): string {
    return hasParts(operation)
      ? `${pascalCase(operation.operationId)}Request`
      : this.#imports.type('NoParts', '../operation.js');
  }

  /** The types of the request, if they have names of their own. */
  types(operation: Operation): readonly string[] {
    const forms = sentContent(operation).map((media) => this.#bodies.form(operation, media));
    return [...forms, this.#type(operation)];
  }

  #type(operation: Operation): string {
    if (!hasParts(operation)) return '';
    const name = this.name(operation);
    const doc = docComment(`Request of ${operation.operationId}.`);
    const parts = PARTS.map(([place, part]) => this.#part(operation, place, part)).join('');
    const content = sentContent(operation);
    const [only] = content;
    if (only === undefined || content.length === 1) {
      const body = only === undefined ? '' : this.#body(operation, only, '  ');
      return `${doc}export interface ${name} {\n${parts}${body}}\n`;
    }
    const bodies = content.map((media, at) => this.#alternative(operation, media, at === 0)).join('');
    if (parts === '') return `${doc}export type ${name} =${bodies};\n`;
    const head = docComment(`Body of ${operation.operationId}, by content type.`);
    return `${head}export type ${name}Body =${bodies};\n\n${doc}export type ${name} = ${name}Body & {\n${parts}};\n`;
  }

  #part(operation: Operation, place: Parameter['in'], part: string): string {
    const whole = place === 'query' ? wholeQueryOf(operation) : undefined;
    if (whole !== undefined) return this.#wholeQuery(operation, whole);
    const parameters = givenParameters(operation).filter((parameter) => parameter.in === place);
    if (parameters.length === 0) return '';
    const isNeeded = parameters.some(isRequired);
    const members = parameters.map((parameter) => {
      const type = this.#types.parameter(operation, parameter);
      const head = `readonly ${propertyName(parameter.name)}${isRequired(parameter) ? '' : '?'}`;
      return (
        fieldDoc(parameter, '    ') +
        member(head, isRequired(parameter) ? [type] : [type, 'undefined'], '    ')
      );
    });
    return `  readonly ${part}${isNeeded ? '' : '?'}: {\n${members.join('')}  };\n`;
  }

  #wholeQuery(operation: Operation, parameter: Parameter): string {
    const type = this.#types.parameter(operation, parameter);
    const isNeeded = parameter.required;
    const head = `readonly query${isNeeded ? '' : '?'}`;
    return fieldDoc(parameter, '  ') + member(head, isNeeded ? [type] : [type, 'undefined'], '  ');
  }

  #body(operation: Operation, media: MediaType, indent: string): string {
    const isNeeded = operation.requestBody?.required === true;
    const types = this.#bodies.request(operation, media);
    const doc = fieldDoc(operation.requestBody ?? {}, indent);
    const range = media.contentType.includes('*')
      ? `${indent}readonly contentType?: string | undefined;\n`
      : '';
    return `${range}${doc}${member(`readonly body${isNeeded ? '' : '?'}`, isNeeded ? types : [...types, 'undefined'], indent)}`;
  }

  #alternative(operation: Operation, media: MediaType, isUsual: boolean): string {
    const isRange = media.contentType.includes('*');
    const type = isRange ? 'string' : quote(media.contentType);
    const head = isUsual ? 'readonly contentType?' : 'readonly contentType';
    const kind = member(head, isUsual ? [type, 'undefined'] : [type], '      ');
    const needed = operation.requestBody?.required === true || !isUsual;
    const body = this.#bodies.request(operation, media);
    const text = member(
      `readonly body${needed ? '' : '?'}`,
      needed ? body : [...body, 'undefined'],
      '      ',
    );
    return `\n  | {\n${kind}${text}    }`;
  }
}

function hasParts(operation: Operation): boolean {
  return givenParameters(operation).length > 0 || sentContent(operation).length > 0;
}
