import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../engines/engine-error.js';

/** The compiler beside this: in a repository its source, in the package what is built from it. */
const COMPILER = import.meta.url.endsWith('.ts')
  ? ['--import', 'tsx/esm', fileURLToPath(new URL('../../codegen/cli.ts', import.meta.url))]
  : [fileURLToPath(new URL('../../codegen/cli.js', import.meta.url))];

/** Generates the code from the specs; resolves to the generator's last line. */
export async function generate(root: string, signal: AbortSignal): Promise<string> {
  // Detached, so that a Ctrl-C in the terminal does not look like a mistake in the specs: the signal alone ends it.
  const child = spawn(process.execPath, [...COMPILER, 'generate', '--project', '.'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    signal,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const code = await new Promise<number | string>((resolve) => {
    // Either it was aborted, which is looked at below, or it could not be started.
    child.on('error', (error) => {
      stderr ||= `${error.message}\n`;
    });
    child.once('close', (exitCode, ending) => resolve(exitCode ?? ending ?? 1));
  });
  signal.throwIfAborted();
  if (typeof code === 'string') throw new EngineError(`the generator was ended (${code}); start again`);
  if (code !== 0) {
    process.stderr.write(stderr || stdout);
    throw new EngineError('the specs have mistakes; mend them and start again');
  }
  return stdout.trim().split('\n').at(-1) ?? '';
}
