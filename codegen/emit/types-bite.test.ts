/**
 * What must not compile, on this repository's own contract. `tsc` is the test: each `@ts-expect-error` fails it if the line
 * below compiles.
 */
import { expect, expectTypeOf, test } from 'vitest';
import type * as schemas from '../../generated/contract/schemas.js';
import { createWebhookReceiver } from '../../generated/receiver/express/index.js';
import type {
  JobEvent,
  SpecwireClient,
  UnknownEvent,
  WebhookEvent,
  webhooks,
} from '../../generated/sdk/typescript/index.js';
import type { CreateJobResponse, JobsHandlers } from '../../generated/server/handlers.js';
import {
  chatSession,
  documentsSummarize,
  textCountTokens,
  textGenerate,
} from '../../generated/worker/jobs.js';

const COUNT = { tokens: 1, model: 'm' };

/** None of these is run. */
const handlers = {
  complete: () => [
    textCountTokens(async function* ({ input, progress, log }) {
      expectTypeOf(input.text).toEqualTypeOf<string>();
      yield progress({ fraction: 0.5 });
      yield log({ level: 'info', message: 'Halfway.' });
      return COUNT;
    }),
  ],

  /** Defaults of the spec are filled in. */
  input: () =>
    textGenerate(async function* ({ input, event }) {
      expectTypeOf(input.max_tokens).toEqualTypeOf<number>();
      expectTypeOf(input.prompt).toEqualTypeOf<string | undefined>();
      // @ts-expect-error there is no such field
      input.max_token;
      yield event.token({ text: 'a', index: 0 });
      const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
      return { text: '', finish_reason: 'stop', usage, model: 'm' };
    }),

  undeclaredEvent: () =>
    textCountTokens(async function* ({ event }) {
      // @ts-expect-error this job type has no events
      yield event.token({ text: 'a', index: 0 });
      return COUNT;
    }),

  undeclaredEventByHand: () =>
    // @ts-expect-error an event of another job type, made without its factory
    textCountTokens(async function* () {
      yield { kind: 'event', type: 'token', data: { text: 'a', index: 0 } } as const;
      return COUNT;
    }),

  eventWithoutField: () =>
    documentsSummarize(async function* ({ event, checkpoint }) {
      // @ts-expect-error `index`, `summary` and `usage` are missing
      yield event.document({ id: 'a' });
      const { summaries } = checkpoint.value ?? { summaries: [] };
      return { summaries, usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }, model: 'm' };
    }),

  undeclaredCheckpoint: () =>
    textCountTokens(async function* ({ checkpoint }) {
      expectTypeOf(checkpoint.value).toEqualTypeOf<undefined>();
      // @ts-expect-error this job type declares no checkpoint
      yield checkpoint.save({ done: 1 });
      return COUNT;
    }),

  resultWithoutField: () =>
    // @ts-expect-error `model` is missing
    textCountTokens(async function* ({ progress }) {
      yield progress({ fraction: 1 });
      return { tokens: 1 };
    }),

  resultWithUndeclaredField: () =>
    // @ts-expect-error the contract has no `characters`: as after its line was taken out of the YAML
    textCountTokens(async function* ({ progress }) {
      yield progress({ fraction: 1 });
      return { ...COUNT, characters: 1 };
    }),

  noResult: () =>
    // @ts-expect-error as the stub is
    textCountTokens(async function* ({ progress }) {
      yield progress({ fraction: 1 });
    }),

  /** What the job is told, with the client's name for it. */
  inputs: () =>
    chatSession(async function* ({ inputs, event }) {
      for await (const { id, seq, data } of inputs) {
        expectTypeOf(seq).toEqualTypeOf<number>();
        expectTypeOf(data.type).toEqualTypeOf<'message' | 'interrupt' | 'end'>();
        if (data.type === 'message') yield event['turn.token']({ turn: 1, text: data.text, index: 0 });
        // @ts-expect-error there is no such input
        if (data.type === 'sing') yield event['turn.started']({ turn: 1, input_id: id });
      }
      const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
      return { turns: 1, finish: 'ended', usage, model: 'm' };
    }),

  undeclaredInputs: () =>
    // @ts-expect-error this job type declares no inputs
    textCountTokens(async function* ({ inputs, progress }) {
      expectTypeOf(inputs).toEqualTypeOf<unknown>();
      yield progress({ fraction: 1 });
      return COUNT;
    }),

  wrongLevel: () =>
    textCountTokens(async function* ({ log }) {
      // @ts-expect-error not a level
      yield log({ level: 'fatal', message: '' });
      return COUNT;
    }),
};

/** Nor are these. */
const server = {
  operationWithoutHandler: (all: JobsHandlers<object>) => {
    const { cancelJob: _, ...some } = all;
    // @ts-expect-error `cancelJob` is missing
    const handlers: JobsHandlers<object> = some;
    return handlers;
  },

  response: (job: schemas.Job): readonly CreateJobResponse[] => [
    { status: 202, headers: { Location: '/v1/jobs/job_1' }, body: job },
    // @ts-expect-error `Location` is missing
    { status: 202, headers: {}, body: job },
    // @ts-expect-error not a status of this operation
    { status: 201, headers: { Location: '/v1/jobs/job_1' }, body: job },
    // @ts-expect-error a problem is thrown, not returned
    { status: 409, body: job },
  ],
};

const client = {
  create: async ({ jobs }: SpecwireClient) => {
    const job = await jobs.create({ type: 'text.count_tokens', input: { text: 'a' } }, { wait: 5 });
    expectTypeOf(job.type).toEqualTypeOf<'text.count_tokens'>();
    expectTypeOf(job.result?.tokens).toEqualTypeOf<number | undefined>();
    expectTypeOf((await jobs.result(job)).result.tokens).toEqualTypeOf<number>();
    expectTypeOf(await jobs.get(job)).toEqualTypeOf<schemas.Job>();
    // @ts-expect-error the input of another job type
    await jobs.create({ type: 'text.count_tokens', input: { prompt: 'a' } });
    await jobs.create({ type: 'text.generate', input: { messages: [{ role: 'user', content: 'a' }] } });
    // @ts-expect-error neither `prompt` nor `messages`, of which the contract asks for one
    await jobs.create({ type: 'text.generate', input: {} });
    // @ts-expect-error not a job type
    await jobs.create({ type: 'text.shout', input: { text: 'a' } });
    // @ts-expect-error a field too many
    await jobs.create({ type: 'text.count_tokens', input: { text: 'a' }, priority: 1 });
  },

  events: async ({ jobs }: SpecwireClient) => {
    const job = await jobs.create({ type: 'text.generate', input: { prompt: 'a' } });
    for await (const event of jobs.events(job)) {
      if (event.type === 'token') expectTypeOf(event.data.text).toEqualTypeOf<string>();
      if (event.type === 'job.status') expectTypeOf(event.data.status).toEqualTypeOf<schemas.JobStatus>();
      if (event.type === 'unknown') expectTypeOf(event).toEqualTypeOf<UnknownEvent>();
      // @ts-expect-error an event of another job type
      if (event.type === 'document') return;
    }
    for await (const event of jobs.events('job_1')) {
      if (event.type === 'document') expectTypeOf(event.data.summary).toEqualTypeOf<string>();
    }
  },

  narrowing: (event: JobEvent<'text.generate'>) => {
    // @ts-expect-error not before it is known to be a token
    event.data.text;
  },
};

const receiver = {
  verified: async (body: string, headers: Headers, { verify }: typeof webhooks) => {
    const event = await verify(body, headers, ['whsec_a', 'whsec_b']);
    expectTypeOf(event).toEqualTypeOf<WebhookEvent | UnknownEvent>();
    // @ts-expect-error not before it is known to be of a job
    event.data.job_id;
    if (event.type === 'job.succeeded') {
      expectTypeOf(event.data.result_ref).toEqualTypeOf<string>();
      // @ts-expect-error one that succeeded has no error
      event.data.error;
    }
    if (event.type === 'job.failed') expectTypeOf(event.data.error).toEqualTypeOf<schemas.JobError>();
    if (event.type === 'webhook.ping') expectTypeOf(event.data.endpoint_id).toEqualTypeOf<string>();
    // @ts-expect-error no webhook
    if (event.type === 'job.status') return;
  },

  handlers: () => {
    createWebhookReceiver({
      secrets: 'whsec_a',
      on: {
        'job.expired': (event, { id, sentAt }) => {
          expectTypeOf(event.data.status).toEqualTypeOf<'expired'>();
          expectTypeOf({ id, sentAt }).toEqualTypeOf<{ id: string; sentAt: Date }>();
        },
      },
      seen: new Set<string>(),
    });
    // @ts-expect-error no webhook
    createWebhookReceiver({ secrets: 'whsec_a', on: { 'job.status': () => undefined } });
  },
};

test('the types are tested by the compiler', () => {
  expect(Object.keys({ ...handlers, ...server, ...client, ...receiver })).not.toHaveLength(0);
});
