/** Holds an answer to what the contract documents: status, content type, headers, body, the shape of problems. */
import type { PlaceOf } from '../bundle/places.js';
import { shapeOf } from '../emit/document-server/schema-view.js';
import { isEventStream, isLines, isText } from '../emit/media-types.js';
import type { Contract, MediaType, Operation, Response } from '../model/contract.js';
import { operationKeys } from '../model/methods.js';
import { isJsonType } from '../model/webhooks.js';
import {
  type OperationValidators,
  type ResponseValidators,
  toValidationErrors,
} from '../runtime/contract/validation.js';
import { bareType, documentedMedia, documentedResponse, listStatuses } from './documented.js';
import type { Fault } from './report.js';
import type { WireAnswer, WireHead } from './service.js';

/** What answers are held to. */
export interface Documentation {
  readonly operation: Operation;
  readonly validators: OperationValidators;
  /** Named schemas. */
  readonly schemas: Contract['schemas'];
  readonly placeOf: PlaceOf;
}

/** So many faults of one body are told. */
const MOST_FAULTS = 10;

/** What is wrong with an answer; `undocumented` if the contract does not have its status at all. */
export interface CheckedAnswer {
  readonly faults: readonly Fault[];
  readonly undocumented: boolean;
  /** The body, if it is JSON. */
  readonly json?: unknown;
}

/** Checks a whole answer. */
export function checkAnswer(documentation: Documentation, answer: WireAnswer): CheckedAnswer {
  const { operation, validators, placeOf } = documentation;
  const { status } = answer;
  const response = documentedResponse(operation, status);
  if (response === undefined) {
    const message = `status ${status} is not documented; ${listStatuses(operation)} are`;
    const place = placeOf([...keysOf(operation), 'responses']);
    return { faults: [withPlace({ message }, place)], undocumented: true };
  }
  const checks = validators.responses[response.status] ?? {};
  const headers = checkHeaders(documentation, response, checks, answer);
  const { faults, json } = checkContent(documentation, response, checks, answer);
  return { faults: [...headers, ...faults], undocumented: false, ...(json !== undefined && { json }) };
}

/** Checks what comes before a stream: its content type and its headers. */
export function checkStreamHead(
  documentation: Documentation,
  response: Response,
  media: MediaType,
  head: WireHead,
): readonly Fault[] {
  const { operation, validators, placeOf } = documentation;
  const headers = checkHeaders(documentation, response, validators.responses[response.status] ?? {}, head);
  const contentType = head.headers['content-type'] ?? '';
  if (bareType(contentType) === bareType(media.contentType)) return headers;
  const message = `content type is ${contentType || 'not said'}; the stream is documented as ${media.contentType}`;
  return [withPlace({ message }, placeOf([...responseKeys(operation, response), 'content'])), ...headers];
}

/** The keys that lead to an operation in its document. */
export function keysOf({ path, method }: Operation): readonly string[] {
  return ['paths', path, ...operationKeys(method)];
}

/** The keys that lead to a response. */
export function responseKeys(operation: Operation, { status }: Response): readonly string[] {
  return [...keysOf(operation), 'responses', status];
}

function checkHeaders(
  { operation, placeOf }: Documentation,
  response: Response,
  { headers: check }: ResponseValidators,
  { headers }: WireHead,
): readonly Fault[] {
  // The check puts values in place of texts.
  if (check === undefined || check({ ...headers })) return [];
  return toValidationErrors(check.errors ?? [], 'header', MOST_FAULTS).map(({ pointer, message }) => {
    const [key = ''] = pointer.split('/');
    const name = response.headers.find((one) => one.name.toLowerCase() === key)?.name ?? key;
    const place = placeOf([...responseKeys(operation, response), 'headers', name]);
    return withPlace({ message, pointer: `header ${name}` }, place);
  });
}

interface CheckedContent {
  readonly faults: readonly Fault[];
  readonly json?: unknown;
}

function checkContent(
  documentation: Documentation,
  response: Response,
  checks: ResponseValidators,
  answer: WireAnswer,
): CheckedContent {
  const { operation, placeOf } = documentation;
  const { status, headers, body } = answer;
  const place = placeOf([...responseKeys(operation, response), 'content']);
  const isBare = operation.method === 'head' || status === 204 || status === 205 || status === 304;
  if (isBare) return { faults: [] };
  const contentType = headers['content-type'];
  if (response.content.length === 0) {
    const isUnsaid = body.length > 0 && /^2/.test(response.status);
    const message = `there is a body, and the contract has none for ${response.status}`;
    return { faults: isUnsaid ? [withPlace({ message }, place)] : [], ...jsonOf(contentType, body) };
  }
  const listed = response.content.map((one) => one.contentType).join(', ');
  if (contentType === undefined) {
    const what = body.length === 0 ? 'there is no body' : 'the answer does not say its content type';
    return {
      faults: [withPlace({ message: `${what}; ${listed} is documented for ${response.status}` }, place)],
    };
  }
  const media = documentedMedia(response, contentType);
  if (media === undefined) {
    const message = `content type ${contentType} is not documented for ${response.status}; ${listed} is`;
    return { faults: [withPlace({ message }, place)], ...jsonOf(contentType, body) };
  }
  return checkBody(documentation, { response, media, checks, contentType }, answer);
}

interface DocumentedBody {
  readonly response: Response;
  readonly media: MediaType;
  readonly checks: ResponseValidators;
  readonly contentType: string;
}

function checkBody(
  { operation, placeOf, schemas }: Documentation,
  { response, media, checks, contentType }: DocumentedBody,
  { status, body }: WireAnswer,
): CheckedContent {
  // Streams are read where they are tested.
  if (isEventStream({ contentType }) || isLines({ contentType })) return { faults: [] };
  const keys = [...responseKeys(operation, response), 'content', media.contentType, 'schema'];
  const text = body.toString('utf8');
  const isJson = isJsonType(contentType);
  // Of a text, no schema of objects says anything.
  const isPlain = isText({ contentType }) && shapeOf(media.schema, schemas) === 'value';
  if (!isJson && !isPlain) return { faults: [] };
  const parsed = isJson ? parseJson(text) : { value: text };
  if (parsed === undefined) {
    const message = text === '' ? 'there is no body' : 'the body is not JSON';
    return { faults: [withPlace({ message, pointer: '#' }, placeOf(keys))] };
  }
  const { value } = parsed;
  const check = checks.body?.[media.contentType];
  const errors = check === undefined || check(value) ? [] : (check.errors ?? []);
  const faults = toValidationErrors(errors, 'body', MOST_FAULTS).map(({ message, pointer }) =>
    withPlace({ message, pointer }, placeOf(keys, stepsOf(pointer))),
  );
  const problem = bareType(contentType) === 'application/problem+json' ? checkProblem(value, status) : [];
  const known = new Set(faults.map(({ pointer }) => pointer));
  const more = problem
    .filter(({ pointer }) => !known.has(pointer))
    .map((one) => withPlace(one, placeOf(keys)));
  return { faults: [...faults, ...more], ...(isJson && { json: value }) };
}

/**
 * The members that a problem may have, and that its `status` is the answer's.
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3.1
 */
function checkProblem(problem: unknown, status: number): readonly Fault[] {
  if (typeof problem !== 'object' || problem === null || Array.isArray(problem))
    return [{ message: 'a problem is an object (RFC 9457)', pointer: '#' }];
  const members = problem as Readonly<Record<string, unknown>>;
  const texts = ['type', 'title', 'detail', 'instance'].flatMap((name) => {
    const value = members[name];
    const isFine = value === undefined || typeof value === 'string';
    return isFine ? [] : [{ message: 'is to be a string in a problem (RFC 9457)', pointer: `#/${name}` }];
  });
  const isSame = members.status === undefined || members.status === status;
  const said = {
    message: `says ${String(members.status)}, and the answer's status is ${status}`,
    pointer: '#/status',
  };
  return isSame ? texts : [...texts, said];
}

/** `#/a%2Fb/0` → `['a/b', '0']`. */
export function stepsOf(pointer: string): readonly string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A fault, at the place where the contract says otherwise. */
export function withPlace(fault: Fault, place: string | undefined): Fault {
  return place === undefined ? fault : { ...fault, place };
}

function jsonOf(contentType: string | undefined, body: Buffer): { readonly json?: unknown } {
  const parsed = isJsonType(contentType ?? '') ? parseJson(body.toString('utf8')) : undefined;
  return parsed === undefined ? {} : { json: parsed.value };
}

/** The value of a text; undefined if it is not JSON. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
