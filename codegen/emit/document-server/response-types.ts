/** The type of what an operation may answer: a variant for each documented status and content type, errors too. */
import type { MediaType, Operation, Response } from '../../model/contract.js';
import { pascalCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import type { ModuleImports } from '../module-imports.js';
import type { SchemaTypes } from '../schema-types.js';
import { member, propertyName, quote, union } from '../typescript-text.js';
import { bodyKind, contentTypeType } from './body-kind.js';
import { isUnsaidJson, itemsOf, type Schemas } from './schema-view.js';

/** Prints the types of answers. */
export class ResponseTypes {
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;
  readonly #schemas: Schemas;
  /** The runtime's folder, as the module sees it. */
  readonly #runtime: string;

  constructor(imports: ModuleImports, types: SchemaTypes, schemas: Schemas, runtime = './express') {
    this.#imports = imports;
    this.#types = types;
    this.#schemas = schemas;
    this.#runtime = runtime;
  }

  /** The type `<Operation>Response`. */
  print(operation: Operation): string {
    const variants = operation.responses.flatMap((response) => this.#variants(operation, response));
    const doc = docComment(`What ${operation.operationId} answers.`);
    return `${doc}export type ${pascalCase(operation.operationId)}Response =${union(variants)};\n`;
  }

  #variants(operation: Operation, response: Response): readonly ((indent: string) => string)[] {
    const content = /^(1..|204|205|304)$/i.test(response.status) ? [] : response.content;
    const isNamed = content.length > 1 || content.some(({ contentType }) => contentType.includes('*'));
    const media = content.length === 0 ? [undefined] : content;
    return media.map((one) => (indent) => {
      const inner = `${indent}  `;
      const fields = [
        member('readonly status', [this.#status(operation, response)], inner),
        this.#headers(operation, response, inner),
        one !== undefined && isNamed
          ? `${inner}readonly contentType: ${contentTypeType(one.contentType, quote)};\n`
          : '',
        one === undefined
          ? `${inner}readonly body?: never;\n`
          : member('readonly body', [this.#body(operation, response, one, inner)], inner),
      ];
      return `{\n${fields.join('')}${indent}}`;
    });
  }

  /** A status, or those of a range that are not documented by themselves. */
  #status({ responses }: Operation, { status }: Response): string {
    if (/^\d+$/.test(status)) return status;
    const ranges = responses.flatMap((one) => (/^[1-5]XX$/i.test(one.status) ? [one.status.charAt(0)] : []));
    const isRange = status !== 'default';
    const digits = isRange ? [status.charAt(0)] : ['2', '3', '4', '5'].filter((one) => !ranges.includes(one));
    const range = `${this.#imports.type('StatusRange', `${this.#runtime}/status.js`)}<${digits.join(' | ')}>`;
    const known = responses.flatMap((one) =>
      /^\d+$/.test(one.status) && digits.includes(one.status.charAt(0)) ? [one.status] : [],
    );
    return known.length === 0 ? range : `Exclude<${range}, ${known.join(' | ')}>`;
  }

  #headers(operation: Operation, response: Response, indent: string): string {
    if (response.headers.length === 0) return '';
    const optional = response.headers.some((one) => one.required) ? '' : '?';
    const members = response.headers.map(({ name, required, schema }) => {
      const type = this.#types.responseHeader(operation, response, name, schema);
      return member(`readonly ${propertyName(name)}${required ? '' : '?'}`, [type], `${indent}  `);
    });
    return `${indent}readonly headers${optional}: {\n${members.join('')}${indent}};\n`;
  }

  #body(operation: Operation, response: Response, media: MediaType, indent: string): string {
    const kind = bodyKind(media.contentType);
    switch (kind) {
      case 'json':
        return this.#types.responseBody(operation, response, media);
      case 'events':
        return this.#events(media, indent);
      case 'lines':
        return `AsyncIterable<${this.#types.responseItem(lineSchema(media, this.#schemas))}>`;
      case 'form':
      case 'multipart':
      case 'text':
        return `string | ${this.#imports.type('Binary', `${this.#runtime}/answer.js`)}`;
      case 'binary': {
        const bytes = this.#imports.type('Binary', `${this.#runtime}/answer.js`);
        const isJson = isUnsaidJson(media.contentType, media.schema, this.#schemas);
        return isJson ? `${this.#types.responseBody(operation, response, media)} | string | ${bytes}` : bytes;
      }
      default:
        return kind satisfies never;
    }
  }

  #events({ events, itemSchema, schema }: MediaType, indent: string): string {
    const from = `${this.#runtime}/stream-event.js`;
    const any = (data: string, more = '') => `${this.#imports.type('StreamEvent', from)}<${data}${more}>`;
    // Whatever the name; what is known of no event at all is text.
    if (events === undefined) return `AsyncIterable<${any(this.#data(itemSchema ?? schema), ', string')}>`;
    const kinds = events.map(({ event, data, isJson }) => {
      const type = isJson ? this.#types.responseItem(data) : 'string';
      if (event === undefined) return any(type);
      return `${this.#imports.type('NamedStreamEvent', from)}<${quote(event)}, ${type}>`;
    });
    const [only = 'never'] = kinds;
    if (kinds.length < 2) return `AsyncIterable<${only}>`;
    return `AsyncIterable<${kinds.map((kind) => `\n${indent}  | ${kind}`).join('')}\n${indent}>`;
  }

  #data(schema: MediaType['schema']): string {
    return isTextData(schema) ? 'string' : this.#types.responseItem(schema);
  }
}

/** Whether events of a stream that is described by one schema carry text: that of the whole stream, or none. */
export function isTextData(schema: MediaType['schema']): boolean {
  return schema === undefined || (typeof schema === 'object' && schema.type === 'string');
}

/** The schema of a line: older documents give it as that of the body, or of a list of them. */
function lineSchema({ itemSchema, schema }: MediaType, schemas: Schemas): MediaType['schema'] {
  return itemSchema ?? itemsOf(schema, schemas) ?? schema;
}
