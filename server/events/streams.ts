/** All open streams of the process, with the one timer that they share. */
import type { ServerResponse } from 'node:http';
import type { EventHub, Subscription } from './hub.js';
import { StreamSession } from './session.js';

/** How long streams live and how often they speak. */
export interface StreamSettings {
  readonly maxSeconds: number;
  /** A comment comes at least this often. */
  readonly keepAliveSeconds: number;
}

/** Where a stream begins. */
export interface StreamStart {
  readonly jobId: string;
  readonly after: number;
  /** The last seq known to be in the log. */
  readonly head: number;
  /** Frames before the first stored event. */
  readonly opening: string;
}

const TICK_MS = 1000;
/** How often all followed jobs are read although nobody notified us: a notification may get lost. */
const REREAD_MS = 4000;

/** Opens, feeds and ends event streams. */
export class EventStreams {
  readonly #hub: EventHub;
  readonly #settings: StreamSettings;
  readonly #sessions = new Set<StreamSession>();
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #nextReread: number;

  constructor(hub: EventHub, settings: StreamSettings, now: () => number = () => performance.now()) {
    this.#hub = hub;
    this.#settings = settings;
    this.#now = now;
    this.#nextReread = now() + REREAD_MS;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** How many streams are open. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Serves a job's events to a response whose head has been written. */
  open(response: ServerResponse, start: StreamStart): void {
    // The client may have left while we looked at the job.
    if (response.destroyed) return;
    const now = this.#now();
    let subscription: Subscription | undefined;
    const session = new StreamSession(response, {
      after: start.after,
      opening: start.opening,
      now,
      endsAt: now + this.#settings.maxSeconds * 1000,
      // The timer is coarse and the network takes time, so the promised interval is not used up.
      keepAliveMs: this.#settings.keepAliveSeconds * 800 - TICK_MS / 2,
      random: Math.random,
      onReady: () => subscription?.resume(),
      onClose: () => {
        this.#sessions.delete(session);
        subscription?.close();
      },
    });
    this.#sessions.add(session);
    // A stream opened while the process ends would keep it from ending.
    if (this.#timer === undefined) session.stop();
    else subscription = this.#hub.follow(start.jobId, start.head, session);
  }

  /** Ends all streams, now and from now on. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const session of this.#sessions) session.stop();
  }

  #tick(): void {
    const now = this.#now();
    for (const session of this.#sessions) session.tick(now);
    if (now < this.#nextReread) return;
    this.#nextReread = now + REREAD_MS;
    this.#hub.wakeAll();
  }
}
