// Generated from specs/jobs/ by `npm run generate`. Do not edit.

import type { JobDefinition } from '../../generated/worker/job.js';
import chatSession from './chat.session.js';
import documentsSummarize from './documents.summarize.js';
import textCountTokens from './text.count_tokens.js';
import textGenerate from './text.generate.js';

/** The handler of every job type. */
export const handlers: readonly JobDefinition[] = [
  chatSession,
  documentsSummarize,
  textCountTokens,
  textGenerate,
];
