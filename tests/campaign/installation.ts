/** A whole installation that is meant to be broken: engines of its own, two servers, two workers, and who starts them again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/engines/free-port.js';
import { type Postgres, startPostgres } from '../../scripts/engines/postgres.js';
import { ensureTemporal, startTemporal, type Temporal } from '../../scripts/engines/temporal.js';
import { threadPoolEnv } from '../../worker/thread-pool.js';
import { type RunningEngines, startEngines } from '../support/engines.js';
import { compiledProject } from '../support/line.js';
import { type Service, startService } from '../support/service.js';
import { KeptProcess } from './kept-process.js';
import { type PlannedFault, SERVERS, WORKERS } from './plan.js';
import { receiverEnv } from './receiver.js';

/** What can be broken, and comes back. */
interface Breakable {
  /** kill -9; resolves when it has been started again. */
  kill(downMs: number): Promise<void>;
  /** SIGSTOP; resolves after SIGCONT. */
  freeze(milliseconds: number): Promise<void>;
}

/** A running installation. */
export interface Installation {
  readonly service: Service;
  /** Of the servers, in the order of their index. */
  readonly urls: readonly string[];
  readonly processes: readonly KeptProcess[];
  /** Does a fault; one that the same target still suffers from is over first. */
  suffer(fault: PlannedFault): Promise<void>;
  stop(): Promise<void>;
}

/** An engine is started again so often, until it can be. */
const ENGINE_SECONDS = 60;

/** Servers say more often that they are there, so that readers find out sooner when they are not. */
export const KEEP_ALIVE_SECONDS = 2;

/** Starts engines, servers and workers; resolves when all of them are ready. */
export async function startInstallation(): Promise<Installation> {
  const engines = await startEngines();
  const processes: KeptProcess[] = [];
  const kept = keepEngines(engines);
  const stop = async () => {
    await Promise.all(processes.map((process) => process.stop()));
    await kept.stop();
    await engines.stop();
  };
  try {
    // Only its database and settings: the processes are ours to keep.
    const service = await startService(engines, { servers: 0, workers: 0, env: receiverEnv() });
    const env = { ...service.env, SPECWIRE_KEEP_ALIVE_SECONDS: `${KEEP_ALIVE_SECONDS}` };
    const root = compiledProject();
    const ports = [];
    for (let index = 0; index < SERVERS; index++) ports.push(await freePort());
    const servers = ports.map(
      (port) => new KeptProcess('server/main.ts', { ...env, PORT: `${port}` }, 'listening', root),
    );
    const workers = Array.from(
      { length: WORKERS },
      () => new KeptProcess('worker/main.ts', { ...env, ...threadPoolEnv() }, 'ready', root),
    );
    processes.push(...servers, ...workers);
    await Promise.all(processes.map((process) => process.ready()));
    const suffer = inTurn({
      server: servers,
      worker: workers,
      temporal: [kept.temporal],
      postgres: [kept.postgres],
    });
    return { service, urls: ports.map((port) => `http://127.0.0.1:${port}`), processes, suffer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Targets = Readonly<Record<PlannedFault['target'], readonly Breakable[]>>;

/** Faults of one target wait for each other; those of different targets do not. */
function inTurn(targets: Targets): (fault: PlannedFault) => Promise<void> {
  const last = new Map<Breakable, Promise<void>>();
  return async ({ target, index, kind, milliseconds }) => {
    const all = targets[target];
    const one = all[index % all.length] as Breakable;
    const work = (last.get(one) ?? Promise.resolve()).then(() =>
      kind === 'kill' ? one.kill(milliseconds) : one.freeze(milliseconds),
    );
    last.set(
      one,
      work.catch(() => undefined),
    );
    await work;
  };
}

function keepEngines({ folder, postgres, temporal }: RunningEngines) {
  const { port } = postgres;
  const temporalPort = Number(temporal.address.split(':')[1]);
  const keptPostgres = new KeptEngine<Postgres>(postgres, () =>
    startPostgres({ dataDir: join(folder, 'postgres'), port }),
  );
  const keptTemporal = new KeptEngine<Temporal>(temporal, async () =>
    startTemporal({
      binary: await ensureTemporal(),
      dataDir: join(folder, 'temporal'),
      port: temporalPort,
    }),
  );
  const stop = async () => {
    await keptTemporal.stop();
    await keptPostgres.stop();
  };
  return { postgres: keptPostgres, temporal: keptTemporal, stop };
}

/** An engine that is started again on its data and its port. */
class KeptEngine<Engine extends Postgres | Temporal> implements Breakable {
  #engine: Engine;
  readonly #start: () => Promise<Engine>;
  #starting: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(engine: Engine, start: () => Promise<Engine>) {
    this.#engine = engine;
    this.#start = start;
  }

  async kill(downMs: number): Promise<void> {
    process.kill(this.#engine.pid, 'SIGKILL');
    await this.#engine.ended;
    await sleep(downMs);
    this.#starting = this.#startAgain();
    await this.#starting;
  }

  async freeze(milliseconds: number): Promise<void> {
    const { pid } = this.#engine;
    // The parent first, so that it has no more children; PostgreSQL serves each connection in one.
    process.kill(pid, 'SIGSTOP');
    const children = childrenOf(pid);
    for (const child of children) signal(child, 'SIGSTOP');
    await sleep(milliseconds);
    for (const one of [...children, pid]) signal(one, 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#starting.catch(() => undefined);
    await this.#engine.stop();
  }

  /** What was killed may need a moment until it is gone altogether: PostgreSQL's children, a port. */
  async #startAgain(): Promise<void> {
    const end = Date.now() + ENGINE_SECONDS * 1000;
    while (!this.#isStopped) {
      try {
        this.#engine = await this.#start();
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await sleep(200);
      }
    }
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
