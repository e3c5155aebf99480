/** Prints the methods of the client: types, and one call of the runtime. */
import type { Contract, MediaType, Operation } from '../../model/contract.js';
import { pascalCase, typeName } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { isJson } from '../media-types.js';
import type { ModuleImports } from '../module-imports.js';
import { fieldDoc, operationDoc } from '../operation-text.js';
import { refName, SchemaTypes } from '../schema-types.js';
import { list, member, propertyName, union } from '../typescript-text.js';
import { isJobParameter, isJobStream, isPerJobType, itemOf, jobCreation } from './job-api.js';
import {
  answerReading,
  answers,
  callOptions,
  isPrefer,
  isRequired,
  type Option,
  pathArguments,
} from './operation-shape.js';
import { RequestPrinter, sentContent } from './request-printer.js';

const EVENTS = './events.js';
const SESSION = './job-session.js';
const PLAIN_STREAM = './plain-stream.js';

/** A method's signature in pieces. */
interface Signature {
  readonly name: string;
  readonly typeParameter: string;
  readonly arguments: readonly string[];
  readonly result: string;
}

/** Prints methods in one module, whose imports it notes. */
export class MethodPrinter {
  readonly #contract: Contract;
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;
  readonly #requests: RequestPrinter;

  constructor(contract: Contract, imports: ModuleImports) {
    this.#contract = contract;
    this.#imports = imports;
    this.#types = new SchemaTypes(imports, '../../contract', contract.schemas);
    this.#requests = new RequestPrinter(contract, imports, this.#types);
  }

  /** The interface of an operation's options; operations that have none of their own share one. */
  optionsType(operation: Operation): string {
    const options = callOptions(this.#contract, operation);
    if (options.length === 0) return '';
    const doc = docComment(`Options of ${operation.operationId}.`);
    const members = options.map((option) => this.#optionMember(operation, option)).join('');
    return `${doc}export interface ${optionsName(this.#contract, operation)} extends CallOptions {\n${members}}\n`;
  }

  /** A name for what an operation gives, where that takes many words. */
  resultType(operation: Operation): string {
    const isTypedByJob = jobCreation(this.#contract, operation) ?? this.#perJobTypeResult(operation);
    if (isTypedByJob !== undefined || answerReading(operation).contents.length === 0) return '';
    const types = this.#resultTypes(operation);
    if (!isNamed(types)) return '';
    const doc = docComment(`What ${operation.operationId} gives.`);
    return `${doc}export type ${resultName(operation)} =${union(types.map((type) => () => type))};\n`;
  }

  /** A method that sends the request and resolves to the answer. */
  call(operation: Operation): string {
    const { reading } = answerReading(operation);
    const { typeParameter, body, result } = this.#typing(operation);
    const signature = {
      name: operation.sdkMethod,
      typeParameter,
      arguments: [...this.#pathParameters(operation), ...body, optionsParameter(this.#contract, operation)],
      result: `Promise<${result}>`,
    };
    const request = this.#requests.callFields(operation);
    return `${operationDoc(operation, '  ')}${openMethod(signature)}
    return this.#transport.${reading}({
${request.map((line) => `      ${line}\n`).join('')}    });
  }
`;
  }

  /** A method that reads the operation's event stream. */
  stream(operation: Operation, media: MediaType, suffix = ''): string {
    const isOfJobs = isJobStream(this.#contract, operation);
    const { event, reading } = isOfJobs ? this.#jobEvents() : this.#otherEvents(media);
    const jobTypeName = isOfJobs ? this.#jobTypeName() : '';
    const signature = {
      name: `${operation.sdkMethod}${suffix}`,
      typeParameter: isOfJobs ? `<T extends ${jobTypeName} = ${jobTypeName}>` : '',
      arguments: [
        ...this.#pathParameters(operation, isOfJobs ? '<T>' : ''),
        ...this.#plainBody(operation),
        optionsParameter(this.#contract, operation),
      ],
      result: `AsyncGenerator<${event}, void, void>`,
    };
    const read = this.#imports.value('readEventStream', './event-stream.js');
    const request = this.#requests.streamFields(operation);
    return `${operationDoc(operation, '  ')}${openMethod(signature)}
    return ${read}(
      this.#transport,
      {
${request.map((line) => `        ${line.replaceAll('\n', '\n  ')}\n`).join('')}      },
      ${reading},
    );
  }
`;
  }

  /** A method that opens the socket of a job. */
  session(operation: Operation): string {
    const interactive = this.#imports.type('InteractiveJobType', EVENTS);
    const event = `${this.#imports.type('JobEvent', EVENTS)}<T>`;
    const input = `${this.#imports.type('JobTypeInputs', EVENTS)}[T]`;
    const session = this.#imports.value('JobSession', SESSION);
    const options = this.#imports.type('SessionOptions', SESSION);
    const signature = {
      name: operation.sdkMethod,
      typeParameter: `<T extends ${interactive} = ${interactive}>`,
      arguments: [...this.#pathParameters(operation, '<T>'), `options: ${options} = {}`],
      result: `${session}<${event}, ${input}>`,
    };
    const args = [
      'this.#transport',
      this.#requests.path(operation),
      `${this.#imports.value('jobEvents', EVENTS)}<T>()`,
      'options',
    ];
    return `${operationDoc(operation, '  ')}${openMethod(signature)}
    return new ${session}(
${args.map((argument) => `      ${argument},\n`).join('')}    );
  }
`;
  }

  #optionMember(operation: Operation, option: Option): string {
    const { name, parameter } = option;
    if (isPrefer(parameter)) {
      const doc = docComment('Waits up to so many seconds for the end of the work, where it may.', '  ');
      return `${doc}  readonly wait?: number | undefined;\n`;
    }
    const type = this.#types.parameter(operation, parameter);
    const head = `readonly ${propertyName(name)}${isRequired(option) ? '' : '?'}`;
    return fieldDoc(parameter, '  ') + member(head, isRequired(option) ? [type] : [type, 'undefined'], '  ');
  }

  #jobTypeName(): string {
    return this.#imports.type('JobTypeName', '../../contract/job-types.js');
  }

  #jobEvents(): { event: string; reading: string } {
    return {
      event: `${this.#imports.type('JobEvent', EVENTS)}<T>`,
      reading: `${this.#imports.value('jobEvents', EVENTS)}<T>()`,
    };
  }

  #otherEvents(media: MediaType): { event: string; reading: string } {
    const item = itemOf(media);
    const data = item === undefined ? 'string' : this.#types.of(item);
    const event = `${this.#imports.type('StreamEvent', PLAIN_STREAM)}<${data}>`;
    if (item === undefined) return { event, reading: `${this.#imports.value('textEvents', PLAIN_STREAM)}()` };
    return { event, reading: `${this.#imports.value('jsonEvents', PLAIN_STREAM)}<${data}>()` };
  }

  #typing(operation: Operation): { typeParameter: string; body: readonly string[]; result: string } {
    const creation = jobCreation(this.#contract, operation);
    if (creation !== undefined) {
      const variants = this.#imports.type(`${typeName(creation.body)}ByType`, EVENTS);
      return {
        typeParameter: `<T extends ${this.#jobTypeName()}>`,
        body: [`body: { readonly ${propertyName(creation.typeProperty)}: T } & ${variants}[T]`],
        result: `${this.#imports.type('CreatedJob', EVENTS)}<T>`,
      };
    }
    const perJob = this.#perJobTypeResult(operation);
    return {
      typeParameter: perJob === undefined ? '' : `<T extends ${this.#jobTypeName()}>`,
      body: this.#plainBody(operation),
      result: perJob ?? this.#result(operation),
    };
  }

  #perJobTypeResult(operation: Operation): string | undefined {
    const { contents, reading } = answerReading(operation);
    const name = refName(contents[0]?.schema);
    if (reading !== 'json' || contents.length !== 1 || !isPerJobType(this.#contract, name)) return undefined;
    return `${this.#imports.type(`${typeName(name)}ByType`, EVENTS)}[T]`;
  }

  #plainBody(operation: Operation): readonly string[] {
    const media = sentContent(operation);
    if (media === undefined) return [];
    const type = isJson(media) ? this.#types.requestBody(operation, media) : rawBody(media);
    return [operation.requestBody?.required === true ? `body: ${type}` : `body?: ${type}`];
  }

  #result(operation: Operation): string {
    const types = this.#resultTypes(operation);
    return isNamed(types) ? resultName(operation) : types.join(' | ');
  }

  /** What an operation's answers are, each type once. */
  #resultTypes(operation: Operation): readonly string[] {
    const { reading } = answerReading(operation);
    if (reading === 'nothing') return ['void'];
    if (reading !== 'json') return [reading === 'text' ? 'string' : 'Uint8Array'];
    const types = answers(operation).flatMap((response) => {
      const json = response.content.filter(isJson);
      if (json.length === 0) return ['undefined'];
      return json.map((media) => this.#types.responseBody(operation, response, media));
    });
    return types.includes('unknown') ? ['unknown'] : [...new Set(types)];
  }

  /** A job is named by its id, or is itself the argument. */
  #pathParameters(operation: Operation, typeArgument?: string): readonly string[] {
    const isTyped = this.#perJobTypeResult(operation) !== undefined;
    return pathArguments(operation).map(({ variable, parameter }) => {
      if (!isJobParameter(this.#contract, parameter)) {
        return `${variable}: ${this.#types.parameter(operation, parameter)}`;
      }
      const reference = this.#imports.type('JobReference', EVENTS);
      return `job: string | ${reference}${typeArgument ?? (isTyped ? '<T>' : '')}`;
    });
  }
}

function rawBody({ contentType }: MediaType): string {
  if (contentType.startsWith('multipart/')) return 'FormData';
  if (contentType === 'application/x-www-form-urlencoded') return 'URLSearchParams';
  return 'string | Uint8Array | Blob';
}

/** Whether the types would make a signature hard to read. */
function isNamed(types: readonly string[]): boolean {
  return types.length > 2 || types.some((type) => type.includes("['"));
}

function resultName(operation: Operation): string {
  return `${pascalCase(operation.operationId)}Result`;
}

function optionsName(contract: Contract, operation: Operation): string {
  return callOptions(contract, operation).length > 0
    ? `${pascalCase(operation.operationId)}Options`
    : 'CallOptions';
}

function optionsParameter(contract: Contract, operation: Operation): string {
  const fallback = callOptions(contract, operation).some(isRequired) ? '' : ' = {}';
  return `options: ${optionsName(contract, operation)}${fallback}`;
}

function openMethod({ name, typeParameter, arguments: parameters, result }: Signature): string {
  return `  ${list(`${propertyName(name)}${typeParameter}(`, parameters, `): ${result} {`, '  ')}`;
}
