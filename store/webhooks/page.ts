/** A place in a list that is ordered by time, newest first. */

/** A place between two rows. */
export interface PagePosition {
  readonly createdAtMs: number;
  readonly id: string;
}

/** The cursor behind the last of these rows; undefined if nothing is behind it. */
export function positionCursor(
  rows: readonly { readonly createdAt: Date; readonly id: string }[],
  hasMore: boolean,
): string | undefined {
  const last = rows.at(-1);
  if (!hasMore || last === undefined) return undefined;
  return Buffer.from(`${last.createdAt.getTime()} ${last.id}`).toString('base64url');
}

/** Reads a cursor; null for one that none of our pages gave out. It holds no tenant, only a place in time. */
export function parsePosition(cursor: string, idPattern: RegExp): PagePosition | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [milliseconds = '', id = '', ...rest] = text.split(' ');
  const isOurs = /^\d{1,15}$/.test(milliseconds) && idPattern.test(id) && rest.length === 0;
  // Decoding skips what is not base64url; what does not encode back was not given out by us.
  if (!isOurs || Buffer.from(text).toString('base64url') !== cursor) return null;
  return { createdAtMs: Number(milliseconds), id };
}
