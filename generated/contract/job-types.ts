// Generated from specs/jobs/ by `npm run generate`. Do not edit.

import type { JobTypeSpec } from './job-type-spec.js';

/** Job types by name. */
export const jobTypes = {
  'chat.session': {
    name: 'chat.session',
    version: '1.0.0',
    description:
      'A conversation with a language model, over as many turns as you like, in one job: open its WebSocket, send messages, and read the answers as they come into being.',
    timeoutSeconds: 3600,
    queueTimeoutSeconds: 600,
    concurrency: 16,
    maxAttempts: 5,
    sync: false,
    bodyLimitBytes: 1048576,
    resultTtlSeconds: 604800,
    events: ['turn.started', 'turn.token', 'turn.completed'],
    inputs: ['message', 'interrupt', 'end'],
    examples: [
      {
        input: {
          system_prompt: 'You answer in one short sentence.',
          max_tokens: 64,
          idle_timeout_seconds: 60,
        },
      },
    ],
  },
  'documents.summarize': {
    name: 'documents.summarize',
    version: '1.0.0',
    description:
      'Summarises many documents, one after the other, with a language model. It may take many minutes: each finished summary arrives as a `document` event, together with `job.progress`, and is kept in a checkpoint, so that a retry goes on with the next document and does none twice.',
    timeoutSeconds: 3600,
    queueTimeoutSeconds: 1800,
    concurrency: 1,
    maxAttempts: 5,
    sync: false,
    bodyLimitBytes: 8388608,
    resultTtlSeconds: 604800,
    events: ['document'],
    inputs: [],
    examples: [
      {
        input: {
          documents: [
            {
              id: 'tides',
              title: 'Tides',
              text: 'Tides are the rise and fall of sea levels. They are caused by the pull of the Moon and the Sun, and by the turning of the Earth. Most coasts see two high tides and two low tides in a little more than a day.',
            },
            {
              id: 'salt',
              text: 'Rivers dissolve minerals from rocks and carry them to the sea. Water leaves the sea by evaporation, but the minerals stay, so that over millions of years the sea became salty.',
            },
          ],
          max_tokens: 48,
          style: 'sentence',
        },
      },
    ],
  },
  'text.count_tokens': {
    name: 'text.count_tokens',
    version: '1.0.0',
    description:
      'Counts how many tokens a text is for the language model that the other jobs use. It takes milliseconds, so `Prefer: wait` is honoured; it emits no events of its own.',
    timeoutSeconds: 30,
    queueTimeoutSeconds: 60,
    concurrency: 8,
    maxAttempts: 3,
    sync: true,
    bodyLimitBytes: 1048576,
    resultTtlSeconds: 86400,
    events: [],
    inputs: [],
    examples: [{ input: { text: 'How many tokens is this?' } }],
  },
  'text.generate': {
    name: 'text.generate',
    version: '1.0.0',
    description:
      'Continues a prompt or a chat with a language model, and streams the text as it comes into being: one `token` event per piece.',
    timeoutSeconds: 300,
    queueTimeoutSeconds: 600,
    concurrency: 2,
    maxAttempts: 3,
    sync: false,
    bodyLimitBytes: 1048576,
    resultTtlSeconds: 604800,
    events: ['token'],
    inputs: [],
    examples: [
      { input: { prompt: 'Explain in one sentence why the sea is salty.', max_tokens: 64 } },
      {
        input: {
          messages: [
            { role: 'system', content: 'You answer in one short sentence.' },
            { role: 'user', content: 'What is the capital of France?' },
          ],
          temperature: 0,
          seed: 7,
        },
      },
    ],
  },
} as const satisfies Record<string, JobTypeSpec>;

/** Name of a job type. */
export type JobTypeName = keyof typeof jobTypes;
