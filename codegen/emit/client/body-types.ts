/** The types of bodies as a client gives and gets them. */
import type { JsonSchema, MediaType, Operation, Response } from '../../model/contract.js';
import { pascalCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { fileShape } from '../document-server/form-files.js';
import { isBinary } from '../document-server/schema-view.js';
import { isJson, isLines, isText, isUrlEncoded } from '../media-types.js';
import type { ModuleImports } from '../module-imports.js';
import { fieldDoc } from '../operation-text.js';
import type { SchemaTypes } from '../schema-types.js';
import { member, propertyName, quote } from '../typescript-text.js';
import { fieldsOf, isStringSchema, resolve, type Schemas } from './resolve.js';

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
  return saysMore(resolve(schemas, media.schema)) && !isStringSchema(schemas, media.schema) ? 'json' : 'any';
}

/** Whether a schema says anything of its values. */
function saysMore(schema: JsonSchema | undefined): boolean {
  if (typeof schema !== 'object') return false;
  return Object.keys(schema).some((keyword) => !/^(title|description|examples?|x-.*)$/.test(keyword));
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

  /** What a request's body may be. */
  request(operation: Operation, media: MediaType): readonly string[] {
    const { schema } = media;
    if (isLines(media)) {
      const item = media.itemSchema ?? true;
      return [`Iterable<${this.#types.requestBody(operation, { ...media, schema: item })}>`];
    }
    if (isUrlEncoded(media.contentType)) return ['URLSearchParams', this.#fields(operation, media)];
    if (isMultipart(media)) {
      const hasFields = fieldsOf(this.#schemas, schema) !== undefined;
      return ['FormData', hasFields ? formName(operation, media) : 'Readonly<Record<string, unknown>>'];
    }
    switch (readingOf(this.#schemas, media)) {
      case 'json':
        if (isJson(media)) return [this.#types.requestBody(operation, media)];
        return [this.#types.requestBody(operation, media), this.#binary()];
      case 'text':
        return ['string'];
      case 'blob':
        return schema !== undefined &&
          isStringSchema(this.#schemas, schema) &&
          !isBinary(schema, this.#schemas)
          ? ['string', this.#binary()]
          : [this.#binary()];
      default:
        return ['unknown'];
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

  /** The interface of a body in parts, whose files are files: to a schema they are strings. */
  form(operation: Operation, media: MediaType): string {
    const fields = isMultipart(media) ? fieldsOf(this.#schemas, media.schema) : undefined;
    if (fields === undefined) return '';
    const lines = Object.entries(fields.properties).map(([name, value]) => {
      const schema = value as JsonSchema;
      if (typeof schema === 'object' && schema.readOnly === true) return '';
      const isRequired = fields.required.includes(name);
      const type = this.#field(operation, media, name, schema);
      const head = `readonly ${propertyName(name)}${isRequired ? '' : '?'}`;
      const description = typeof schema === 'object' && schema.description;
      const doc = fieldDoc(typeof description === 'string' ? { description } : {}, '  ');
      return doc + member(head, isRequired ? [type] : [type, 'undefined'], '  ');
    });
    const doc = docComment(`Parts of the body of ${operation.operationId}.`);
    return `${doc}export interface ${formName(operation, media)} {\n${lines.join('')}}\n`;
  }

  #field(operation: Operation, media: MediaType, name: string, schema: JsonSchema): string {
    const file = fileShape(schema, media.encoding?.[name]?.contentType, this.#schemas);
    if (file !== undefined) return file === 'array' ? 'readonly Blob[]' : 'Blob';
    const type = this.#types.of(schema, 'request');
    if (type !== 'unknown' || schema === true || Object.keys(schema).length === 0) return type;
    return `${parenthesized(this.#types.requestBody(operation, media))}[${quote(name)}]`;
  }
}

function isMultipart({ contentType }: MediaType): boolean {
  return /^multipart\//i.test(contentType);
}

function formName({ operationId }: Operation, { contentType }: MediaType): string {
  const [, kind = ''] = /^multipart\/([\w.+-]+)/i.exec(contentType) ?? [];
  return `${pascalCase(operationId)}${kind === 'form-data' ? '' : pascalCase(kind)}Form`;
}

function parenthesized(type: string): string {
  return /[ |&]/.test(type) && !/^\w+<.*>$/.test(type) ? `(${type})` : type;
}
