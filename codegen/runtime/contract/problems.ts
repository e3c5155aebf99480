/** Stands in for the generated module of this name, which is not copied: the least that runtime code needs of it. */

export type ProblemCode = 'invalid_request' | 'internal';

export type JobErrorCode =
  | 'input_rejected'
  | 'model_error'
  | 'upstream_unavailable'
  | 'worker_lost'
  | 'deadline_exceeded'
  | 'queue_timeout'
  | 'cancelled'
  | 'internal';
