/** Runtime code that generated code builds on: copied as it is tested here. */
import { readFileSync } from 'node:fs';
import type { Contract, GeneratedFile } from '../model/contract.js';
import { hasInputs, streamKinds } from './typescript-sdk/job-api.js';

const FOLDER = new URL('../runtime/', import.meta.url);
const NOTE = "// Specwire's runtime, copied here by `npm run generate`. Do not edit.\n\n";

const WEBHOOK_FILES = [
  'sdk/typescript/webhook-verification.ts',
  'receiver/express/raw-body.ts',
  'receiver/express/webhook-receiver.ts',
];

/** Copies the runtime files that the contract needs. */
export function emitRuntimeFiles(contract: Contract): readonly GeneratedFile[] {
  return namesFor(contract).map((path) => ({
    path,
    content: NOTE + readFileSync(new URL(path, FOLDER), 'utf8'),
    ownership: 'generated',
  }));
}

function namesFor(contract: Contract): readonly string[] {
  const hasJobs = contract.jobTypes.length > 0;
  const streams = streamKinds(contract);
  const hasWebhooks = contract.webhooks.length > 0;
  const hasStreams = hasJobs || streams.ofJobs || streams.others;
  return [
    'contract/job-type-spec.ts',
    'contract/problem-kind.ts',
    'contract/validation.ts',
    'server/contract.ts',
    'sdk/typescript/api-error.ts',
    'sdk/typescript/transport.ts',
    ...(hasStreams ? ['sdk/typescript/event-stream.ts', 'sdk/typescript/sse-parser.ts'] : []),
    ...(streams.others ? ['sdk/typescript/plain-stream.ts'] : []),
    ...(hasJobs ? ['sdk/typescript/job-stream.ts', 'worker/job.ts'] : []),
    ...(hasJobs || hasWebhooks ? ['sdk/typescript/unknown-event.ts'] : []),
    ...(hasWebhooks ? WEBHOOK_FILES : []),
    ...(hasInputs(contract) ? ['sdk/typescript/job-session.ts', 'sdk/typescript/web-socket.ts'] : []),
  ];
}
