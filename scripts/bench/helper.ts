/** Helper processes: baselines and clients, each with a processor share of its own, told what to do over IPC. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchContext } from './figure.js';
import type { CommandAnswer, CommandCall, Commands } from './processes/commands.js';

/** A running helper with its commands. */
export interface Helper<C extends Commands> {
  readonly pid: number;
  readonly ask: <K extends keyof C & string>(
    name: K,
    input: Parameters<C[K]>[0],
  ) => Promise<Awaited<ReturnType<C[K]>>>;
  readonly stop: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Starts `processes/<name>.ts`, with more in its environment if need be; it ends with the figure, unless it is stopped before. */
export function startHelper<C extends Commands>(
  context: BenchContext,
  name: string,
  env: Readonly<Record<string, string>> = {},
): Helper<C> {
  const child = fork(fileURLToPath(new URL(`./processes/${name}.ts`, import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  child.on('message', ({ id, output, error }: CommandAnswer) => {
    if (error === undefined) waiting.get(id)?.resolve(output);
    else waiting.get(id)?.reject(new Error(`${name}: ${error}`));
    waiting.delete(id);
  });
  const ended = once(child, 'exit').then(([code]) => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended with ${code}`));
  });
  let lastId = 0;
  const ask = (command: string, input: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      child.send({ id: lastId, name: command, input } satisfies CommandCall, (error) => {
        if (error) reject(error);
      });
    });
  const stop = async () => {
    context.running.delete(stop);
    if (child.connected) child.disconnect();
    const force = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(force);
  };
  context.running.add(stop);
  return { pid: child.pid ?? -1, ask: ask as Helper<C>['ask'], stop };
}
