/** What a run of contract tests gives: plain data, for people and for machines alike. */

/** One thing that is not as the contract says. */
export interface Fault {
  readonly message: string;
  /** Where in what came: `#/items/0/id` in a body, `header X-Total`. */
  readonly pointer?: string;
  /** Where the contract says it: `api.yaml:12:7`. */
  readonly place?: string;
}

/** What was sent and what came, credentials masked. */
export interface Exchange {
  /** A command that sends the same. */
  readonly curl: string;
  /** Absent if nothing came. */
  readonly status?: number;
  readonly contentType?: string;
  /** The beginning of the body. */
  readonly body?: string;
}

/** How a case ended. */
export type Outcome = 'passed' | 'failed' | 'skipped';

/** One case. */
export interface CaseResult {
  /** What it is about: `GET /books/{book_id}`, `job type text.generate`. */
  readonly subject: string;
  /** Absent if it is about no operation. */
  readonly operationId?: string;
  /** `answers a valid request`. */
  readonly name: string;
  readonly outcome: Outcome;
  /** Why it was skipped. */
  readonly reason?: string;
  /** What is worth knowing although it passed. */
  readonly remark?: string;
  readonly faults: readonly Fault[];
  readonly exchange?: Exchange;
  readonly milliseconds: number;
}

/** A whole run. */
export interface TestReport {
  readonly cases: readonly CaseResult[];
  /** The service could not be reached: nothing was tested. */
  readonly unreachable?: string;
}

/** How many ended how. */
export function countOutcomes(cases: readonly CaseResult[]): Readonly<Record<Outcome, number>> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { outcome } of cases) counts[outcome] += 1;
  return counts;
}
