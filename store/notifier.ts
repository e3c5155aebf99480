/** What a notification may be about. */
export type NotificationChannel =
  | 'specwire_events'
  | 'specwire_cancel'
  | 'specwire_inputs'
  | 'specwire_webhooks';

/** PostgreSQL takes payloads of under 8,000 bytes. */
const MAX_PAYLOAD = 7900;

/** Sends payloads, each on its channel, with one statement. */
export type SendNotifications = (
  channels: readonly string[],
  payloads: readonly string[],
) => Promise<unknown>;

/**
 * Sends notifications, always after the commit they tell of and outside its transaction: NOTIFY takes a lock of the
 * whole database until its transaction ends. One statement is under way at a time; the ids that come meanwhile go
 * together with the next. Batches of events alone are told of by the procedures that store them (`append_event`,
 * `append_events`). What gets lost costs time only: subscribers re-read the log every few seconds.
 */
export class Notifier {
  readonly #notify: SendNotifications;
  readonly #onError: (error: unknown) => void;
  #waiting = new Map<NotificationChannel, Set<string>>();
  #sending: Promise<void> | undefined;

  constructor(notify: SendNotifications, onError: (error: unknown) => void) {
    this.#notify = notify;
    this.#onError = onError;
  }

  /** These jobs have new events. */
  events(jobIds: Iterable<string>): void {
    this.#add('specwire_events', jobIds);
  }

  /** Somebody wants this job to be cancelled. */
  cancel(jobId: string): void {
    this.#add('specwire_cancel', [jobId]);
  }

  /** There may be webhooks to deliver. */
  webhooks(): void {
    this.#add('specwire_webhooks', ['due']);
  }

  /** This job was told something. */
  input(jobId: string): void {
    this.#add('specwire_inputs', [jobId]);
  }

  /** Resolves when all is sent, or has failed. */
  async flush(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending;
  }

  #add(channel: NotificationChannel, jobIds: Iterable<string>): void {
    const waiting = this.#waiting.get(channel) ?? new Set();
    for (const jobId of jobIds) waiting.add(jobId);
    if (waiting.size === 0) return;
    this.#waiting.set(channel, waiting);
    this.#sending ??= this.#send();
  }

  async #send(): Promise<void> {
    while (this.#waiting.size > 0) {
      const notifications = [...this.#waiting].flatMap(([channel, jobIds]) =>
        toPayloads(jobIds).map((payload) => ({ channel, payload })),
      );
      this.#waiting = new Map();
      try {
        await this.#notify(
          notifications.map(({ channel }) => channel),
          notifications.map(({ payload }) => payload),
        );
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#sending = undefined;
  }
}

/** Ids with commas between them, in as many payloads as it takes. */
export function toPayloads(jobIds: Iterable<string>): string[] {
  const payloads: string[] = [];
  let payload = '';
  for (const jobId of jobIds) {
    if (payload !== '' && payload.length + 1 + jobId.length > MAX_PAYLOAD) {
      payloads.push(payload);
      payload = '';
    }
    payload += payload === '' ? jobId : `,${jobId}`;
  }
  if (payload !== '') payloads.push(payload);
  return payloads;
}
