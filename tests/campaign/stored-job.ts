/** A job with all that is stored of it. */
export interface StoredJob {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly attempt: number;
  readonly version: number;
  readonly metadata: { readonly name?: string };
  readonly error: { readonly code: string } | undefined;
  /** JSON text. */
  readonly result: string | undefined;
  readonly deadline: Date | undefined;
  readonly queueDeadline: Date;
  readonly finishedAt: Date | undefined;
  readonly log: readonly LoggedEvent[];
  /** In the order of their numbers. */
  readonly inputs: readonly StoredInput[];
}

/** Something that the job was told while it ran. */
export interface StoredInput {
  readonly seq: number;
  readonly id: string;
  readonly body: { readonly type: string };
}

/** A row of the log. */
export interface LoggedEvent {
  readonly seq: number;
  /** As it is stored, and sent. */
  readonly raw: string;
  readonly body: EventBody;
}

interface EventBody {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
