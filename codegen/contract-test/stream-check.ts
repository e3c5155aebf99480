/** Holds the items of a stream to the contract, and a stream that goes on to the one before it. */
import type { MediaType, Response } from '../model/contract.js';
import { toValidationErrors, type Validator } from '../runtime/contract/validation.js';
import type { Fault } from './report.js';
import { type Documentation, parseJson, responseKeys, stepsOf, withPlace } from './response-check.js';
import type { StreamItem } from './stream-reader.js';

/** Ends streams of several model services; it is not JSON, and no event of the contract. */
const END = '[DONE]';

/** What is wrong with items of a stream. */
export function checkItems(
  documentation: Documentation,
  response: Response,
  media: MediaType,
  items: readonly StreamItem[],
): readonly Fault[] {
  return items.flatMap((item, index) => {
    const name = item.event === undefined ? `item ${index + 1}` : `event ${index + 1} (${item.event})`;
    return checkItem(documentation, response, media, item).map((fault) => ({
      ...fault,
      pointer: `${name}${fault.pointer === undefined ? '' : ` ${fault.pointer}`}`,
    }));
  });
}

function checkItem(
  { operation, validators, placeOf }: Documentation,
  response: Response,
  media: MediaType,
  { event, data }: StreamItem,
): readonly Fault[] {
  const { contentType, events } = media;
  const checks = validators.responses[response.status] ?? {};
  const itemKeys = [...responseKeys(operation, response), 'content', contentType];
  const placed = (fault: Fault, steps?: readonly string[]) =>
    withPlace(fault, placeOf([...itemKeys, 'itemSchema'], steps) ?? placeOf(itemKeys));
  if (event !== undefined && data === END) return [];
  const kind = events?.find((one) => one.event === event) ?? events?.find((one) => one.event === undefined);
  if (events !== undefined && kind === undefined) {
    const known = events.map((one) => one.event).join(', ');
    return [placed({ message: `is no event of the contract; ${known} are` })];
  }
  const named = checks.events?.[contentType];
  const check =
    kind === undefined
      ? (checks.items?.[contentType] ?? checks.body?.[contentType])
      : (named?.[kind.event ?? '*'] ?? named?.['*']);
  if (kind?.isJson === false) return faultsOf(check, data).map((fault) => placed(fault));
  // Without a word on its items, a stream of events may hold any text.
  if (event !== undefined && kind === undefined && media.itemSchema === undefined) return [];
  const parsed = parseJson(data);
  if (parsed === undefined) return [placed({ message: 'is not JSON', pointer: '#' })];
  return faultsOf(check, parsed.value).map((fault) => placed(fault, stepsOf(fault.pointer ?? '#')));
}

function faultsOf(check: Validator<unknown> | undefined, value: unknown): readonly Fault[] {
  if (check === undefined || check(value)) return [];
  return toValidationErrors(check.errors ?? [], 'body', 5).map(({ pointer, message }) => ({
    pointer,
    message,
  }));
}

/** Whether a stream can be gone on with: its events have ids, no two the same. */
export function isResumable(items: readonly StreamItem[]): boolean {
  return items.filter(({ hasOwnId, id }) => hasOwnId && id !== '').length > 1;
}

/** What is wrong with the ids of events. */
export function checkIds(items: readonly StreamItem[]): readonly Fault[] {
  const seen = new Set<string>();
  return items.flatMap(({ id = '', hasOwnId }, index) => {
    if (!hasOwnId || id === '') return [];
    const isTwice = seen.has(id);
    seen.add(id);
    if (!isTwice) return [];
    return [
      {
        message: `has the id ${id}, as an event before it has: nobody can go on after it`,
        pointer: `event ${index + 1}`,
      },
    ];
  });
}

/**
 * What is wrong with a stream that was opened with the `Last-Event-ID` of the item at an index: after it comes what came
 * after it the first time, in the same order, each once.
 */
export function compareResumed(
  first: readonly StreamItem[],
  index: number,
  resumed: readonly StreamItem[],
): readonly Fault[] {
  const expected = first.slice(index + 1).filter(({ hasOwnId }) => hasOwnId);
  const came = resumed.filter(({ hasOwnId }) => hasOwnId);
  const after = `after the event ${first[index]?.id ?? ''}`;
  for (const [at, item] of expected.entries()) {
    const other = came[at];
    if (other === undefined)
      return [
        {
          message: `event ${item.id} is lost: the stream that goes on ${after} has ${came.length} of ${expected.length} events`,
        },
      ];
    if (other.id !== item.id)
      return [
        {
          message: `the stream that goes on ${after} has event ${other.id} where ${item.id} came the first time`,
        },
      ];
    if (other.data !== item.data || other.event !== item.event) {
      const words = `${other.event} ${excerpt(other.data)}, the first time ${item.event} ${excerpt(item.data)}`;
      return [{ message: `event ${item.id} is another one in the stream that goes on ${after}: ${words}` }];
    }
  }
  return [];
}

function excerpt(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
