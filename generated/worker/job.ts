// Specwire's runtime, copied here by `npm run generate`. Do not edit.

import type { JobTypeSpec } from '../contract/job-type-spec.js';
import type { JobErrorCode } from '../contract/problems.js';
import type { Validator } from '../contract/validation.js';
import type { JobLogData, JobProgressData } from './reserved-events.js';

/** The job that a handler works on. */
export interface JobInfo {
  readonly id: string;
  readonly type: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  /** W3C Trace Context of the request that created the job. */
  readonly traceparent?: string;
}

/** An event of the job type's own. */
export interface EventEmission<Type = string, Data = unknown> {
  readonly kind: 'event';
  readonly type: Type;
  readonly data: Data;
}

/** How far the job is. */
export interface ProgressEmission {
  readonly kind: 'progress';
  readonly data: JobProgressData;
}

/** A line for people. */
export interface LogEmission {
  readonly kind: 'log';
  readonly data: JobLogData;
}

/** What a retry goes on from. */
export interface CheckpointEmission<Value = unknown> {
  readonly kind: 'checkpoint';
  readonly value: Value;
  /** The last input that it covers; all that were taken unless given. */
  readonly inputSeq?: number;
}

/** What any handler yields, as the worker sees it. */
export type Emission = EventEmission | ProgressEmission | LogEmission | CheckpointEmission;

/** What the types of a job type's handler are made of. */
export interface JobTypes {
  readonly input: unknown;
  readonly result: unknown;
  /** Each event's data by its type. */
  readonly events: object;
  /** What the job can be told while it runs; `never` if nothing. */
  readonly inputs: unknown;
  /** `never` without one. */
  readonly checkpoint: unknown;
}

type EventEmissionOf<Events> = {
  readonly [Type in keyof Events & string]: EventEmission<Type, Events[Type]>;
}[keyof Events & string];

/** What the handlers of a job type may yield: nothing that its contract does not declare. */
export type EmissionOf<Types extends JobTypes> =
  | EventEmissionOf<Types['events']>
  | ProgressEmission
  | LogEmission
  | CheckpointEmission<Types['checkpoint']>;

/** Makes the job type's own events: `event.token({ text })`. */
export type EventFactory<Events> = {
  readonly [Type in keyof Events & string]: (data: Events[Type]) => EventEmission<Type, Events[Type]>;
};

/** Where a retry goes on. */
export interface Checkpoint<Value> {
  /** What an earlier attempt saved last. */
  readonly value: Value | undefined;
  /**
   * Stored together with the events yielded before it: `yield checkpoint.save(value)`. Of the job's inputs it covers those
   * that were taken; a handler that reads ahead says up to which `seq`.
   */
  save(value: Value, inputSeq?: number): CheckpointEmission<Value>;
}

/** What a handler is given. */
export interface JobContext<Types extends JobTypes> {
  readonly job: JobInfo;
  /** Validated, with the spec's defaults filled in. */
  readonly input: Types['input'];
  /** Aborts when the job is cancelled, its time is over, or the worker stops. */
  readonly signal: AbortSignal;
  readonly event: EventFactory<Types['events']>;
  /** How far the job is, for `job.progress`. */
  readonly progress: (data: JobProgressData) => ProgressEmission;
  /** A line for people, for `job.log`. */
  readonly log: (data: JobLogData) => LogEmission;
  readonly checkpoint: Checkpoint<Types['checkpoint']>;
}

/** Something that the job was told. */
export interface ReceivedInput<Data = unknown> {
  /** The client's own name for it. */
  readonly id: string;
  /** Its number among the job's inputs, from 1. */
  readonly seq: number;
  readonly data: Data;
}

/** What a handler is given beside, if its job type declares inputs. */
type InputsContext<Inputs> = [Inputs] extends [never]
  ? unknown
  : {
      /**
       * What the job is told, in order; waits for more and never ends by itself. A checkpoint covers what was taken
       * before it: a retry gets all that came after it (again).
       */
      readonly inputs: AsyncIterableIterator<ReceivedInput<Inputs>, void, void>;
    };

type KeysOf<T> = T extends unknown ? keyof T : never;

/** The fields of `Value` that `Declared` does not have, as fields that must not be there. */
type Undeclared<Value, Declared> = unknown extends Declared
  ? unknown
  : { readonly [Key in Exclude<KeysOf<Value>, KeysOf<Declared>>]?: never };

/** Does a job: yields events as they happen, returns the result. */
export type JobHandler<Types extends JobTypes, Result = Types['result']> = (
  context: JobContext<Types> & InputsContext<Types['inputs']>,
) => AsyncGenerator<EmissionOf<Types>, Result, void>;

/**
 * Binds a handler to its job type. The type of what it returns is taken from it and compared: by itself, TypeScript lets
 * a generator return fields that nobody declared, and a field that leaves the contract has to stop its handler.
 */
export type BindHandler<Types extends JobTypes> = <Result extends Types['result']>(
  handler: JobHandler<Types, Result & Undeclared<Result, Types['result']>>,
) => JobDefinition;

/** Precompiled schemas of one job type. */
export interface JobValidators {
  /** Fills in defaults. */
  readonly input: Validator<unknown>;
  readonly result: Validator<unknown>;
  readonly checkpoint?: Validator<unknown>;
  /** By event type. */
  readonly events: Readonly<Record<string, Validator<unknown>>>;
  /** By the input's type; absent if there are none. They fill in defaults. */
  readonly inputs?: Readonly<Record<string, Validator<unknown>>>;
}

/** What the runtime hands to a job: values that it has validated, whatever their type. */
export interface JobRun {
  readonly job: JobInfo;
  readonly input: unknown;
  readonly signal: AbortSignal;
  /** The checkpoint's value, if there is one. */
  readonly checkpoint: unknown;
  /** Of a job type without inputs: never read. */
  readonly inputs: AsyncIterableIterator<ReceivedInput, void, void>;
}

/** A job type with its handler, as the worker runs it. */
export interface JobDefinition {
  readonly spec: JobTypeSpec;
  readonly validators: JobValidators;
  run(run: JobRun): AsyncGenerator<Emission, unknown, void>;
}

/** Binds handlers of a job type to its spec: the result takes a handler and gives what the worker runs. */
export function defineJob<Types extends JobTypes>(
  spec: JobTypeSpec,
  validators: JobValidators,
): BindHandler<Types> {
  const event = Object.fromEntries(
    spec.events.map((type) => [type, (data: unknown): EventEmission => ({ kind: 'event', type, data })]),
  ) as unknown as EventFactory<Types['events']>;
  return (handler) => ({
    spec,
    validators,
    run: ({ job, input, signal, checkpoint, inputs }) => {
      const context: JobContext<Types> = {
        job,
        input: input as Types['input'],
        signal,
        event,
        progress: (data) => ({ kind: 'progress', data }),
        log: (data) => ({ kind: 'log', data }),
        checkpoint: {
          value: checkpoint as Types['checkpoint'] | undefined,
          save: (value, inputSeq) => ({
            kind: 'checkpoint',
            value,
            ...(inputSeq !== undefined && { inputSeq }),
          }),
        },
      };
      return handler({ ...context, inputs } as JobContext<Types> & InputsContext<Types['inputs']>);
    },
  });
}

/** Codes that a handler may end a job with. */
export type HandlerErrorCode = Extract<
  JobErrorCode,
  'input_rejected' | 'model_error' | 'upstream_unavailable' | 'internal'
>;

/** How a JobError came about. */
export interface JobErrorOptions {
  /** Goes to the log, never to a client. */
  readonly cause?: unknown;
  /** Whether another attempt may help; the contract's word for the code unless given. */
  readonly retryable?: boolean;
}

/** Ends the attempt with a code of the contract. The message is the error's `detail`: clients read it. */
export class JobError extends Error {
  override readonly name = 'JobError';
  readonly code: HandlerErrorCode;
  readonly retryable: boolean | undefined;

  constructor(code: HandlerErrorCode, message: string, options: JobErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}
