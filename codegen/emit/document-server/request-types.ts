/** The type of what an operation is asked, as its handler gets it: checked, of the right types, defaults filled in. */
import type { MediaType, Operation, Parameter, RequestBody } from '../../model/contract.js';
import { pascalCase } from '../../model/names.js';
import { wholeQueryOf } from '../../model/operations.js';
import { docComment } from '../doc-comment.js';
import type { ModuleImports } from '../module-imports.js';
import { fieldDoc } from '../operation-text.js';
import type { SchemaTypes } from '../schema-types.js';
import { member, propertyName, quote, union, WIDTH } from '../typescript-text.js';
import { bodyKind, contentTypeType } from './body-kind.js';
import { fileFields } from './form-files.js';
import { offeredTypes } from './offered-types.js';
import { isUnsaidJson, type Schemas } from './schema-view.js';

const PLACES: readonly (readonly [Parameter['in'], string])[] = [
  ['path', 'path'],
  ['query', 'query'],
  ['header', 'headers'],
  ['cookie', 'cookies'],
];

/** Prints the types of requests. */
export class RequestTypes {
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;
  readonly #schemas: Schemas;

  constructor(imports: ModuleImports, types: SchemaTypes, schemas: Schemas) {
    this.#imports = imports;
    this.#types = types;
    this.#schemas = schemas;
  }

  /** The type `<Operation>Request`, and those that it is made of. */
  print(operation: Operation): string {
    const { requestBody, operationId } = operation;
    const name = pascalCase(operationId);
    const doc = docComment(`Request of ${operationId}.`);
    const parameters = [
      ...PLACES.map(([place, field]) => this.#parameters(operation, place, field)),
      accepted(operation),
    ].join('');
    if (requestBody === undefined || !isUnion(requestBody)) {
      const members = parameters + (requestBody === undefined ? '' : this.#onlyBody(operation, requestBody));
      if (members === '') return `${doc}export type ${name}Request = Readonly<Record<never, never>>;\n`;
      return `${doc}export interface ${name}Request {\n${members}}\n`;
    }
    const variants = this.#bodies(operation, requestBody);
    if (parameters === '') return `${doc}export type ${name}Request =${union(variants)};\n`;
    return [
      `${docComment(`Parameters of ${operationId}.`)}export interface ${name}Parameters {\n${parameters}}\n`,
      `${docComment(`Body of ${operationId}, by content type.`)}export type ${name}Body =${union(variants)};\n`,
      `${doc}export type ${name}Request = ${name}Parameters & ${name}Body;\n`,
    ].join('\n');
  }

  #parameters(operation: Operation, place: Parameter['in'], field: string): string {
    const whole = place === 'query' ? wholeQueryOf(operation) : undefined;
    if (whole !== undefined) {
      const head = `readonly query${whole.required ? '' : '?'}`;
      return fieldDoc(whole, '  ') + member(head, [this.#types.parameter(operation, whole)], '  ');
    }
    const members = operation.parameters
      .filter((parameter) => parameter.in === place)
      .map((parameter) => {
        const type = this.#types.parameter(operation, parameter);
        const optional = parameter.required || hasDefault(parameter) ? '' : '?';
        const name = place === 'header' ? parameter.name.toLowerCase() : parameter.name;
        return (
          fieldDoc(parameter, '    ') + member(`readonly ${propertyName(name)}${optional}`, [type], '    ')
        );
      });
    return members.length === 0 ? '' : `  readonly ${field}: {\n${members.join('')}  };\n`;
  }

  /** The member of a body that comes as one content type. */
  #onlyBody(operation: Operation, body: RequestBody): string {
    const [media] = body.content;
    const type = media === undefined ? 'unknown' : this.#body(operation, media, '  ');
    return fieldDoc(body, '  ') + bodyMember(`readonly body${body.required ? '' : '?'}`, type, '  ');
  }

  #bodies(operation: Operation, body: RequestBody): readonly ((indent: string) => string)[] {
    const variants = body.content.map((media) => (indent: string) => {
      const inner = `${indent}  `;
      const type = contentTypeType(media.contentType, quote);
      const field = bodyMember('readonly body', this.#body(operation, media, inner), inner);
      return `{\n${inner}readonly contentType: ${type};\n${field}${indent}}`;
    });
    const none = (): string => '{ readonly contentType?: undefined; readonly body?: undefined }';
    return body.required ? variants : [...variants, none];
  }

  #body(operation: Operation, media: MediaType, indent: string): string {
    const kind = bodyKind(media.contentType);
    switch (kind) {
      case 'json':
        return this.#types.requestBody(operation, media);
      case 'form':
      case 'multipart':
        return this.#form(operation, media, indent);
      case 'lines':
        return `AsyncIterable<${this.#types.requestItem(media.itemSchema)}>`;
      case 'text':
      case 'events':
        return 'string';
      case 'binary': {
        const stream = this.#imports.type('Readable', 'node:stream');
        const isJson = isUnsaidJson(media.contentType, media.schema, this.#schemas);
        return isJson ? `${this.#types.requestBody(operation, media)} | string | ${stream}` : stream;
      }
      default:
        return kind satisfies never;
    }
  }

  /** The fields of a form; those that are files are `File`s, whatever their schemas are. */
  #form(operation: Operation, media: MediaType, indent: string): string {
    const type = this.#types.requestBody(operation, media);
    const files = fileFields(media, this.#schemas);
    if (files.length === 0) return type;
    const names = files.map(({ name }) => quote(name)).join(' | ');
    const flat = `Omit<${type}, ${names}>`;
    const fits = indent.length + 'readonly body?: '.length + flat.length + ' & {'.length <= WIDTH;
    const others = fits ? flat : `Omit<\n${indent}  ${type},\n${indent}  ${names}\n${indent}>`;
    const members = files.map(({ name, isList, required }) => {
      const optional = required ? '' : '?';
      return `${indent}  readonly ${propertyName(name)}${optional}: ${isList ? 'readonly File[]' : 'File'};\n`;
    });
    return `${others} & {\n${members.join('')}${indent}}`;
  }
}

/** A type of several lines is laid out already. */
function bodyMember(head: string, type: string, indent: string): string {
  return type.includes('\n') ? `${indent}${head}: ${type};\n` : member(head, [type], indent);
}

/** Whether a handler needs to know what the body came as. */
function isUnion({ content }: RequestBody): boolean {
  return content.length > 1 || content.some(({ contentType }) => contentType.includes('*'));
}

/** What the client takes, where there is a choice. */
function accepted(operation: Operation): string {
  const types = offeredTypes(operation);
  if (types.length < 2) return '';
  const doc = docComment('The content type that the client likes best.', '  ');
  return doc + member('readonly accepts', types.map(quote), '  ');
}

function hasDefault({ schema }: Parameter): boolean {
  return typeof schema === 'object' && schema.default !== undefined;
}
