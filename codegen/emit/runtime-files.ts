/**
 * Runtime code that generated code builds on: copied as it is tested here. What clients share (`http/`) is copied beside
 * each client, so that its folder can be taken away as it is.
 */
import { readFileSync } from 'node:fs';
import type { Contract, GeneratedFile } from '../model/contract.js';
import { compareModules } from './module-imports.js';
import { hasInputs, streamKinds } from './typescript-sdk/job-api.js';

const FOLDER = new URL('../runtime/', import.meta.url);
const NOTE = "// Specwire's runtime, copied here by `npm run generate`. Do not edit.\n\n";

const SHARED_FILES = ['connection', 'http-error', 'idempotency-key', 'retry'];
const SHARED_STREAM_FILES = ['event-stream', 'sse-parser'];

const WEBHOOK_FILES = [
  'sdk/typescript/webhook-verification.ts',
  'receiver/express/raw-body.ts',
  'receiver/express/webhook-receiver.ts',
];

/** Copies the runtime files that the contract needs. */
export function emitRuntimeFiles(contract: Contract): readonly GeneratedFile[] {
  const streams = streamKinds(contract);
  const hasStreams = contract.jobTypes.length > 0 || streams.ofJobs || streams.others;
  const shared = [...SHARED_FILES, ...(hasStreams ? SHARED_STREAM_FILES : [])];
  return [
    ...namesFor(contract).map((path) => runtimeFile(path)),
    ...shared.map((name) => runtimeFile(`http/${name}.ts`, 'sdk/typescript')),
  ];
}

/** A runtime file, at its own place or in the folder of a client. */
export function runtimeFile(path: string, folder?: string): GeneratedFile {
  const text = readFileSync(new URL(path, FOLDER), 'utf8');
  return {
    path: folder === undefined ? path : `${folder}/${path.split('/').at(-1)}`,
    content: NOTE + sortImports(text.replaceAll(SHARED_IMPORT, "'./$1'")),
    ownership: 'generated',
  };
}

/** The imports at the top of a file in the order that they have everywhere. */
function sortImports(text: string): string {
  const statements = /^(import [^;]*;\n)+/.exec(text)?.[0] ?? '';
  const from = (statement: string) => /from '([^']+)';\n$/.exec(statement)?.[1] ?? '';
  const sorted = (statements.match(/import [^;]*;\n/g) ?? []).toSorted((a, b) =>
    compareModules(from(a), from(b)),
  );
  return sorted.join('') + text.slice(statements.length);
}

/** Each client has its own copy of what it shares. */
const SHARED_IMPORT = /'(?:\.\.\/)+http\/([\w-]+\.js)'/g;

function namesFor(contract: Contract): readonly string[] {
  const hasJobs = contract.jobTypes.length > 0;
  const streams = streamKinds(contract);
  const hasWebhooks = contract.webhooks.length > 0;
  return [
    'contract/job-type-spec.ts',
    'contract/problem-kind.ts',
    'contract/validation.ts',
    'server/contract.ts',
    'sdk/typescript/api-error.ts',
    'sdk/typescript/transport.ts',
    ...(streams.others ? ['sdk/typescript/plain-stream.ts'] : []),
    ...(hasJobs ? ['sdk/typescript/job-stream.ts', 'worker/job.ts'] : []),
    ...(hasJobs || hasWebhooks ? ['sdk/typescript/unknown-event.ts'] : []),
    ...(hasWebhooks ? WEBHOOK_FILES : []),
    ...(hasInputs(contract) ? ['sdk/typescript/job-session.ts', 'sdk/typescript/web-socket.ts'] : []),
  ];
}
