/** Who talks with a job over a socket, and what is said. */
import fc from 'fast-check';
import { PROMPTS } from './plan-work.js';

/** Somebody with a session of the generated client. Times are milliseconds. */
export interface PlannedSession {
  /** Counted from the first answer. */
  readonly after: number;
  readonly server: number;
  /** The cursor that it begins with. */
  readonly lastEventId: string | undefined;
  /** Empty for somebody who only listens. */
  readonly lines: readonly PlannedLine[];
  /** Its first connection breaks after so many frames, its second one …; later ones are not broken by the plan. */
  readonly cuts: readonly number[];
}

/** What is said, so long after what was said before. */
export interface PlannedLine {
  readonly pause: number;
  readonly data: ChatFrame;
}

/** The inputs of `chat.session`. */
export type ChatFrame =
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

/** One who speaks, and perhaps one who listens at another server. */
export function sessions(server: fc.Arbitrary<number>): fc.Arbitrary<readonly PlannedSession[]> {
  return fc.tuple(speaker(server), fc.array(listener(server), { maxLength: 1 })).map(([one, others]) => {
    return [one, ...others];
  });
}

function speaker(server: fc.Arbitrary<number>): fc.Arbitrary<PlannedSession> {
  return fc.record({ ...connection(server), lastEventId: fc.constant(undefined), lines: lines() });
}

/** The first event is there with the job, so that a cursor may stand behind it. */
function listener(server: fc.Arbitrary<number>): fc.Arbitrary<PlannedSession> {
  const lastEventId = fc.constantFrom(undefined, '0', '1');
  return fc.record({ ...connection(server), lastEventId, lines: fc.constant([]) });
}

function connection(server: fc.Arbitrary<number>) {
  const cut = fc.integer({ min: 0, max: 12 });
  return { after: fc.integer({ min: 0, max: 4000 }), server, cuts: fc.array(cut, { maxLength: 4 }) };
}

/** Some messages, interruptions between them, and the end. */
function lines(): fc.Arbitrary<readonly PlannedLine[]> {
  const pause = fc.integer({ min: 0, max: 3000 });
  const message = fc.constantFrom(...PROMPTS).map((text) => ({ type: 'message' as const, text }));
  const first = fc.record({ pause, data: message });
  const data = fc.oneof<fc.MaybeWeightedArbitrary<ChatFrame>[]>(
    { weight: 3, arbitrary: message },
    { weight: 1, arbitrary: fc.constant({ type: 'interrupt' as const }) },
  );
  const more = fc.array(fc.record({ pause, data }), { minLength: 1, maxLength: 4 });
  const end = fc.record({ pause, data: fc.constant({ type: 'end' as const }) });
  return fc.tuple(first, more, end).map(([one, others, last]) => [one, ...others, last]);
}
