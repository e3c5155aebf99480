// Specwire's runtime, copied here by `npm run generate`. Do not edit.

/** What a job type's spec says about running it. */
export interface JobTypeSpec {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Over all attempts, from the first start. */
  readonly timeoutSeconds: number;
  /** Until the first start. */
  readonly queueTimeoutSeconds: number;
  /** Running at once in one worker. */
  readonly concurrency: number;
  readonly maxAttempts: number;
  /** Whether `Prefer: wait` may be honoured. */
  readonly sync: boolean;
  readonly bodyLimitBytes: number;
  readonly resultTtlSeconds: number;
  /** Types of its own events. */
  readonly events: readonly string[];
  /** What its running jobs can be told, over a socket that only types with inputs have. */
  readonly inputs: readonly string[];
  readonly examples: readonly { readonly input: unknown }[];
}
