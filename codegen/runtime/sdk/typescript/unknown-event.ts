/** An event of a type that this client does not know: the service is newer. Mostly to be ignored. */
export interface UnknownEvent {
  readonly type: 'unknown';
  /** The event as it came. */
  readonly event: { readonly type: string; readonly [field: string]: unknown };
}

/** The event if its type is among those, else as one that is not known; undefined if it says no type. */
export function asEvent<Event extends { readonly type: string }>(
  value: unknown,
  knownTypes: ReadonlySet<string>,
): Event | UnknownEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('type' in value) || typeof value.type !== 'string') return undefined;
  const event = value as UnknownEvent['event'];
  return knownTypes.has(event.type) ? (event as unknown as Event) : { type: 'unknown', event };
}
