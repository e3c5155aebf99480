/** contract/problems.ts: the closed lists of error codes with their words. */
import type { Contract, GeneratedFile, ProblemKind } from '../model/contract.js';
import { docComment } from './doc-comment.js';
import { allSources, header } from './headers.js';
import { literalField } from './typescript-text.js';

function table(name: string, doc: string, kinds: readonly ProblemKind[]): string {
  const lines = kinds.map(({ code, title, description, retryable, status }) =>
    literalField(code, { ...(status !== undefined && { status }), title, description, retryable }, '  '),
  );
  const body = lines.length === 0 ? '{}' : `{\n${lines.join('')}}`;
  return `${docComment(doc)}export const ${name} = ${body} as const satisfies Record<string, ProblemKind>;\n`;
}

/** Emits the tables of problem codes and of job error codes. */
export function emitProblems(contract: Contract): readonly GeneratedFile[] {
  const content = [
    header(allSources(contract)),
    "import type { ProblemKind } from './problem-kind.js';\n",
    table('problems', 'Codes of problem responses.', contract.problems),
    `${docComment('A code of a problem response.')}export type ProblemCode = keyof typeof problems;\n`,
    table('jobErrors', "Codes of a job's error.", contract.jobErrors),
    `${docComment("A code of a job's error.")}export type JobErrorCode = keyof typeof jobErrors;\n`,
  ].join('\n');
  return [{ path: 'contract/problems.ts', content, ownership: 'generated' }];
}
