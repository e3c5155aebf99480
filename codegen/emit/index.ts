/** Every output of the compiler. A new one is one file here and one line below. */
import type { Emitter } from '../model/contract.js';
import { emitChannelMessages } from './channel-messages.js';
import { emitClient } from './client/index.js';
import { emitDocumentServer } from './document-server/index.js';
import { emitDocumentTypes } from './document-types.js';
import { emitDocumentWebhooks } from './document-webhooks/index.js';
import { emitBundle, emitDocuments } from './documents.js';
import { emitExpressReceiver } from './express-receiver.js';
import { emitHandlers } from './handlers.js';
import { emitJobTypes } from './job-types.js';
import { emitJobs } from './jobs.js';
import { emitProblems } from './problems.js';
import { emitRoutes } from './routes.js';
import { emitRuntimeFiles } from './runtime-files.js';
import { emitTypes } from './types.js';
import { emitTypescriptSdk } from './typescript-sdk/index.js';
import { emitValidators } from './validators/index.js';
import { emitOperationValidators } from './validators/operations/index.js';

/** The emitters, in no particular order: none sees another's files. */
export const emitters: readonly Emitter[] = [
  emitDocuments,
  emitExpressReceiver,
  emitHandlers,
  emitJobTypes,
  emitJobs,
  emitProblems,
  emitRoutes,
  emitRuntimeFiles,
  emitTypes,
  emitTypescriptSdk,
  emitValidators,
];

/** Those of a document that stands by itself. The validators come first: their thread works while the others do. */
export const documentEmitters: readonly Emitter[] = [
  emitOperationValidators,
  emitBundle,
  emitChannelMessages,
  emitClient,
  emitDocumentServer,
  emitDocumentTypes,
  emitDocumentWebhooks,
];
