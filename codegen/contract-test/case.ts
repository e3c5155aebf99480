/** One case: a request, its answer, and how it is judged. */
import { curlOf } from './curl.js';
import type { CaseResult, Exchange } from './report.js';
import {
  NoAnswer,
  type Service,
  type WireAnswer,
  type WireHead,
  type WireRequest,
  type Without,
} from './service.js';
import type { Verdict } from './verdict.js';

/** What a case is called. */
export type CaseName = Pick<CaseResult, 'subject' | 'operationId' | 'name'>;

/** A request of a case. */
export interface Sent {
  readonly request: WireRequest;
  readonly without?: Without;
}

/** What came of it. */
export interface RunCase {
  readonly result: CaseResult;
  /** Absent if nothing came. */
  readonly answer?: WireAnswer;
  readonly json?: unknown;
  /** The service is not there any more. */
  readonly isGone: boolean;
}

/** Sends a request and judges the answer. */
export async function runCase(
  service: Service,
  name: CaseName,
  { request, without }: Sent,
  judge: (answer: WireAnswer) => Verdict,
): Promise<RunCase> {
  const started = performance.now();
  try {
    const answer = await service.send(request, without);
    const { json, ...verdict } = judge(answer);
    const exchange = exchangeOf(service, { request, ...(without && { without }) }, answer, answer.body);
    const result = { ...name, ...verdict, exchange, milliseconds: answer.milliseconds };
    return { result, answer, json, isGone: false };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const result: CaseResult = {
      ...name,
      outcome: 'failed',
      faults: [{ message: error.message }],
      exchange: { curl: curlOf(service, request, without) },
      milliseconds: Math.round(performance.now() - started),
    };
    return { result, isGone: error.isUnreachable };
  }
}

/** A case that is not run. */
export function skippedCase(name: CaseName, reason: string): CaseResult {
  return { ...name, outcome: 'skipped', reason, faults: [], milliseconds: 0 };
}

/** So much of a body is shown. */
const MOST_SHOWN = 500;

/** What was sent and what came, as a report has it. */
export function exchangeOf(
  service: Service,
  { request, without }: Sent,
  { status, headers }: WireHead,
  body: Buffer | string,
): Exchange {
  const text = typeof body === 'string' ? body : body.toString('utf8');
  const cut = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  const contentType = headers['content-type'];
  return {
    curl: curlOf(service, request, without),
    status,
    ...(contentType !== undefined && { contentType }),
    // What a terminal would obey is no text.
    ...(cut !== '' && { body: service.secrets.mask(cut.replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd')) }),
  };
}
