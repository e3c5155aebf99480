/** Why a handler must stop; `signal.reason` is one of these. */
export type AbortKind =
  /** Somebody cancelled the job. */
  | 'cancelled'
  /** The job's time ran out. */
  | 'deadline'
  /** A newer attempt runs the job, or it is over: nothing that this one writes is accepted. */
  | 'superseded'
  /** This worker stops; another one goes on from the checkpoint. */
  | 'shutdown';

/** The reason of an aborted signal. Its name is the one that libraries know. */
export class AttemptAborted extends Error {
  override readonly name = 'AbortError';
  readonly kind: AbortKind;

  constructor(kind: AbortKind) {
    super(`aborted: ${kind}`);
    this.kind = kind;
  }
}
