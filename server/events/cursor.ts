/** Where a reader of a job's stream begins (contract, section SSE). */

/** The part of the log that exists: `first` is the first stored seq, `last` the last; `first - 1` when it is empty. */
export interface LogRange {
  readonly first: number;
  readonly last: number;
}

/** What the client says about where it stopped. */
export interface CursorFields {
  readonly header: string | undefined;
  readonly query: string | undefined;
}

/** The seq after which to begin; `reset` when the client's cursor named nothing that exists. */
export interface StartingPoint {
  readonly after: number;
  readonly reset: boolean;
}

/** Fifteen digits: every such number is exact in a double. */
const CURSOR = /^(?:0|[1-9][0-9]{0,14})$/;

/** The header wins over the parameter; an empty one is absent. */
export function findStartingPoint(cursor: CursorFields, log: LogRange): StartingPoint {
  const text = cursor.header || cursor.query || undefined;
  const beginning = log.first - 1;
  if (text === undefined) return { after: beginning, reset: false };
  const seq = CURSOR.test(text) ? Number(text) : Number.NaN;
  return seq >= beginning && seq <= log.last
    ? { after: seq, reset: false }
    : { after: beginning, reset: true };
}
