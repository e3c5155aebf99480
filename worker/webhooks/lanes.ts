/** Who may send now. Receivers are slow or dead as they please: none of them, and no tenant, may take all the room. */

/** An attempt that wants to begin. */
export interface LaneRequest {
  readonly tenantId: string;
  /** The endpoint, or the host of a job's own URL. */
  readonly target: string;
  /** The last attempt at the target failed. */
  readonly isFailing: boolean;
}

/** Attempts at once at one target: more would only press upon it. */
const PER_TARGET = 8;
/** Of all the room, one tenant has so much at most, and all failing targets together. */
const TENANT_SHARE = 1 / 4;
const FAILING_SHARE = 1 / 2;

/** The room of one process. */
export class Lanes {
  readonly #slots: number;
  readonly #inside = new Set<LaneRequest>();

  /** `slots`: attempts at once. */
  constructor(slots: number) {
    this.#slots = slots;
  }

  /** Lets an attempt in and returns how it leaves; undefined if it has to come again. */
  enter(request: LaneRequest): (() => void) | undefined {
    if (!this.#hasRoom(request)) return undefined;
    this.#inside.add(request);
    return () => this.#inside.delete(request);
  }

  #hasRoom({ tenantId, target, isFailing }: LaneRequest): boolean {
    if (this.#inside.size >= this.#slots) return false;
    const share = (part: number) => Math.max(1, Math.floor(this.#slots * part));
    if (this.#count((other) => other.target === target) >= PER_TARGET) return false;
    if (this.#count((other) => other.tenantId === tenantId) >= share(TENANT_SHARE)) return false;
    return !isFailing || this.#count((other) => other.isFailing) < share(FAILING_SHARE);
  }

  #count(matches: (other: LaneRequest) => boolean): number {
    let count = 0;
    for (const other of this.#inside) if (matches(other)) count += 1;
    return count;
  }
}

const FIRST_WAIT_MS = 500;
/** A dead receiver may have thousands waiting: they must not keep Temporal busy with asking. */
const LONGEST_WAIT_MS = 300_000;

/** How long an attempt that was not let in waits, after so many refusals before this one; half of it is random. */
export function busyWaitMs(refusals: number): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(refusals, 10), LONGEST_WAIT_MS);
  return wait * (0.75 + Math.random() / 2);
}
