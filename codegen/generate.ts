/** load → check → model → emit → compare → write. Whatever is heavy is loaded only when it is needed. */
import { applyPlan } from './apply-plan.js';
import type { Diagnostic } from './diagnostics.js';
import { sortDiagnostics } from './diagnostics.js';
import { hash, hashAll } from './hashes.js';
import type { Project } from './load/project.js';
import { readSpecs, type SpecTexts } from './load/spec-files.js';
import type { BuiltContract } from './model/build-contract.js';
import type { Contract, EmitCache, GeneratedFile } from './model/contract.js';
import { UnusableSchemas } from './model/unusable-schemas.js';
import type { Shield } from './signals.js';
import { cacheFolder, compilerFingerprint, isCurrent, projectStamp, readStamp, writeStamp } from './stamp.js';
import { leftOverFiles, planWrites, type WritePlan } from './write.js';

/** How a run ended. */
export type Outcome =
  /** Mistakes in the specs: nothing was written. */
  | ({ readonly kind: 'mistakes'; readonly later?: Promise<Told> } & Told)
  /** Hand-written files stand where the compiler's should go: nothing was written. */
  | { readonly kind: 'foreign'; readonly paths: readonly string[] }
  /** The disk held already what the specs say; nothing had to be made to know that. */
  | { readonly kind: 'current'; readonly counts: Counts }
  /** The same, with the warnings that it had then. */
  | ({ readonly kind: 'current'; readonly counts: Counts } & Told)
  /** The disk holds now (or, with `check`, should hold) what the specs say; what is told are warnings. */
  | ({
      readonly kind: 'done';
      readonly plan: WritePlan;
      readonly counts: Counts;
      readonly later?: Promise<Told>;
    } & Told);

/** What checks found, and what the specs said then. An eager run puts some of it off: `later`. */
export interface Told {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: SpecTexts;
}

/** How much there is of what. */
export interface Counts {
  readonly operations: number;
  readonly jobTypes: number;
  readonly schemas: number;
  readonly files: number;
}

/** How to run. */
export interface RunOptions {
  /** Write nothing. */
  readonly check?: boolean;
  /** Let the slow second opinion on the AsyncAPI document come after the write. */
  readonly eager?: boolean;
  /** Make everything even if nothing has changed: the next run then has all that it needs in memory. */
  readonly fresh?: boolean;
}

/** Compiles one project, once or again and again. */
export class Compiler {
  readonly #root: string;
  readonly #shield: Shield;
  readonly #cache = new RunCache();
  #before: Project | undefined;
  /** As soon as it has been asked for: the compiler does not change while it runs. */
  #fingerprint: { readonly value: string | undefined } | undefined;

  /** `shield` keeps whatever may end the process away from a write. */
  constructor(root: string, shield: Shield = async (work) => work()) {
    this.#root = root;
    this.#shield = shield;
  }

  /** One run. */
  async run(options: RunOptions = {}): Promise<Outcome> {
    const texts = await readSpecs(this.#root);
    const inputs = hashAll(texts);
    const counts = options.fresh === true ? undefined : this.#unchanged(inputs);
    if (counts) return { kind: 'current', counts };
    const { project, built, diagnostics: mistakes } = await checkSpecs(this.#root, texts, this.#before);
    this.#before = project;
    const parsing = checkAsyncapi(this.#root, project, built, mistakes);
    // Should an emitter fail first, nobody waits for this any more.
    parsing.catch(() => undefined);
    if (mistakes.some(isError)) {
      const told = { diagnostics: mistakes, texts };
      // A parser that fails on a document with mistakes must not hide them.
      const later = parsing.catch(() => []);
      if (options.eager === true) return { kind: 'mistakes', ...told, later: tell(later, texts) };
      return { kind: 'mistakes', ...told, diagnostics: sortDiagnostics([...mistakes, ...(await later)]) };
    }
    const { files, diagnostics: unusable } = await emit(built, this.#cache);
    this.#cache.forgetUnused();
    const early = [...unusable, ...(options.eager === true ? [] : await parsing)];
    if (early.length > 0)
      return { kind: 'mistakes', diagnostics: sortDiagnostics([...mistakes, ...early]), texts };
    const plan = planWrites(this.#root, files);
    if (plan.foreign.length > 0) return { kind: 'foreign', paths: plan.foreign };
    const counted = countsOf(built.contract, files);
    const done = { kind: 'done', plan, counts: counted, diagnostics: mistakes, texts } as const;
    if (options.check === true && plan.changes.length > 0) return done;
    await this.#shield(() => applyPlan(this.#root, plan));
    // What is to be told is told again by the next run.
    const finish = async (found: readonly Diagnostic[]): Promise<readonly Diagnostic[]> => {
      if (mistakes.length + found.length === 0) await this.#remember(inputs, plan, counted);
      return found;
    };
    if (options.eager === true) return { ...done, later: tell(parsing.then(finish), texts) };
    await finish([]);
    return done;
  }

  /**
   * Does the work of a run and throws it away. V8 makes machine code of what has run a few times: without this, it is the
   * first saves of somebody who watches that are slow.
   */
  async warmUp(): Promise<void> {
    const { built, diagnostics } = await checkSpecs(this.#root, await readSpecs(this.#root));
    if (!diagnostics.some(isError)) await emit(built, new RunCache());
  }

  /** The counts of the last good run, if all is as it left it. */
  #unchanged(inputs: Readonly<Record<string, string>>): Counts | undefined {
    const [compiler, stamp] = [this.#compiler(), readStamp(projectStamp(this.#root))];
    if (compiler === undefined || !stamp || !isCurrent(this.#root, stamp, compiler, inputs)) return undefined;
    const leftOver = leftOverFiles(this.#root, Object.keys(stamp.outputs));
    return leftOver.length > 0 ? undefined : stamp.counts;
  }

  #compiler(): string | undefined {
    this.#fingerprint ??= { value: compilerFingerprint(import.meta.dirname) };
    return this.#fingerprint.value;
  }

  async #remember(inputs: Readonly<Record<string, string>>, plan: WritePlan, counts: Counts): Promise<void> {
    const compiler = this.#compiler();
    if (compiler === undefined) return;
    const outputs = [...plan.outputs].map(
      ([path, content]) => [path, content === null ? null : hash(content)] as const,
    );
    await writeStamp(projectStamp(this.#root), {
      compiler,
      inputs,
      outputs: Object.fromEntries(outputs),
      counts,
    });
  }
}

/** What the specs say, and everything that is wrong with them as far as it shows without heavy libraries. */
export interface CheckedSpecs {
  readonly project: Project;
  readonly built: BuiltContract;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses, builds and checks; files of `before` whose text is the same are not parsed again. */
export async function checkSpecs(root: string, texts: SpecTexts, before?: Project): Promise<CheckedSpecs> {
  const [{ parseProject }, { buildContract }, { checkProject }] = await Promise.all([
    import('./load/project.js'),
    import('./model/build-contract.js'),
    import('./load/checks/index.js'),
  ]);
  const project = parseProject(root, texts, before);
  const built = buildContract(project);
  const found = [...project.diagnostics, ...checkProject(project, built)];
  return { project, built, diagnostics: sortDiagnostics(found) };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

async function tell(found: Promise<readonly Diagnostic[]>, texts: SpecTexts): Promise<Told> {
  return { diagnostics: await found, texts };
}

/** The second opinion of AsyncAPI's own parser, which takes a second unless it has seen the document before. */
async function checkAsyncapi(
  root: string,
  project: Project,
  built: BuiltContract,
  mistakes: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  const checks = await import('./load/checks/index.js');
  return sortDiagnostics(await checks.checkAsyncapi(project, built, cacheFolder(root), mistakes));
}

/** The files, or what keeps the emitters from making them. */
interface Emitted {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

async function emit(built: BuiltContract, cache: EmitCache): Promise<Emitted> {
  const { emitters } = await import('./emit/index.js');
  try {
    const files = await Promise.all(emitters.map((emitter) => emitter(built.contract, cache)));
    return { files: files.flat(), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof UnusableSchemas)) throw error;
    const { unusableSchemaDiagnostics } = await import('./load/checks/index.js');
    return { files: [], diagnostics: sortDiagnostics(unusableSchemaDiagnostics(built, error.schemas)) };
  }
}

/** Counts what a contract holds. */
export function countsOf(contract: Contract, files: readonly GeneratedFile[]): Counts {
  return {
    operations: contract.operations.length,
    jobTypes: contract.jobTypes.length,
    schemas: Object.keys(contract.schemas).length,
    files: files.length,
  };
}

/** Keeps what the last run made; a run that asks for other things makes them anew. */
class RunCache implements EmitCache {
  #last = new Map<string, Promise<unknown>>();
  #current = new Map<string, Promise<unknown>>();

  remember<T>(name: string, inputs: unknown, make: () => T | Promise<T>): Promise<T> {
    const key = `${name}\0${hash(JSON.stringify(inputs))}`;
    const made = (this.#current.get(key) ??
      this.#last.get(key) ??
      Promise.resolve().then(make)) as Promise<T>;
    this.#current.set(key, made);
    return made;
  }

  /** Called after a run: what it did not ask for is of no use to the next one. */
  forgetUnused(): void {
    this.#last = this.#current;
    this.#current = new Map();
  }
}
