/** webhooks/ of a document: types of what its service sends, for those who receive it, and for the service that sends. */
import { readFileSync } from 'node:fs';
import type { Contract, GeneratedFile } from '../../model/contract.js';
import { outgoingHandlersModule } from './handlers.js';
import { receiverModule } from './receiver.js';
import { outgoingRoutesModule } from './routes.js';
import { senderModule } from './sender.js';

const RUNTIME = new URL('../../runtime/webhooks/', import.meta.url);
const NOTE = "// Specwire's runtime, copied here by `specwire generate`. Do not edit.\n\n";

/** Emits the receivers and the sender of a document's webhooks and callbacks. */
export function emitDocumentWebhooks(contract: Contract): readonly GeneratedFile[] {
  if (contract.outgoing.length === 0) return [];
  const files: readonly (readonly [string, string])[] = [
    ['webhooks/handlers.ts', outgoingHandlersModule(contract)],
    ['webhooks/routes.ts', outgoingRoutesModule(contract)],
    ['webhooks/receiver.ts', receiverModule(contract)],
    ['webhooks/sender.ts', senderModule(contract)],
    ['webhooks/send-request.ts', NOTE + readFileSync(new URL('send-request.ts', RUNTIME), 'utf8')],
  ];
  return files.map(([path, content]) => ({ path, content, ownership: 'generated' }));
}
