/** The types of bodies as a client gives and gets them. */
import type { JsonSchema, MediaType, Operation, Response } from '../../model/contract.js';
import { isForm, isJson, isLines, isText } from '../media-types.js';
import type { ModuleImports } from '../module-imports.js';
import { fieldDoc } from '../operation-text.js';
import type { SchemaTypes } from '../schema-types.js';
import { member, propertyName, quote } from '../typescript-text.js';
import { fieldsOf, isFileSchema, isStringSchema, resolve, type Schemas } from './resolve.js';

/** How a body is read: see the runtime's `BodyReading`. */
export type Reading = 'json' | 'text' | 'blob' | 'any';

/** How a response's body is read by its content type. */
export function readingOf(schemas: Schemas, media: MediaType): Reading {
  if (isJson(media)) return 'json';
  if (isText(media)) return 'text';
  if (!/\*/.test(media.contentType)) return 'blob';
  if (/^text\//i.test(media.contentType)) return 'text';
  if (!/^(\*|application)\//.test(media.contentType)) return 'blob';
  // Frameworks that do not know better document a range for their JSON.
  const isStructured = resolve(schemas, media.schema) !== undefined && !isStringSchema(schemas, media.schema);
  return isStructured ? 'json' : 'any';
}

/** Prints types of bodies in one module, whose imports it notes. */
export class BodyTypes {
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;
  readonly #schemas: Schemas;

  constructor(imports: ModuleImports, types: SchemaTypes, schemas: Schemas) {
    this.#imports = imports;
    this.#types = types;
    this.#schemas = schemas;
  }

  /** Of a response's body. */
  response(operation: Operation, response: Response, media: MediaType): string {
    switch (readingOf(this.#schemas, media)) {
      case 'json':
        return this.#types.responseBody(operation, response, media);
      case 'text':
        return 'string';
      case 'blob':
        return 'Blob';
      default:
        return 'unknown';
    }
  }

  /** Of a request's body, whose lines after the first begin at `indent`. */
  request(operation: Operation, media: MediaType, indent: string): string {
    const { contentType, schema } = media;
    if (isLines(media)) return `Iterable<${this.#types.of(media.itemSchema)}>`;
    if (isForm(media)) return `URLSearchParams | ${this.#fields(operation, media)}`;
    if (/^multipart\//i.test(contentType)) return `FormData | ${this.#multipart(operation, media, indent)}`;
    switch (readingOf(this.#schemas, media)) {
      case 'json':
        if (isJson(media)) return this.#types.requestBody(operation, media);
        return `${this.#types.requestBody(operation, media)} | ${this.#binary()}`;
      case 'text':
        return 'string';
      case 'blob':
        return schema !== undefined &&
          isStringSchema(this.#schemas, schema) &&
          !isFileSchema(this.#schemas, schema)
          ? `string | ${this.#binary()}`
          : this.#binary();
      default:
        return 'unknown';
    }
  }

  #binary(): string {
    return this.#imports.type('Binary', '../operation.js');
  }

  #fields(operation: Operation, media: MediaType): string {
    return media.schema === undefined
      ? 'Readonly<Record<string, unknown>>'
      : this.#types.requestBody(operation, media);
  }

  /** Fields whose files are files: to a schema they are strings. */
  #multipart(operation: Operation, media: MediaType, indent: string): string {
    const fields = fieldsOf(this.#schemas, media.schema);
    if (fields === undefined) return 'Readonly<Record<string, unknown>>';
    const lines = Object.entries(fields.properties).map(([name, value]) => {
      const schema = value as JsonSchema;
      if (typeof schema === 'object' && schema.readOnly === true) return '';
      const isRequired = fields.required.includes(name);
      const type = this.#field(operation, media, name, schema);
      const head = `readonly ${propertyName(name)}${isRequired ? '' : '?'}`;
      const doc =
        typeof schema === 'object' && typeof schema.description === 'string' ? schema.description : '';
      return (
        fieldDoc({ description: doc }, `${indent}  `) +
        member(head, isRequired ? [type] : [type, 'undefined'], `${indent}  `)
      );
    });
    return `{\n${lines.join('')}${indent}}`;
  }

  #field(operation: Operation, media: MediaType, name: string, schema: JsonSchema): string {
    const isFile = (one: JsonSchema | undefined) =>
      isFileSchema(this.#schemas, one) || isMediaType(media.encoding?.[name]?.contentType);
    const found = resolve(this.#schemas, schema);
    if (typeof found === 'object' && found.type === 'array') {
      if (isFile(found.items as JsonSchema)) return 'readonly Blob[]';
    } else if (isFile(schema)) return 'Blob';
    const type = this.#types.of(schema);
    if (type !== 'unknown' || schema === true || Object.keys(schema).length === 0) return type;
    return `${parenthesized(this.#types.requestBody(operation, media))}[${quote(name)}]`;
  }
}

/** Whether a part's content type is that of a file: a picture, or any bytes. */
function isMediaType(contentType: string | undefined): boolean {
  return /^(image|audio|video|font)\/|^application\/(octet-stream|pdf|zip)/i.test(contentType ?? '');
}

function parenthesized(type: string): string {
  return /[ |&]/.test(type) && !/^\w+<.*>$/.test(type) ? `(${type})` : type;
}
