/** Judges answers: to requests that the contract allows, and to those that it refuses. */
import type { Operation } from '../model/contract.js';
import { documentsRefusals } from './documented.js';
import type { CaseResult, Fault } from './report.js';
import { checkAnswer, type Documentation, keysOf, withPlace } from './response-check.js';
import type { WireAnswer } from './service.js';
import type { ValidRequest } from './valid-request.js';
import type { WrongRequest } from './wrong-request.js';
import { ANONYMOUS, needsCredentials } from './wrong-requests.js';

/** How a case is to end, and the body if it is JSON. */
export interface Verdict extends Pick<CaseResult, 'outcome' | 'reason' | 'remark' | 'faults'> {
  readonly json?: unknown;
}

/** The answer to a request that the contract allows. */
export function judgeValid(documentation: Documentation, request: ValidRequest, answer: WireAnswer): Verdict {
  const { operation, placeOf } = documentation;
  const { faults, json } = checkAnswer(documentation, answer);
  const { status } = answer;
  const failed = (message: string): Verdict => {
    const fault = withPlace({ message }, placeOf(keysOf(operation)));
    return { outcome: 'failed', faults: [fault, ...faults], json };
  };
  if (status >= 500) return failed(`answers ${status} to a request that the contract allows`);
  if (faults.length > 0) return { outcome: 'failed', faults, json };
  if (status < 400) return { outcome: 'passed', faults, json };
  const refusal = refusalOf(operation, request, status);
  return refusal.isFailure
    ? failed(refusal.words)
    : { outcome: 'skipped', reason: refusal.words, faults, json };
}

interface Refusal {
  readonly isFailure: boolean;
  readonly words: string;
}

/** A documented refusal of a right request: a fault of the service, or of what is known about it. */
function refusalOf(operation: Operation, { origins, bodyOrigin }: ValidRequest, status: number): Refusal {
  const unknown = [...origins]
    .filter(([, origin]) => origin === 'example' || origin === 'made')
    .map(([name]) => name);
  const isOwn = operation.path.endsWith('}') && [...origins.values()].at(-1) === 'created';
  switch (status) {
    case 401:
      if (needsCredentials(operation))
        return { isFailure: true, words: 'refuses the given credentials with 401' };
      return { isFailure: true, words: 'asks for credentials, and the contract says that none are needed' };
    case 403:
      return { isFailure: false, words: 'answers 403: the given credentials may not do this' };
    case 404:
      if (operation.method === 'get' && isOwn)
        return { isFailure: true, words: 'answers 404 for what the service itself has just made' };
      if (unknown.length > 0)
        return {
          isFailure: false,
          words: `answers 404: no ${unknown.join(', ')} is known that the service has`,
        };
      break;
    case 400:
    case 415:
    case 422: {
      if (unknown.some((name) => origins.get(name) === 'made'))
        return {
          isFailure: false,
          words: `answers ${status}: no ${unknown.join(', ')} is known that the service has`,
        };
      const hint =
        bodyOrigin === 'made'
          ? ': give an example in the document that it takes, or say more in the schema'
          : '';
      return { isFailure: true, words: `refuses with ${status} a request that the contract allows${hint}` };
    }
    case 405:
      return { isFailure: true, words: 'answers 405 to a method that the contract has' };
    default:
      break;
  }
  return { isFailure: false, words: `answers ${status}, as documented; no success was seen` };
}

/** Statuses that HTTP itself has for what is wrong with a request, whoever wrote the service (RFC 9110, section 15.5). */
const HTTPS_OWN = new Set([400, 405, 406, 411, 413, 414, 415, 431]);

/** The answer to a request that the contract refuses. `baseline` is how the same was answered without the mistake. */
export function judgeWrong(
  documentation: Documentation,
  wrong: WrongRequest,
  answer: WireAnswer,
  { baseline, isStrict }: { readonly baseline: number | undefined; readonly isStrict: boolean },
): Verdict {
  const { operation, placeOf } = documentation;
  const { status } = answer;
  const place = placeOf(wrong.keys, wrong.steps);
  const failed = (message: string, more: readonly Fault[] = []): Verdict => ({
    outcome: 'failed',
    faults: [withPlace({ message }, place), ...more],
  });
  if (status < 400) return failed(`is accepted with ${status}; the contract refuses it`);
  if (status >= 500) return failed(`answers ${status}; a wrong request is refused with a 4xx status`);
  const { faults, undocumented } = checkAnswer(documentation, answer);
  // A service may look for the resource before it looks at the request: that says nothing of the mistake.
  if (baseline === status && faults.length === 0 && wrong.kind !== 'credentials')
    return { outcome: 'skipped', reason: `answers ${status} to the right request too`, faults };
  if (!undocumented) return { outcome: faults.length > 0 ? 'failed' : 'passed', faults };
  const isExpected = HTTPS_OWN.has(status) || (status === 401 && wrong.kind === 'credentials');
  if (isStrict || (documentsRefusals(operation) && !isExpected)) return { outcome: 'failed', faults };
  return {
    outcome: 'passed',
    faults: [],
    remark: `refused with ${status}, which the document does not list`,
  };
}

/** A refusal says nothing of a mistake where the right request is refused alike. */
export function unproven(result: CaseResult, baseline: number | undefined): CaseResult {
  const isAlike =
    result.outcome === 'passed' && result.exchange?.status === baseline && (baseline ?? 0) >= 400;
  if (!isAlike || result.name === ANONYMOUS) return result;
  return { ...result, outcome: 'skipped', reason: `answers ${baseline} to the right request too` };
}

/** Values that are only examples may be none of the service's: a documented refusal of them is no fault. */
export function lenient(result: CaseResult): CaseResult {
  const { status = 500 } = result.exchange ?? {};
  const [{ message } = { message: '' }, ...others] = result.faults;
  const isRefused = status >= 400 && status < 500 && others.length === 0 && /^refuses with/.test(message);
  if (!isRefused) return result;
  const reason = `answers ${status}: its examples are no values of this service`;
  return { ...result, outcome: 'skipped', reason, faults: [] };
}
