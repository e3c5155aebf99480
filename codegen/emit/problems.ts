/** contract/problems.ts: the closed lists of error codes with their words. */
import type { Contract, GeneratedFile, ProblemKind } from '../model/contract.js';
import { docComment, header, literal } from './typescript-text.js';

function table(name: string, doc: string, kinds: readonly ProblemKind[]): string {
  const entries = kinds.map(({ code, title, description, retryable, status }) => {
    const fields = { ...(status !== undefined && { status }), title, description, retryable };
    return `  ${code}: ${literal(fields, '  ')},\n`;
  });
  return `${docComment(doc)}export const ${name} = {\n${entries.join('')}} as const satisfies Record<string, ProblemKind>;\n`;
}

/** Emits the tables of problem codes and of job error codes. */
export function emitProblems(contract: Contract): readonly GeneratedFile[] {
  const content = [
    header('the schemas ProblemCode and JobErrorCode'),
    "import type { ProblemKind } from './problem-kind.js';\n",
    table('problems', 'Codes of problem responses.', contract.problems),
    `${docComment('A code of a problem response.')}export type ProblemCode = keyof typeof problems;\n`,
    table('jobErrors', "Codes of a job's error.", contract.jobErrors),
    `${docComment("A code of a job's error.")}export type JobErrorCode = keyof typeof jobErrors;\n`,
  ].join('\n');
  return [{ path: 'contract/problems.ts', content, ownership: 'generated' }];
}
