/** Stands in for the generated module of this name, which is not copied: the least that runtime code needs of it. */

export interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly retryable?: boolean;
  readonly request_id?: string;
}
