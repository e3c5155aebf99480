// Generated from specs/jobs/ by `npm run generate`. Do not edit.

/** Inputs as handlers get them: validated, with the defaults filled in. */
export interface JobInputs {
  readonly 'chat.session': components['schemas']['ChatSessionInput'];
  readonly 'documents.summarize': components['schemas']['DocumentsSummarizeInput'];
  readonly 'text.count_tokens': components['schemas']['TextCountTokensInput'];
  readonly 'text.generate': components['schemas']['TextGenerateInput'];
}

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description How the session is to be. */
        readonly ChatSessionInput: {
            /**
             * @description The rules that the model follows in all turns.
             * @example You answer in one short sentence.
             */
            readonly system_prompt?: string;
            /**
             * @description How many tokens one answer has at most.
             * @default 256
             * @example 64
             */
            readonly max_tokens: number;
            /**
             * @description How much chance there is in the choice of each token; 0 always takes the likeliest one.
             * @default 0.7
             * @example 0.7
             */
            readonly temperature: number;
            /**
             * @description When nothing has come for so long after the last answer, the session ends and the job succeeds.
             * @default 120
             * @example 60
             */
            readonly idle_timeout_seconds: number;
        };
        /** @description The documents, and how their summaries should be. */
        readonly DocumentsSummarizeInput: {
            /** @description The documents, 1 to 200; they are worked on in this order. */
            readonly documents: readonly components["schemas"]["DocumentsSummarizeDocument"][];
            /**
             * @description How many tokens one summary may have at most.
             * @default 128
             * @example 48
             */
            readonly max_tokens: number;
            /**
             * @description The form of each summary: a single `sentence`, a short `paragraph`, or a list of `bullets`.
             * @default paragraph
             * @example sentence
             * @enum {string}
             */
            readonly style: "sentence" | "paragraph" | "bullets";
            /**
             * @description What else the model should keep in mind, for every document alike.
             * @example Write for children and leave out numbers.
             */
            readonly instructions?: string;
        };
        /** @description One document. */
        readonly DocumentsSummarizeDocument: {
            /**
             * @description Your name for it, returned with its summary. It need not be unique; `index` is.
             * @example tides
             */
            readonly id: string;
            /**
             * @description Its title, which helps the model to see what it is about.
             * @example Tides
             */
            readonly title?: string;
            /**
             * @description Its text. What does not fit into the model's context is cut off at the end, which a `job.log` event of level `warn` reports.
             * @example Tides are the rise and fall of sea levels.
             */
            readonly text: string;
        };
        /** @description The text to count. */
        readonly TextCountTokensInput: {
            /**
             * @description The text, at most 200,000 characters; the empty text is 0 tokens.
             * @example How many tokens is this?
             */
            readonly text: string;
        };
        /** @description What to continue, as exactly one of `prompt` and `messages`, and how. Text that together with `max_tokens` does not fit into the model's context ends the job with `input_rejected`. */
        readonly TextGenerateInput: {
            /**
             * @description A single request to the model; short for `messages` with this one message of a user.
             * @example Explain in one sentence why the sea is salty.
             */
            readonly prompt?: string;
            /** @description The chat so far, the oldest message first; the model writes the message that comes next. */
            readonly messages?: readonly components["schemas"]["TextGenerateMessage"][];
            /**
             * @description How many tokens to generate at most.
             * @default 256
             * @example 64
             */
            readonly max_tokens: number;
            /**
             * @description How much chance there is in the choice of each token: 0 always takes the likeliest one, higher values are more surprising.
             * @default 0.7
             * @example 0.7
             */
            readonly temperature: number;
            /**
             * @description Chooses only among the likeliest tokens that together have this probability; 1 leaves the choice open.
             * @default 1
             * @example 0.95
             */
            readonly top_p: number;
            /**
             * @description Makes the choice repeatable: the same input, seed and model give the same text, as far as the model server can promise that. Without it, each job chooses anew.
             * @example 7
             */
            readonly seed?: number;
            /** @description Strings that end the text as soon as one of them appears; it is not part of the text, nor of any event. */
            readonly stop?: readonly string[];
        } & ({
            readonly prompt: string;
        } | {
            readonly messages: readonly components["schemas"]["TextGenerateMessage"][];
        });
        /** @description One message of a chat. */
        readonly TextGenerateMessage: {
            /**
             * @description Who wrote it: `system` sets the rules, `user` asks, `assistant` is what the model answered before.
             * @example user
             * @enum {string}
             */
            readonly role: "system" | "user" | "assistant";
            /**
             * @description What it says.
             * @example What is the capital of France?
             */
            readonly content: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
