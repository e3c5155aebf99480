/** Prints what an operation answers, and the items of its streams. */
import type { MediaType, Operation, Response } from '../../model/contract.js';
import { pascalCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import type { ModuleImports } from '../module-imports.js';
import { fieldDoc } from '../operation-text.js';
import type { SchemaTypes } from '../schema-types.js';
import { member, propertyName, quote, WIDTH } from '../typescript-text.js';
import type { BodyTypes } from './body-types.js';
import { headerReading } from './header-reading.js';
import { replies } from './operation-shape.js';
import { isStringSchema, type Schemas } from './resolve.js';

const REPLY = '../reply.js';

/** Prints responses in one module, whose imports it notes. */
export class ResponsePrinter {
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;
  readonly #bodies: BodyTypes;
  readonly #schemas: Schemas;

  constructor(imports: ModuleImports, types: SchemaTypes, bodies: BodyTypes, schemas: Schemas) {
    this.#imports = imports;
    this.#types = types;
    this.#bodies = bodies;
    this.#schemas = schemas;
  }

  /** The types of what a call gives. */
  types(operation: Operation): string {
    const responses = replies(operation);
    const headers = responses.map((response) => this.#headers(operation, response));
    const members = responses.flatMap((response) => this.#members(operation, response, responses));
    const name = `${pascalCase(operation.operationId)}Response`;
    const doc = docComment(`What ${operation.operationId} answers.`);
    const text = alias(name, members);
    return `${headers.filter((one) => one !== '').join('\n')}${headers.some((one) => one !== '') ? '\n' : ''}${doc}${text}\n`;
  }

  /** The type of what a stream of server-sent events gives. */
  events(operation: Operation, media: MediaType): string {
    const event = this.#imports.type('StreamEvent', '../stream-reading.js');
    const data = (schema: MediaType['schema'], isJson: boolean) =>
      isJson ? this.#types.of(schema) : 'string';
    const kinds = media.events?.map((kind) => ({
      type: event,
      arguments: [data(kind.data, kind.isJson), ...(kind.event === undefined ? [] : [quote(kind.event)])],
    }));
    const item = itemSchema(this.#schemas, media);
    const members = kinds ?? [{ type: event, arguments: [data(item, item !== undefined)] }];
    return this.#item(`${pascalCase(operation.operationId)}StreamItem`, operation, members);
  }

  /** The type of what a stream of lines gives. */
  lines(operation: Operation, media: MediaType): string {
    const item = { type: this.#types.of(media.itemSchema ?? media.schema), arguments: [] };
    return this.#item(`${pascalCase(operation.operationId)}Line`, operation, [item]);
  }

  #item(name: string, { operationId }: Operation, members: readonly Generic[]): string {
    const doc = docComment(`What the stream of ${operationId} gives.`);
    return `${doc}${alias(name, members)}\n`;
  }

  /** Each content type of a response is a member; a default is one that succeeded, or one that did not. */
  #members(operation: Operation, response: Response, all: readonly Response[]): readonly Generic[] {
    const content = response.content.length === 0 ? [undefined] : response.content;
    return statusTypes(response, all, (name) => this.#imports.type(name, REPLY)).flatMap(({ isOk, status }) =>
      content.map((media): Generic => {
        const body =
          media === undefined
            ? emptyBody(operation, response)
            : this.#bodies.response(operation, response, media);
        const headers = response.headers.length > 0 ? headersName(operation, response) : undefined;
        const type = media === undefined || content.length === 1 ? undefined : contentTypeType(media);
        const noHeaders = () => this.#imports.type('NoHeaders', REPLY);
        const rest = type === undefined ? (headers ? [headers] : []) : [headers ?? noHeaders(), type];
        return { type: this.#imports.type(isOk ? 'Ok' : 'NotOk', REPLY), arguments: [status, body, ...rest] };
      }),
    );
  }

  #headers(operation: Operation, response: Response): string {
    if (response.headers.length === 0) return '';
    const members = response.headers.map((header) => {
      const { type, reading } = headerReading(this.#schemas, header);
      const isPlain = reading === 'string' && type === undefined;
      const text = isPlain
        ? 'string'
        : (type ?? this.#types.responseHeader(operation, response, header.name, header.schema));
      const head = `readonly ${propertyName(header.name)}${header.required ? '' : '?'}`;
      return fieldDoc(header, '  ') + member(head, header.required ? [text] : [text, 'undefined'], '  ');
    });
    const doc = docComment(`Headers of ${operation.operationId}, ${response.status}.`);
    return `${doc}export interface ${headersName(operation, response)} {\n${members.join('')}}\n`;
  }
}

/** The schema of the data of a stream's events, where they are alike; text has none. */
export function itemSchema(schemas: Schemas, media: MediaType): MediaType['schema'] {
  const item = media.itemSchema ?? media.schema;
  return isStringSchema(schemas, item) ? undefined : item;
}

/** The content type as a type: a range is all that it could be. */
function contentTypeType({ contentType }: MediaType): string {
  if (!contentType.includes('*')) return quote(contentType);
  const [, kind] = /^([\w-]+)\/\*$/.exec(contentType) ?? [];
  return kind === undefined ? 'string' : `\`${kind}/\${string}\``;
}

function headersName({ operationId }: Operation, { status }: Response): string {
  return `${pascalCase(operationId)}${pascalCase(status).replace(/^_/, '')}Headers`;
}

/** Without documented content: nothing where there can be none, and whatever the service sends elsewhere. */
function emptyBody({ method }: Operation, { status }: Response): string {
  return method === 'head' || ['204', '205', '304'].includes(status) ? 'undefined' : 'unknown';
}

/** What a status can be, as far as others leave it. */
function statusTypes(
  { status }: Response,
  all: readonly Response[],
  imported: (name: string) => string,
): readonly { readonly isOk: boolean; readonly status: string }[] {
  if (/^\d+$/.test(status)) return [{ isOk: status.startsWith('2'), status }];
  const others = all.map((one) => one.status.toUpperCase()).filter((one) => one !== status.toUpperCase());
  const isRange = (name: string) => /^\dXX$/.test(name);
  const without = (type: string, names: readonly string[]) => {
    const excluded = names.map((name) => (isRange(name) ? imported(`Status${name}`) : name));
    return excluded.length === 0 ? imported(type) : `Exclude<${imported(type)}, ${excluded.join(' | ')}>`;
  };
  if (isRange(status.toUpperCase())) {
    const digit = status.charAt(0);
    const taken = others.filter((name) => /^\d+$/.test(name) && name.startsWith(digit));
    return [{ isOk: digit === '2', status: without(`Status${status.toUpperCase()}`, taken) }];
  }
  const failures = others.filter((name) => /^[345]/.test(name));
  const failed = { isOk: false, status: without('NotOkStatus', failures) };
  if (others.some((name) => name.startsWith('2'))) return [failed];
  return [{ isOk: true, status: imported('Status2XX') }, failed];
}

interface Generic {
  readonly type: string;
  readonly arguments: readonly string[];
}

/** A type that is one of several. */
function alias(name: string, members: readonly Generic[]): string {
  const [only] = members;
  if (only === undefined) return `export type ${name} = never;`;
  const flat = `export type ${name} = ${members.map((one) => generic('', one, '', '', Infinity)).join(' | ')};`;
  if (flat.length <= WIDTH) return flat;
  if (members.length === 1) return generic(`export type ${name} = `, only, '', ';');
  return `export type ${name} =${members.map((one) => `\n${generic('  | ', one, '    ', '')}`).join('')};`;
}

/** `head` and a type with its arguments, on one line or an argument a line. */
function generic(
  head: string,
  { type, arguments: args }: Generic,
  indent: string,
  tail: string,
  width = WIDTH,
): string {
  const flat = `${head}${type}${args.length === 0 ? '' : `<${args.join(', ')}>`}${tail}`;
  if (flat.length <= width || args.length === 0) return flat;
  return `${head}${type}<\n${args.map((one) => `${indent}  ${one}`).join(',\n')}\n${indent}>${tail}`;
}
