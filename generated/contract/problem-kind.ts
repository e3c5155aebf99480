// Specwire's runtime, copied here by `npm run generate`. Do not edit.

/** One error code with its words (RFC 9457). */
export interface ProblemKind {
  readonly title: string;
  readonly description: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** HTTP status; absent for errors that only jobs end with. */
  readonly status?: number;
}
