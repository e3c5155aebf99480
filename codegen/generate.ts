/** load → check → model → emit → compare → write. */
import type { Diagnostic } from './diagnostics.js';
import { sortDiagnostics } from './diagnostics.js';
import { type Project, parseProject, readSpecs, type SpecTexts } from './load/project.js';
import { buildContract } from './model/build-contract.js';
import type { Contract, GeneratedFile } from './model/contract.js';
import { applyPlan, planWrites, type WritePlan } from './write.js';

/** How a run ended. */
export type Outcome =
  /** Mistakes in the specs: nothing was written. */
  | { readonly kind: 'mistakes'; readonly diagnostics: readonly Diagnostic[]; readonly texts: SpecTexts }
  /** The disk holds (or, with `check`, should hold) what the specs say. */
  | { readonly kind: 'done'; readonly plan: WritePlan; readonly counts: Counts };

/** How much there is of what. */
export interface Counts {
  readonly operations: number;
  readonly schemas: number;
  readonly jobTypes: number;
  readonly files: number;
}

/** Compiles one project, once or again and again. */
export class Compiler {
  readonly #root: string;
  #before: Project | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** One run. With `check`, nothing is written. */
  async run(options: { readonly check?: boolean } = {}): Promise<Outcome> {
    const texts = await readSpecs(this.#root);
    const project = parseProject(this.#root, texts, this.#before);
    this.#before = project;
    const { contract, diagnostics } = buildContract(project);
    const mistakes = sortDiagnostics([...project.diagnostics, ...diagnostics]);
    if (mistakes.some(({ severity }) => severity === 'error')) return { kind: 'mistakes', diagnostics: mistakes, texts };
    const files = await emit(contract);
    const plan = await planWrites(this.#root, files);
    if (options.check !== true) await applyPlan(this.#root, plan);
    return { kind: 'done', plan, counts: countsOf(contract, files) };
  }
}

async function emit(contract: Contract): Promise<readonly GeneratedFile[]> {
  const { emitters } = await import('./emit/index.js');
  return (await Promise.all(emitters.map((emitter) => emitter(contract)))).flat();
}

function countsOf(contract: Contract, files: readonly GeneratedFile[]): Counts {
  return {
    operations: contract.operations.length,
    schemas: Object.keys(contract.schemas).length,
    jobTypes: contract.jobTypes.length,
    files: files.length,
  };
}
