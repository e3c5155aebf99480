/** Every output of the compiler. A new one is one file here and one line below. */
import type { Contract, Emitter } from '../model/contract.js';
import { emitChannelMessages } from './channel-messages.js';
import { emitClient } from './client/index.js';
import { emitDocumentServer } from './document-server/index.js';
import { emitDocumentWebhooks } from './document-webhooks/index.js';
import { emitBundle, emitDocuments } from './documents.js';
import { emitExpressReceiver } from './express-receiver.js';
import { emitHandlers } from './handlers.js';
import { emitJobTypes } from './job-types.js';
import { emitJobs } from './jobs.js';
import { emitProblems } from './problems.js';
import { emitRoutes } from './routes.js';
import { emitRuntimeFiles } from './runtime-files.js';
import { emitDocumentTypes } from './types/document-types.js';
import { emitTypes } from './types/index.js';
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

/** Those of a document that stands by itself. The slowest comes first: it works in a thread of its own. */
export function documentEmitters({ operations, outgoing, channels }: Contract): readonly Emitter[] {
  const both = [emitOperationValidators, emitChannelMessages, emitDocumentTypes];
  // Channels alone have neither server nor client of HTTP.
  if (operations.length + outgoing.length === 0 && channels.length > 0) return both;
  return [...both, emitBundle, emitClient, emitDocumentServer, emitDocumentWebhooks];
}
