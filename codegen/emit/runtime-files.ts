/** Runtime code that generated code builds on: copied as it is tested here. */
import { readFileSync } from 'node:fs';
import type { Contract, GeneratedFile } from '../model/contract.js';

const FOLDER = new URL('../runtime/', import.meta.url);
const NOTE = "// Specwire's runtime, copied here by `npm run generate`. Do not edit.\n\n";

const ALWAYS = [
  'contract/job-type-spec.ts',
  'contract/problem-kind.ts',
  'contract/validation.ts',
  'server/contract.ts',
  'sdk/typescript/api-error.ts',
  'sdk/typescript/event-stream.ts',
  'sdk/typescript/sse-parser.ts',
  'sdk/typescript/transport.ts',
];
const WITH_JOBS = ['worker/job.ts'];

/** Copies the runtime files that the contract needs. */
export function emitRuntimeFiles(contract: Contract): readonly GeneratedFile[] {
  const names = contract.jobTypes.length > 0 ? [...ALWAYS, ...WITH_JOBS] : ALWAYS;
  return names.map((path) => ({
    path,
    content: NOTE + readFileSync(new URL(path, FOLDER), 'utf8'),
    ownership: 'generated',
  }));
}
