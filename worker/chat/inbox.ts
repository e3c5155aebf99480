/** What a chat session has been told and not dealt with yet. It reads ahead, so that an interruption is seen at once. */
import type { ChatSessionMessage as Message } from '../../generated/contract/schemas.js';
import type { ReceivedInput } from '../../generated/worker/job.js';
import type { ChatSessionTypes } from '../../generated/worker/jobs.js';

type Inputs = AsyncIterator<ReceivedInput<ChatSessionTypes['inputs']>, void, void>;

/** So many messages wait here; more stay where they are, and with them whatever comes after. */
const MAX_WAITING = 32;

/** The state to go on from. */
export interface InboxState {
  readonly waiting: readonly Message[];
  readonly is_ending: boolean;
}

/** The inbox of one session. */
export class Inbox {
  readonly #inputs: Inputs;
  readonly #waiting: Message[];
  #isEnding: boolean;
  #seq = 0;
  #turn: AbortController | undefined;
  #failure: { readonly error: unknown } | undefined;
  #changed: (() => void) | undefined;
  #taken: (() => void) | undefined;

  constructor(inputs: Inputs, state: InboxState | undefined) {
    this.#inputs = inputs;
    this.#waiting = [...(state?.waiting ?? [])];
    this.#isEnding = state?.is_ending ?? false;
    void this.#read();
  }

  /** For the checkpoint. */
  get state(): InboxState & { readonly waiting: Message[] } {
    return { waiting: [...this.#waiting], is_ending: this.#isEnding };
  }

  /** The last input that `state` covers. */
  get seq(): number {
    return this.#seq;
  }

  /** The next message; or why there is none: the session is to end, or nothing has come for so long. */
  async next(idleMs: number): Promise<Message | 'ended' | 'idle'> {
    let isIdle = false;
    const timer = setTimeout(() => {
      isIdle = true;
      this.#changed?.();
    }, idleMs);
    try {
      for (;;) {
        if (this.#failure !== undefined) throw this.#failure.error;
        const message = this.#waiting.shift();
        if (message !== undefined) {
          this.#taken?.();
          return message;
        }
        if (this.#isEnding) return 'ended';
        if (isIdle) return 'idle';
        await new Promise<void>((resolve) => {
          this.#changed = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Begins a turn; the signal aborts when it is interrupted. */
  beginTurn(): AbortSignal {
    this.#turn = new AbortController();
    return this.#turn.signal;
  }

  /** Interruptions that come from now on are for nothing. */
  endTurn(): void {
    this.#turn = undefined;
  }

  async #read(): Promise<void> {
    try {
      while (!this.#isEnding) {
        if (this.#waiting.length >= MAX_WAITING) {
          await new Promise<void>((resolve) => {
            this.#taken = resolve;
          });
        }
        const next = await this.#inputs.next();
        if (next.done) return;
        this.#take(next.value);
        this.#changed?.();
      }
    } catch (error) {
      this.#failure = { error };
      this.#changed?.();
    }
  }

  #take({ id, seq, data }: ReceivedInput<ChatSessionTypes['inputs']>): void {
    this.#seq = seq;
    switch (data.type) {
      case 'message':
        this.#waiting.push({ id, text: data.text });
        return;
      case 'interrupt':
        this.#turn?.abort(new Error('interrupted'));
        return;
      case 'end':
        this.#isEnding = true;
        return;
      default:
        data satisfies never;
    }
  }
}
