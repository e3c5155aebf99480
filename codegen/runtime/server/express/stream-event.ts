/** An event that a handler sends on a stream of server-sent events. */
export interface StreamEvent<Data, Name extends string | undefined = undefined> {
  /** Name of the event; absent: `message`. */
  readonly event?: Name;
  readonly data: Data;
  /** What a client that reconnects names in `Last-Event-ID`. One line. */
  readonly id?: string;
  /** How long a client waits before it reconnects, in milliseconds. */
  readonly retry?: number;
}

/** An event that has a name. */
export type NamedStreamEvent<Name extends string, Data> = StreamEvent<Data, Name> & { readonly event: Name };

/** The event as it is sent (HTML, section 9.2.6); throws `TypeError` if it cannot be said. */
export function frameEvent(
  { event, data, id, retry }: StreamEvent<unknown, string | undefined>,
  isText: boolean,
): string {
  const lines: string[] = [];
  if (id !== undefined) lines.push(`id: ${oneLine('id', id)}`);
  if (event !== undefined) lines.push(`event: ${oneLine('event', event)}`);
  if (retry !== undefined) lines.push(`retry: ${milliseconds(retry)}`);
  const text = isText ? String(data) : JSON.stringify(data);
  // An event without data is none to its reader, who would see no end of it either.
  lines.push(...(text ?? '').split(/\r\n|\n|\r/).map((line) => `data: ${line}`));
  return `${lines.join('\n')}\n\n`;
}

function oneLine(field: string, value: string): string {
  if (/[\n\r\0]/.test(value)) throw new TypeError(`The ${field} of an event is one line without NUL`);
  return value;
}

function milliseconds(value: number): number {
  if (!Number.isInteger(value) || value < 0) throw new TypeError('retry is a whole number of milliseconds');
  return value;
}
