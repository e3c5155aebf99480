// Generated from specs/jobs/ by `npm run generate`. Do not edit.

import { jobTypes } from '../contract/job-types.js';
import type * as schemas from '../contract/schemas.js';
import { jobValidators } from '../contract/validators/jobs.js';
import { defineJob } from './job.js';
import type { JobInputs } from './types.js';

/** What the types of a `chat.session` handler are made of. */
export interface ChatSessionTypes {
  readonly input: JobInputs['chat.session'];
  readonly result: schemas.ChatSessionResult;
  readonly events: {
    /** The model begins to answer a message. Messages are answered one after the other, in their order. */
    readonly 'turn.started': schemas.ChatSessionTurnStartedData;
    /** The next piece of the answer's text, as soon as the model has it. */
    readonly 'turn.token': schemas.ChatSessionTurnTokenData;
    /** The answer has ended. The session waits for the next message. */
    readonly 'turn.completed': schemas.ChatSessionTurnCompletedData;
  };
  readonly inputs:
    | schemas.ChatSessionMessageInputData
    | schemas.ChatSessionInterruptInputData
    | schemas.ChatSessionEndInputData;
  readonly checkpoint: schemas.ChatSessionCheckpoint;
}

/**
 * Binds the handler of `chat.session`.
 *
 * A conversation with a language model, over as many turns as you like, in one job: open its WebSocket, send
 * messages, and read the answers as they come into being.
 */
export const chatSession = defineJob<ChatSessionTypes>(
  jobTypes['chat.session'],
  jobValidators['chat.session'],
);

/** What the types of a `documents.summarize` handler are made of. */
export interface DocumentsSummarizeTypes {
  readonly input: JobInputs['documents.summarize'];
  readonly result: schemas.DocumentsSummarizeResult;
  readonly events: {
    /**
     * The summary of one document is done, and stored in the checkpoint: a later attempt does not repeat it.
     * The events come in the order of the input.
     */
    readonly document: schemas.DocumentsSummarizeSummary;
  };
  readonly inputs: never;
  readonly checkpoint: schemas.DocumentsSummarizeCheckpoint;
}

/**
 * Binds the handler of `documents.summarize`.
 *
 * Summarises many documents, one after the other, with a language model. It may take many minutes: each
 * finished summary arrives as a `document` event, together with `job.progress`, and is kept in a checkpoint,
 * so that a retry goes on with the next document and does none twice.
 */
export const documentsSummarize = defineJob<DocumentsSummarizeTypes>(
  jobTypes['documents.summarize'],
  jobValidators['documents.summarize'],
);

/** What the types of a `text.count_tokens` handler are made of. */
export interface TextCountTokensTypes {
  readonly input: JobInputs['text.count_tokens'];
  readonly result: schemas.TextCountTokensResult;
  readonly events: Readonly<Record<never, never>>;
  readonly inputs: never;
  readonly checkpoint: never;
}

/**
 * Binds the handler of `text.count_tokens`.
 *
 * Counts how many tokens a text is for the language model that the other jobs use. It takes milliseconds, so
 * `Prefer: wait` is honoured; it emits no events of its own.
 */
export const textCountTokens = defineJob<TextCountTokensTypes>(
  jobTypes['text.count_tokens'],
  jobValidators['text.count_tokens'],
);

/** What the types of a `text.generate` handler are made of. */
export interface TextGenerateTypes {
  readonly input: JobInputs['text.generate'];
  readonly result: schemas.TextGenerateResult;
  readonly events: {
    /**
     * The next piece of the generated text, as soon as the model has it. Joined in the order of `seq`, the
     * pieces of the last attempt are the result's `text`. A retry starts afresh: on `job.retrying`, discard
     * them.
     */
    readonly token: schemas.TextGenerateTokenData;
  };
  readonly inputs: never;
  readonly checkpoint: never;
}

/**
 * Binds the handler of `text.generate`.
 *
 * Continues a prompt or a chat with a language model, and streams the text as it comes into being: one
 * `token` event per piece.
 */
export const textGenerate = defineJob<TextGenerateTypes>(
  jobTypes['text.generate'],
  jobValidators['text.generate'],
);
