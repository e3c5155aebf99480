/** load → check → model → emit → compare → write. Whatever is heavy is loaded only when it is needed. */
import type { Diagnostic } from './diagnostics.js';
import { sortDiagnostics } from './diagnostics.js';
import type { Project } from './load/project.js';
import { readSpecs, type SpecTexts } from './load/spec-files.js';
import type { BuiltContract } from './model/build-contract.js';
import type { Contract, EmitCache, GeneratedFile } from './model/contract.js';
import {
  cacheFolder,
  compilerFingerprint,
  hash,
  hashAll,
  isCurrent,
  readStamp,
  writeStamp,
} from './stamp.js';
import { applyPlan, planWrites, type WritePlan } from './write.js';

/** How a run ended. */
export type Outcome =
  /** Mistakes in the specs: nothing was written. */
  | { readonly kind: 'mistakes'; readonly diagnostics: readonly Diagnostic[]; readonly texts: SpecTexts }
  /** Hand-written files stand where the compiler's should go: nothing was written. */
  | { readonly kind: 'foreign'; readonly paths: readonly string[] }
  /** The disk held already what the specs say; nothing had to be made to know that. */
  | { readonly kind: 'current'; readonly counts: Counts }
  /** The disk holds now (or, with `check`, should hold) what the specs say; `later` is what an eager run put off. */
  | {
      readonly kind: 'done';
      readonly plan: WritePlan;
      readonly counts: Counts;
      readonly later?: Promise<Later>;
    };

/** What the checks that run after the write found. */
interface Later {
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
  readonly #cache = new RunCache();
  #before: Project | undefined;
  #fingerprint: Promise<string | undefined> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** One run. */
  async run(options: RunOptions = {}): Promise<Outcome> {
    const texts = await readSpecs(this.#root);
    const inputs = hashAll(texts);
    const counts = options.fresh === true ? undefined : await this.#unchanged(inputs);
    if (counts) return { kind: 'current', counts };
    const { project, built, diagnostics: mistakes } = await checkSpecs(this.#root, texts, this.#before);
    this.#before = project;
    const failed = mistakes.some(({ severity }) => severity === 'error');
    if (failed) return { kind: 'mistakes', diagnostics: mistakes, texts };
    const parsing = checkAsyncapi(this.#root, project, built);
    // Should an emitter fail first, nobody waits for this any more.
    parsing.catch(() => undefined);
    const files = await emit(built.contract, this.#cache);
    this.#cache.forgetUnused();
    const early = options.eager === true ? [] : await parsing;
    if (early.length > 0) return { kind: 'mistakes', diagnostics: early, texts };
    const plan = await planWrites(this.#root, files);
    if (plan.foreign.length > 0) return { kind: 'foreign', paths: plan.foreign };
    const done = { kind: 'done', plan, counts: countsOf(built.contract, files) } as const;
    if (options.check === true && plan.changes.length > 0) return done;
    await applyPlan(this.#root, plan);
    const finish = () => this.#remember(inputs, plan, done.counts);
    if (options.eager !== true) {
      await finish();
      return done;
    }
    const finishLater = async (): Promise<Later> => {
      const diagnostics = await parsing;
      if (diagnostics.length === 0) await finish();
      return { diagnostics, texts };
    };
    return { ...done, later: finishLater() };
  }

  /** The counts of the last good run, if all is as it left it. */
  async #unchanged(inputs: Readonly<Record<string, string>>): Promise<Counts | undefined> {
    const [compiler, stamp] = await Promise.all([this.#compiler(), readStamp(this.#root)]);
    if (compiler === undefined || !stamp || !(await isCurrent(this.#root, stamp, compiler, inputs)))
      return undefined;
    return stamp.counts;
  }

  /** The compiler does not change while it runs. */
  #compiler(): Promise<string | undefined> {
    this.#fingerprint ??= compilerFingerprint(import.meta.dirname);
    return this.#fingerprint;
  }

  async #remember(inputs: Readonly<Record<string, string>>, plan: WritePlan, counts: Counts): Promise<void> {
    const compiler = await this.#compiler();
    if (compiler === undefined) return;
    const outputs = [...plan.outputs].map(
      ([path, content]) => [path, content === null ? null : hash(content)] as const,
    );
    await writeStamp(this.#root, { compiler, inputs, outputs: Object.fromEntries(outputs), counts });
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
  const found = [...project.diagnostics, ...built.diagnostics, ...checkProject(project, built)];
  return { project, built, diagnostics: sortDiagnostics(found) };
}

/** The second opinion of AsyncAPI's own parser, which takes a second unless it has seen the document before. */
async function checkAsyncapi(
  root: string,
  project: Project,
  built: BuiltContract,
): Promise<readonly Diagnostic[]> {
  const checks = await import('./load/checks/index.js');
  return sortDiagnostics(await checks.checkAsyncapi(project, built, cacheFolder(root)));
}

async function emit(contract: Contract, cache: EmitCache): Promise<readonly GeneratedFile[]> {
  const { emitters } = await import('./emit/index.js');
  return (await Promise.all(emitters.map((emitter) => emitter(contract, cache)))).flat();
}

function countsOf(contract: Contract, files: readonly GeneratedFile[]): Counts {
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
