import {
  type OperationValidators,
  type ParameterValues,
  type ResponseValidators,
  toValidationErrors,
  type Validator,
} from '../../contract/validation.js';
import { type Answer, contentTypeOf, findStatus } from './answer.js';
import { bodyKind, findContent } from './content-type.js';
import { HttpProblem, type ProblemDetail } from './http-problem.js';
import type { ReadBody } from './request-body.js';
import type { Route } from './route.js';

/** As many faults as a client is told of at once. */
const MAX_ERRORS = 50;

/** Checks the parameters; those that are texts become what their schemas want, and defaults are filled in. */
export function checkParameters(values: ParameterValues, { parameters }: OperationValidators): void {
  if (parameters === undefined || parameters(values)) return;
  throw refused('Parameters are not valid', faults(parameters, ''));
}

/** Checks a body, which stays as it came: only the texts of a form become what their schemas want. */
export function checkBody({ key, value, isChecked }: ReadBody, { body }: OperationValidators): void {
  const isValid = body?.[key];
  if (!isChecked || isValid === undefined || isValid(value)) return;
  throw refused('The body is not valid', faults(isValid, '/body'));
}

function refused(detail: string, errors: readonly ProblemDetail[]): HttpProblem {
  return new HttpProblem(400, detail, { errors });
}

function faults({ errors }: Validator<unknown>, place: string): readonly ProblemDetail[] {
  return toValidationErrors(errors ?? [], 'path', MAX_ERRORS).map(({ pointer, message, rule }) => ({
    pointer: pointer === '' ? place : `${place}/${pointer}`,
    message,
    rule,
  }));
}

/** What is wrong with an answer; empty: nothing. A status that the contract lacks is wrong. */
export function answerFaults(
  route: Route,
  answer: Answer,
  { responses }: OperationValidators,
): readonly ProblemDetail[] {
  const found = findStatus(route.responses, answer.status);
  if (found === undefined)
    return [{ pointer: '/status', message: `${answer.status} is not documented`, rule: 'status' }];
  const [, types] = found;
  const [, validators] = findStatus(responses, answer.status) ?? [];
  const contentType = contentTypeOf(route, answer);
  const key = contentType && findContent(types, (type) => type, contentType);
  if (contentType !== undefined && key === undefined)
    return [{ pointer: '/contentType', message: `${contentType} is not documented`, rule: 'contentType' }];
  // What a text stands for is not looked into.
  const isBody =
    key !== undefined && bodyKind(contentType ?? key) === 'json' ? validators?.body?.[key] : undefined;
  const headers = lowerCase(answer.headers ?? {});
  return [
    ...(isBody === undefined || isOpaque(answer.body) || isBody(asSent(answer.body))
      ? []
      : faults(isBody, '/body')),
    ...(validators?.headers === undefined || validators.headers(headers)
      ? []
      : faults(validators.headers, '/headers')),
  ];
}

/** The answer, whose stream breaks off at the first item that breaks the contract; `onFault` is told before. */
export function withCheckedItems(
  route: Route,
  answer: Answer,
  { responses }: OperationValidators,
  onFault: (errors: readonly ProblemDetail[]) => void,
): Answer {
  const contentType = contentTypeOf(route, answer);
  const [, validators] = findStatus(responses, answer.status) ?? [];
  if (contentType === undefined || validators === undefined || !isAsyncIterable(answer.body)) return answer;
  const check = itemCheck(contentType, validators);
  return check === undefined ? answer : { ...answer, body: checkedItems(answer.body, check, onFault) };
}

/** Finds what is wrong with an item. */
type ItemCheck = (item: unknown) => readonly ProblemDetail[];

function itemCheck(contentType: string, { items, events }: ResponseValidators): ItemCheck | undefined {
  const isItem = items?.[contentType];
  const byEvent = events?.[contentType];
  if (isItem === undefined && byEvent === undefined) return undefined;
  const isEvent = bodyKind(contentType) === 'events';
  return (item) => {
    const { event = '*', data } = isEvent
      ? (item as { readonly event?: string; readonly data: unknown })
      : { data: item };
    const isValid = byEvent === undefined ? isItem : (byEvent[event] ?? byEvent['*']);
    return isValid === undefined || isValid(asSent(data)) ? [] : faults(isValid, '/body');
  };
}

async function* checkedItems(
  items: AsyncIterable<unknown>,
  check: ItemCheck,
  onFault: (errors: readonly ProblemDetail[]) => void,
): AsyncGenerator<unknown> {
  for await (const item of items) {
    const errors = check(item);
    if (errors.length > 0) onFault(errors);
    yield item;
  }
}

function isAsyncIterable(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** Streams and bytes are not looked into. */
function isOpaque(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  return body instanceof Uint8Array || body instanceof Blob || isAsyncIterable(body);
}

/** A body as its reader gets it: dates are texts then, and what is undefined is not there. */
function asSent(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body));
}

function lowerCase(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), value]],
    ),
  );
}
