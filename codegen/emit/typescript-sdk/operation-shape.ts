/** What a client's method takes for an operation, and what it gives. */
import type {
  Contract,
  MediaType,
  Operation,
  Parameter,
  Response,
  SecurityScheme,
} from '../../model/contract.js';
import { camelCase, variableName } from '../../model/names.js';
import { isEventStream, isJson, isText, successes } from '../media-types.js';

/** Sent by the client itself on every connection. */
const OWN_HEADERS = new Set(['x-request-id', 'traceparent', 'accept', 'authorization', 'if-none-match']);
/** Names that a method uses itself: its other arguments, and values of the module and the language. */
const OWN_VARIABLES = [
  ...['options', 'body', 'job', 'encodeURIComponent'],
  ...['jobId', 'jobEvents', 'readEventStream', 'textEvents', 'jsonEvents', 'newIdempotencyKey'],
];

/** A path parameter as an argument. */
export interface Argument {
  readonly variable: string;
  readonly parameter: Parameter;
}

/** A parameter as a field of the options. */
export interface Option {
  readonly name: string;
  readonly parameter: Parameter;
}

/** The arguments, in the order of the path. */
export function pathArguments(operation: Operation): readonly Argument[] {
  const taken = [...OWN_VARIABLES];
  const place = (parameter: Parameter) => operation.path.indexOf(`{${parameter.name}}`);
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'path');
  return [...parameters]
    .sort((a, b) => place(a) - place(b))
    .map((parameter) => {
      const variable = variableName(parameter.name, taken);
      taken.push(variable);
      return { variable, parameter };
    });
}

/** Query parameters, credentials in the query, and headers that a caller may set; none is called like another. */
export function callOptions({ securitySchemes }: Contract, operation: Operation): readonly Option[] {
  const taken = new Set(['signal', 'headers', 'timeoutMs']);
  const named = (name: string, parameter: Parameter): Option => {
    const free = taken.has(name) ? `${name}_${parameter.in}` : name;
    taken.add(free);
    return { name: free, parameter };
  };
  return [
    ...queryParameters(operation).map((parameter) => named(parameter.name, parameter)),
    ...queryCredentials(securitySchemes, operation).map((parameter) =>
      named(camelCase(parameter.name), parameter),
    ),
    ...headerParameters(operation).map((parameter) =>
      named(isPrefer(parameter) ? 'wait' : camelCase(parameter.name), parameter),
    ),
  ];
}

function queryParameters(operation: Operation): readonly Parameter[] {
  // A browser's substitutes for headers; this client sends the headers.
  const headers = operation.parameters.filter((parameter) => parameter.in === 'header');
  const hasHeader = (name: string) => headers.some((one) => camelCase(one.name) === camelCase(name));
  return operation.parameters.filter((parameter) => parameter.in === 'query' && !hasHeader(parameter.name));
}

/** Keys that go into the query, such as a stream token: for whoever has not the client's own. */
function queryCredentials(schemes: readonly SecurityScheme[], operation: Operation): readonly Parameter[] {
  const taken = new Set(operation.security.flatMap((alternative) => Object.keys(alternative)));
  return schemes.flatMap(({ name, key, description }): readonly Parameter[] => {
    if (!taken.has(name) || key?.in !== 'query') return [];
    return [
      {
        ...{ name: key.name, in: 'query', required: false, deprecated: false, schema: { type: 'string' } },
        ...{ style: 'form', explode: true, allowReserved: false },
        ...(description !== undefined && { description }),
      },
    ];
  });
}

function headerParameters(operation: Operation): readonly Parameter[] {
  return operation.parameters.filter(
    (parameter) => parameter.in === 'header' && !OWN_HEADERS.has(parameter.name.toLowerCase()),
  );
}

/** RFC 7240: `wait` is the preference that callers have. */
export function isPrefer(parameter: Parameter): boolean {
  return parameter.in === 'header' && parameter.name.toLowerCase() === 'prefer';
}

/** Made by the client where the caller gives none. */
export function isIdempotencyKey(parameter: Parameter): boolean {
  return parameter.in === 'header' && parameter.name.toLowerCase() === 'idempotency-key';
}

/** Whether a caller must give the option. */
export function isRequired({ parameter }: Option): boolean {
  return parameter.required && !isIdempotencyKey(parameter) && !isPrefer(parameter);
}

/** How an answer is read. */
export type Reading = 'json' | 'text' | 'bytes' | 'nothing';

/** The answers that a call resolves to; 304 is none, since the client keeps nothing that could be unchanged. */
export function answers(operation: Operation): readonly Response[] {
  return successes(operation).filter(({ status }) => !status.startsWith('3'));
}

/** How the answers of an operation are read, its event stream aside, and their content types. */
export function answerReading(operation: Operation): { reading: Reading; contents: readonly MediaType[] } {
  const contents = answers(operation)
    .flatMap(({ content }) => content)
    .filter((media) => !isEventStream(media));
  if (contents.length === 0) return { reading: 'nothing', contents };
  const json = contents.filter(isJson);
  if (json.length > 0) return { reading: 'json', contents: json };
  return { reading: contents.every(isText) ? 'text' : 'bytes', contents };
}
