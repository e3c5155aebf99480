/** A stream of an operation: its head, its first items, and that it goes on where it was left. */
import { propertiesOf } from '../emit/document-server/schema-view.js';
import { isEventStream } from '../emit/media-types.js';
import type { MediaType, Response } from '../model/contract.js';
import { isSafeMethod } from '../model/methods.js';
import { type CaseName, exchangeOf, skippedCase } from './case.js';
import type { TestContext } from './context.js';
import { curlOf } from './curl.js';
import { documentedResponse, listStatuses } from './documented.js';
import type { CaseResult, Fault } from './report.js';
import { checkAnswer, checkStreamHead, type Documentation, keysOf, withPlace } from './response-check.js';
import { NoAnswer, type WireRequest } from './service.js';
import { checkIds, checkItems, compareResumed, isResumable } from './stream-check.js';
import { type ReadStream, readStream, type StreamItem } from './stream-reader.js';
import { type RequestParts, writeRequest } from './wire.js';

/** What came of a stream. */
export interface TestedStream {
  readonly cases: readonly CaseResult[];
  readonly isGone: boolean;
  /** What was read. */
  readonly items: readonly StreamItem[];
  readonly end?: ReadStream['end'];
}

/** How a stream is read. */
export interface StreamReading {
  readonly timeMs: number;
  readonly isEnough: (items: readonly StreamItem[]) => boolean;
}

/** Opens a stream of an operation, checks what comes, and opens it again from its middle. */
export async function testStream(
  context: TestContext,
  documentation: Documentation,
  media: MediaType,
  parts: RequestParts,
  called: (name: string) => CaseName,
  reading: StreamReading = {
    timeMs: context.service.timeoutMs,
    isEnough: (items) => items.length >= context.mostEvents,
  },
): Promise<TestedStream> {
  const { operation } = documentation;
  const { contentType } = media;
  const accept = isEventStream(media)
    ? `${contentType}, application/problem+json;q=0.5`
    : `${contentType}, */*;q=0.1`;
  const asked = withStreaming(context, documentation, parts);
  const request = await writeRequest(context.contract, operation, asked, { accept });
  const name = called(`streams ${contentType}`);
  const tester = new StreamTester(context, documentation, media, reading);
  const first = await tester.open(name, request);
  const { read } = first;
  const cases = [first.result];
  if (read === undefined) return { cases, isGone: first.isGone, items: [] };
  const again = called('goes on after Last-Event-ID');
  const isWhole = first.result.outcome === 'passed';
  if (isWhole && isEventStream(media) && isSafeMethod(operation)) {
    if (isResumable(read.items)) cases.push(await tester.resume(again, request, read));
    else cases.push(skippedCase(again, 'fewer than two events with an id came'));
  }
  return { cases, isGone: false, items: read.items, end: read.end };
}

/** Where a body says whether to stream, it is to. */
function withStreaming(
  { contract }: TestContext,
  { operation }: Documentation,
  parts: RequestParts,
): RequestParts {
  const { body, contentType } = parts;
  const schema = operation.requestBody?.content.find((one) => one.contentType === contentType)?.schema;
  const hasFlag = propertiesOf(schema, contract.schemas).has('stream');
  return hasFlag && typeof body === 'object' && body !== null
    ? { ...parts, body: { ...body, stream: true } }
    : parts;
}

interface OpenedStream {
  readonly result: CaseResult;
  readonly read?: ReadStream;
  readonly isGone: boolean;
}

class StreamTester {
  readonly #context: TestContext;
  readonly #documentation: Documentation;
  readonly #media: MediaType;
  readonly #reading: StreamReading;

  constructor(context: TestContext, documentation: Documentation, media: MediaType, reading: StreamReading) {
    this.#context = context;
    this.#documentation = documentation;
    this.#media = media;
    this.#reading = reading;
  }

  async open(name: CaseName, request: WireRequest): Promise<OpenedStream> {
    const { service } = this.#context;
    const started = performance.now();
    try {
      const read = await readStream(service, request, {
        contentType: this.#media.contentType,
        ...this.#reading,
      });
      return { result: this.#judge(name, request, read), read, isGone: false };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const milliseconds = Math.round(performance.now() - started);
      const exchange = { curl: curlOf(service, request) };
      const faults = [{ message: error.message }];
      return {
        result: { ...name, outcome: 'failed', faults, exchange, milliseconds },
        isGone: error.isUnreachable,
      };
    }
  }

  #judge(name: CaseName, request: WireRequest, read: ReadStream): CaseResult {
    const { head, items, end, milliseconds, body } = read;
    const { operation } = this.#documentation;
    const exchange = exchangeOf(
      this.#context.service,
      { request },
      head,
      items.length > 0 ? excerpt(items) : body,
    );
    const done = (faults: readonly Fault[]): CaseResult => ({
      ...name,
      outcome: faults.length > 0 ? 'failed' : 'passed',
      faults,
      exchange,
      milliseconds,
    });
    const response = documentedResponse(operation, head.status);
    if (head.status >= 300 || response === undefined)
      return this.#refused(name, done, { ...head, body, milliseconds });
    if (head.status === 204)
      return { ...done([]), outcome: 'skipped', reason: 'answers 204: there is no stream' };
    const faults = this.#faultsOf(response, read);
    if (items.length === 0 && faults.length === 0)
      return { ...done([]), outcome: 'skipped', reason: noItems(end, this.#reading.timeMs) };
    return done(faults);
  }

  #faultsOf(response: Response, { head, items, end }: ReadStream): readonly Fault[] {
    const ids = isEventStream(this.#media) ? checkIds(items) : [];
    const broken = end === 'broken' ? [{ message: `the connection broke after ${items.length} items` }] : [];
    return [
      ...checkStreamHead(this.#documentation, response, this.#media, head),
      ...checkItems(this.#documentation, response, this.#media, items),
      ...ids,
      ...broken,
    ];
  }

  #refused(
    name: CaseName,
    done: (faults: readonly Fault[]) => CaseResult,
    answer: Parameters<typeof checkAnswer>[1],
  ): CaseResult {
    const { operation, placeOf } = this.#documentation;
    const { faults } = checkAnswer(this.#documentation, answer);
    if (faults.length > 0) return done(faults);
    const { status } = answer;
    if (status < 500 && status !== 400 && status !== 401)
      return {
        ...done([]),
        ...name,
        outcome: 'skipped',
        reason: `answers ${status}, as documented; no stream was seen`,
      };
    const message = `answers ${status} where a stream is documented (${listStatuses(operation)})`;
    return done([withPlace({ message }, placeOf(keysOf(operation)))]);
  }

  /** Opens the stream once more, after an event in the middle of what came the first time. */
  async resume(name: CaseName, request: WireRequest, first: ReadStream): Promise<CaseResult> {
    const numbered = first.items.filter(({ hasOwnId }) => hasOwnId);
    const at = Math.floor((numbered.length - 1) / 2);
    const id = numbered[at]?.id ?? '';
    const resumed = { ...request, headers: { ...request.headers, 'Last-Event-ID': id } };
    const rest = numbered.length - at - 1;
    const reading = {
      timeMs: this.#reading.timeMs,
      isEnough: (items: readonly StreamItem[]) => items.filter(({ hasOwnId }) => hasOwnId).length >= rest,
    };
    const tester = new StreamTester(this.#context, this.#documentation, this.#media, reading);
    const { result, read } = await tester.open(name, resumed);
    if (read === undefined) return result;
    const differences = compareResumed(numbered, at, read.items).map((fault) =>
      withPlace(fault, this.#documentation.placeOf(keysOf(this.#documentation.operation))),
    );
    const faults = [...result.faults, ...differences];
    const { reason: _, ...rested } = result;
    return { ...rested, outcome: faults.length > 0 ? 'failed' : 'passed', faults };
  }
}

function noItems(end: ReadStream['end'], timeMs: number): string {
  return end === 'time' ? `nothing came within ${timeMs / 1000} s` : 'the stream ended without an item';
}

function excerpt(items: readonly StreamItem[]): string {
  return items.map(({ event, data }) => (event === undefined ? data : `${event}: ${data}`)).join('\n');
}
