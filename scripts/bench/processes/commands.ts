/** The child's side of a helper process: answers its parent's commands, and ends with it. */

/** A command of a helper: JSON in, JSON out. */
// biome-ignore lint/suspicious/noExplicitAny: each helper's own commands have types; here they only pass through.
export type Commands = Readonly<Record<string, (input: any) => unknown>>;

/** What the parent sends. */
export interface CommandCall {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

/** What the parent gets. */
export interface CommandAnswer {
  readonly id: number;
  readonly output?: unknown;
  readonly error?: string;
}

/** Serves until the parent disconnects. */
export function serveCommands(commands: Commands): void {
  process.on('message', async ({ id, name, input }: CommandCall) => {
    const answer = await run(commands, name, input);
    process.send?.({ id, ...answer } satisfies CommandAnswer);
  });
  process.once('disconnect', () => process.exit(0));
}

async function run(commands: Commands, name: string, input: unknown): Promise<Omit<CommandAnswer, 'id'>> {
  try {
    return { output: await commands[name]?.(input) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
