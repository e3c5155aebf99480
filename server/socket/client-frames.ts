/** What a client sends over its socket: checked, done, answered; in the order in which it came. */
import stringify from 'safe-stable-stringify';
import { toValidationErrors, type ValidationError } from '../../generated/contract/validation.js';
import { addJobInput, type Database, type JobRow, toJsonText } from '../../store/index.js';
import type { RequestContext } from '../http/context.js';
import { ProblemError } from '../http/problem-error.js';
import { buildProblem } from '../http/problem-response.js';
import type { Services } from '../services.js';
import { FrameLimiter } from './limiter.js';
import type { SocketSession } from './session.js';
import type { FrameListener } from './sockets.js';

/** What the frames of one socket are done with. */
export interface ClientFramesOptions {
  readonly contract: Services['contract'];
  readonly database: Database;
  /** Cancels the job, or throws why not. */
  readonly cancel: () => Promise<unknown>;
  /** Makes anything that was thrown a problem, and logs what has to be. */
  readonly toProblem: (error: unknown) => ProblemError;
  readonly job: Pick<JobRow, 'jobId' | 'type'>;
  readonly context: RequestContext;
  readonly now: () => number;
}

interface Input {
  readonly type: 'input';
  readonly id: string;
  readonly data: { readonly type: string };
}

type ClientFrame = Input | { readonly type: 'cancel' } | { readonly type: 'ping' };

/** So many of a job's inputs may be unread. */
const MAX_UNREAD = 1000;
/** So many frames of a connection wait for the database; it is not read further meanwhile. */
const MAX_WAITING = 32;
/** Nothing larger is an id; an answer repeats it. */
const MAX_ID = 64;

/** The frames of one socket. */
export class ClientFrames implements FrameListener {
  readonly #options: ClientFramesOptions;
  readonly #session: SocketSession;
  readonly #limiter: FrameLimiter;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(session: SocketSession, options: ClientFramesOptions) {
    this.#session = session;
    this.#options = options;
    this.#limiter = new FrameLimiter(options.now());
  }

  take(data: Buffer, isBinary: boolean): Promise<void> | undefined {
    const isAdmitted = this.#limiter.admit(this.#options.now());
    const value = isBinary ? undefined : parseJson(data);
    try {
      if (!isAdmitted) throw tooMany('A connection may send 20 frames a second.');
      if (isBinary) throw invalidFrame([{ pointer: '#', message: 'must be a text frame', rule: 'text' }]);
      const frame = this.#check(value);
      this.#waiting += 1;
      this.#work = this.#work.then(() => this.#do(frame));
    } catch (error) {
      this.#refuse(error, idOf(value));
      return undefined;
    }
    return this.#waiting >= MAX_WAITING ? this.#work : undefined;
  }

  whenAnswered(): Promise<void> {
    return this.#work;
  }

  #check(value: unknown): ClientFrame {
    const { contract, job, context } = this.#options;
    const frame = checkFrame(contract.validators, job.type, value);
    if (frame.type !== 'ping' && !context.caller.mayWrite) throw readOnly();
    return frame;
  }

  async #do(frame: ClientFrame): Promise<void> {
    try {
      if (frame.type === 'input') this.#session.answer(await this.#store(frame));
      else if (frame.type === 'ping') this.#session.answer({ type: 'pong' });
      else await this.#options.cancel();
    } catch (error) {
      this.#answerProblem(error, frame.type === 'input' ? frame.id : undefined);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #store({ id, data }: Input): Promise<object> {
    const { database, job, context } = this.#options;
    const outcome = await addJobInput(database, {
      tenantId: context.caller.tenantId,
      jobId: job.jobId,
      id,
      // Equal as JSON values means equal as text: whoever repeats an input may write its keys in another order.
      body: toJsonText(JSON.parse(stringify(data) ?? 'null')),
      maxUnread: MAX_UNREAD,
    });
    switch (outcome.kind) {
      case 'stored':
        return { type: 'ack', id, input_seq: outcome.seq };
      case 'conflict':
        throw new ProblemError('idempotency_key_reused', { detail: 'Another input has this id.' });
      case 'terminal':
        throw new ProblemError('job_already_terminal', {
          detail: 'The job has ended and reads no more input.',
        });
      case 'full':
        throw tooMany(`The job has ${MAX_UNREAD} inputs that it has not read.`);
      case 'not_found':
        throw new ProblemError('not_found', { detail: 'There is no job with this id.' });
      default:
        throw new TypeError(`unknown outcome ${outcome satisfies never}`);
    }
  }

  /** Refuses what should not have been sent; a client that does not stop is shown out. */
  #refuse(error: unknown, id: string | undefined): void {
    this.#answerProblem(error, id);
    if (this.#limiter.refuse(this.#options.now())) this.#session.close(1008);
  }

  #answerProblem(error: unknown, id: string | undefined): void {
    const { contract, context, job, toProblem } = this.#options;
    const problem = toProblem(error);
    const details = { jobId: job.jobId, ...problem.details };
    const body = buildProblem(contract.problems, new ProblemError(problem.code, details), context);
    this.#session.answer({ type: 'error', ...(id !== undefined && { id }), problem: body });
  }
}

/** Holds a frame to the contract; throws `invalid_request` with all that is wrong. */
function checkFrame(
  validators: Services['contract']['validators'],
  jobType: string,
  value: unknown,
): ClientFrame {
  if (value === undefined) throw invalidFrame([{ pointer: '#', message: 'is not valid JSON', rule: 'json' }]);
  const inputs = validators.inputs[jobType] ?? {};
  const type = fieldOf(value, 'type');
  const kind = fieldOf(fieldOf(value, 'data'), 'type');
  if (type === 'input' && typeof kind !== 'string')
    throw unknownName('#/data/type', kind, Object.keys(inputs));
  const table = type === 'input' ? inputs : validators.clientFrames;
  const name = type === 'input' ? kind : type;
  const validate = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
  if (validate === undefined) {
    const pointer = type === 'input' ? '#/data/type' : '#/type';
    const names = type === 'input' ? Object.keys(inputs) : ['input', ...Object.keys(validators.clientFrames)];
    throw unknownName(pointer, name, names);
  }
  if (!validate(value)) throw invalidFrame(toValidationErrors(validate.errors ?? [], 'body'));
  return value as ClientFrame;
}

function unknownName(pointer: string, value: unknown, names: readonly string[]): ProblemError {
  if (value === undefined) return invalidFrame([{ pointer, message: 'is required', rule: 'required' }]);
  return invalidFrame([{ pointer, message: `must be one of ${names.join(', ')}`, rule: 'enum' }]);
}

function invalidFrame(faults: readonly Omit<ValidationError, 'in'>[]): ProblemError {
  const errors = faults.map((fault) => ({ ...fault, in: 'body' as const }));
  return new ProblemError('invalid_request', { detail: 'The frame is not valid.', errors });
}

function tooMany(detail: string): ProblemError {
  return new ProblemError('rate_limited', { detail, retryAfter: 1 });
}

function readOnly(): ProblemError {
  return new ProblemError('forbidden', { detail: 'This stream token only reads; make one with write.' });
}

function parseJson(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}

/** The id of whatever it was, so that the client knows what was refused. */
function idOf(value: unknown): string | undefined {
  const id = fieldOf(value, 'id');
  const isId = typeof id === 'string' && id !== '' && id.length <= MAX_ID && !/\p{C}/u.test(id);
  return isId ? id : undefined;
}
