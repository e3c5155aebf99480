/** A campaign as a pure function of its seed: what clients do, and what breaks meanwhile. */
import fc from 'fast-check';
import { type PlannedSession, sessions } from './plan-session.js';
import { chatWork, type JobWork, work } from './plan-work.js';

/** Everything that will happen. Times are milliseconds from the campaign's start unless said otherwise. */
export interface CampaignPlan {
  readonly seed: number;
  readonly jobs: readonly PlannedJob[];
  /** In the order of their times. */
  readonly faults: readonly PlannedFault[];
  /** After this, no job is created and nothing breaks any more. */
  readonly milliseconds: number;
}

/** A job, and all that its clients do with it. */
export interface PlannedJob {
  /** Also in the job's metadata, by which the database's jobs are known again. */
  readonly name: string;
  readonly body: JobBody;
  readonly at: number;
  readonly server: number;
  /** Without a key the create is sent once, whatever comes of it. */
  readonly key: string | undefined;
  /** Sends of the same key beside the first one. */
  readonly repeats: readonly PlannedSend[];
  /** `Prefer: wait` of every send. */
  readonly waitSeconds: number | undefined;
  /** Counted from the first answer. */
  readonly cancel: PlannedSend | undefined;
  readonly readers: readonly PlannedReader[];
  /** The job's own webhook beside what all endpoints get: at a URL, or at an endpoint that it names. */
  readonly webhook: OwnWebhook | undefined;
  /** What becomes of the first webhooks of the job, at each place where they arrive; those after them are received. */
  readonly receptions: readonly Reception[];
  /** Only where the job's type takes input. */
  readonly sessions: readonly PlannedSession[];
}

export type OwnWebhook = 'url' | 'endpoint';

/** 500; 429 with Retry-After; the connection is reset; no answer within the sender's patience; one just within it. */
export type Reception = 'error' | 'busy' | 'reset' | 'hang' | 'slow';

/** The body of a create. */
export type JobBody = { readonly metadata: { readonly name: string } } & JobWork;

/** One more request, so long after what it follows. */
export interface PlannedSend {
  readonly after: number;
  readonly server: number;
}

/** Somebody who reads the stream, and cuts it himself now and then. */
export interface PlannedReader {
  /** Counted from the first answer. */
  readonly after: number;
  readonly server: number;
  readonly cuts: readonly PlannedCut[];
}

/** Closes the connection after so many of its events, and comes back a while later, to another server. */
export interface PlannedCut {
  readonly events: number;
  readonly pause: number;
}

export type FaultTarget = 'worker' | 'server' | 'temporal' | 'postgres';

/** kill -9, and a new start after so long; or SIGSTOP, and SIGCONT after so long. */
export interface PlannedFault {
  readonly at: number;
  readonly target: FaultTarget;
  /** Which of them, where there are several. */
  readonly index: number;
  readonly kind: 'kill' | 'freeze';
  readonly milliseconds: number;
}

/** How large a campaign is. */
export interface CampaignSize {
  readonly jobs: number;
  /** Jobs with sessions, beside those. */
  readonly chats: number;
  readonly milliseconds: number;
  /** Of each target. */
  readonly faults: Readonly<Record<FaultTarget, number>>;
}

/** Servers and workers that run. */
export const SERVERS = 2;
export const WORKERS = 2;

/** A worker frozen for more than 15 s is taken for lost while it is still there. */
const LONGEST_FREEZE: Readonly<Record<FaultTarget, number>> = {
  worker: 20_000,
  server: 8_000,
  temporal: 6_000,
  postgres: 6_000,
};

/** Makes the plan; the same seed and size give the same one. */
export function planCampaign(seed: number, size: CampaignSize): CampaignPlan {
  // Without fast-check's bias: it prefers the smallest and the largest of everything in its first samples.
  const [plan] = fc.sample(fc.noBias(campaign(size)), { seed, numRuns: 1 });
  if (plan === undefined) throw new Error('no plan was made');
  const faults = [...plan.faults].sort((one, other) => one.at - other.at);
  return { seed, ...plan, faults, milliseconds: size.milliseconds };
}

function campaign(size: CampaignSize) {
  const jobs = [
    ...Array.from({ length: size.jobs }, (_, index) => job(`${index}`, size.milliseconds)),
    ...Array.from({ length: size.chats }, (_, index) => chat(`chat-${index}`, size.milliseconds)),
  ];
  const faults = Object.entries(size.faults).flatMap(([target, count]) =>
    Array.from({ length: count }, () => fault(target as FaultTarget, size.milliseconds)),
  );
  return fc.record({ jobs: fc.tuple(...jobs), faults: fc.tuple(...faults) });
}

function job(name: string, milliseconds: number): fc.Arbitrary<PlannedJob> {
  return fc
    .record({
      work: work(),
      at: fc.integer({ min: 0, max: milliseconds }),
      hasKey: chance(3, 4),
      waitSeconds: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      readers: fc.array(reader(), { minLength: 1, maxLength: 3 }),
      clients: clients(),
    })
    .map(({ work: what, hasKey, waitSeconds, clients: { repeats, ...rest }, ...planned }) => ({
      name,
      body: { ...what, metadata: { name } },
      ...planned,
      ...rest,
      key: hasKey ? `campaign-key-${name}` : undefined,
      repeats: hasKey ? repeats : [],
      waitSeconds: what.type === 'text.count_tokens' ? waitSeconds : undefined,
      sessions: [],
    }));
}

/** What is left for a conversation before nothing breaks any more. */
const CHAT_MS = 15_000;

/** It has a key, so that whoever speaks learns where. */
function chat(name: string, milliseconds: number): fc.Arbitrary<PlannedJob> {
  return fc
    .record({
      work: chatWork(),
      at: fc.integer({ min: 0, max: milliseconds - CHAT_MS }),
      readers: fc.array(reader(), { maxLength: 1 }),
      sessions: sessions(server()),
      clients: clients(),
    })
    .map(({ work: what, clients: rest, ...planned }) => ({
      name,
      body: { ...what, metadata: { name } },
      ...planned,
      ...rest,
      key: `campaign-key-${name}`,
      waitSeconds: undefined,
    }));
}

/** What is planned alike for jobs of all types. */
function clients() {
  return fc
    .record({
      server: server(),
      repeats: fc.array(send(4000), { minLength: 0, maxLength: 3 }),
      isCancelled: chance(1, 4),
      cancel: send(8000),
      webhook: fc.constantFrom<(OwnWebhook | undefined)[]>(undefined, undefined, 'url', 'endpoint'),
      receptions: fc.array(fc.constantFrom<Reception[]>('error', 'busy', 'reset', 'hang', 'slow'), {
        maxLength: 3,
      }),
    })
    .map(({ isCancelled, cancel, ...rest }) => ({ ...rest, cancel: isCancelled ? cancel : undefined }));
}

function reader(): fc.Arbitrary<PlannedReader> {
  const cut = fc.record({ events: fc.integer({ min: 1, max: 8 }), pause: fc.integer({ min: 0, max: 1500 }) });
  return fc.record({
    after: fc.integer({ min: 0, max: 6000 }),
    server: server(),
    cuts: fc.array(cut, { minLength: 0, maxLength: 4 }),
  });
}

function fault(target: FaultTarget, milliseconds: number): fc.Arbitrary<PlannedFault> {
  const common = {
    target: fc.constant(target),
    at: fc.integer({ min: 2000, max: milliseconds }),
    index: fc.integer({ min: 0, max: (target === 'worker' ? WORKERS : SERVERS) - 1 }),
  };
  const kill = fc.record({
    ...common,
    kind: fc.constant('kill' as const),
    milliseconds: fc.integer({ min: 100, max: 3000 }),
  });
  const freeze = fc.record({
    ...common,
    kind: fc.constant('freeze' as const),
    milliseconds: fc.integer({ min: 1000, max: LONGEST_FREEZE[target] }),
  });
  return fc.oneof(kill, freeze);
}

function send(longest: number): fc.Arbitrary<PlannedSend> {
  return fc.record({ after: fc.integer({ min: 0, max: longest }), server: server() });
}

function server(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: SERVERS - 1 });
}

function chance(times: number, of: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: of }).map((value) => value <= times);
}
