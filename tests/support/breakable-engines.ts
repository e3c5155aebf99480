/** Engines of one test, which may stop, kill, freeze and restart them. They come back where they were. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../scripts/engines/engine-error.js';
import { ensureModel } from '../../scripts/engines/model.js';
import { type Postgres, type PostgresOptions, startPostgres } from '../../scripts/engines/postgres.js';
import { ensureTemporal, startTemporal, type Temporal } from '../../scripts/engines/temporal.js';
import type { Engines } from './engines.js';
import { type Service, type ServiceOptions, startService } from './service.js';

type End = 'stop' | 'SIGKILL';

/** What differs from the usual. */
interface BreakableOptions {
  /** Where PostgreSQL has its data, if not beside the rest, and its settings. */
  readonly postgres?: Partial<Pick<PostgresOptions, 'dataDir' | 'settings'>>;
}

/** One PostgreSQL and one Temporal. */
class BreakableEngines implements Engines {
  readonly folder: string;
  readonly modelPath: string;
  readonly #binary: string;
  readonly #options: BreakableOptions;
  #postgres!: Postgres;
  #temporal!: Temporal;

  private constructor(folder: string, modelPath: string, binary: string, options: BreakableOptions) {
    this.folder = folder;
    this.modelPath = modelPath;
    this.#binary = binary;
    this.#options = options;
  }

  /** Starts both, in a folder that goes with them. */
  static async start(options: BreakableOptions = {}): Promise<BreakableEngines> {
    const folder = await mkdtemp(join(tmpdir(), 'specwire-break-'));
    const engines = new BreakableEngines(folder, await ensureModel(), await ensureTemporal(), options);
    try {
      await engines.startPostgres();
      await engines.startTemporal();
    } catch (error) {
      await engines.stop();
      throw error;
    }
    return engines;
  }

  get postgresUrl(): string {
    return this.#postgres.url;
  }

  get temporalAddress(): string {
    return this.#temporal.address;
  }

  get isPostgresRunning(): boolean {
    return this.#postgres.isRunning();
  }

  async endPostgres(how: End): Promise<void> {
    await end(this.#postgres, how);
  }

  /** On the port that it had. */
  async startPostgres(): Promise<void> {
    const { dataDir = join(this.folder, 'postgres'), settings = {} } = this.#options.postgres ?? {};
    const port = this.#postgres as Postgres | undefined;
    const options = { dataDir, settings, ...(port && { port: port.port }) };
    this.#postgres = await patiently(() => startPostgres(options));
  }

  /** SIGSTOP and SIGCONT. */
  signalTemporal(signal: NodeJS.Signals): void {
    process.kill(this.#temporal.pid, signal);
  }

  async endTemporal(how: End): Promise<void> {
    await end(this.#temporal, how);
  }

  /** On the port that it had. */
  async startTemporal(): Promise<void> {
    const known = this.#temporal as Temporal | undefined;
    const port = known && Number(known.address.split(':')[1]);
    this.#temporal = await patiently(() =>
      startTemporal({ binary: this.#binary, dataDir: this.#temporalDir, ...(port && { port }) }),
    );
  }

  /** Removes all that the stopped Temporal knew. */
  async loseTemporalHistory(): Promise<void> {
    await rm(this.#temporalDir, { recursive: true });
  }

  /** Ends both and removes the folder. */
  async stop(): Promise<void> {
    await (this.#temporal as Temporal | undefined)?.stop();
    await (this.#postgres as Postgres | undefined)?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get #temporalDir(): string {
    return join(this.folder, 'temporal');
  }
}

async function end(engine: Postgres | Temporal, how: End): Promise<void> {
  if (how === 'stop') return engine.stop();
  process.kill(engine.pid, 'SIGKILL');
  await engine.ended;
}

/** What was killed may hold its port or its memory for a moment. */
async function patiently<T>(start: () => Promise<T>): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof EngineError) || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** A service on engines that may be broken. */
export interface BreakableService {
  readonly engines: BreakableEngines;
  readonly service: Service;
  stop(): Promise<void>;
}

/** Starts a service on engines of its own. */
export async function startBreakableService(
  options: ServiceOptions,
  engineOptions: BreakableOptions = {},
): Promise<BreakableService> {
  const engines = await BreakableEngines.start(engineOptions);
  try {
    const service = await startService(engines, options);
    return {
      engines,
      service,
      async stop() {
        await service.stop();
        await engines.stop();
      },
    };
  } catch (error) {
    await engines.stop();
    throw error;
  }
}
