/** The generated, precompiled validators of a contract, loaded: what a service is held to is what clients hold it to. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { emitOperationValidators } from '../emit/validators/operations/index.js';
import type { Contract, Operation } from '../model/contract.js';
import { NO_CACHE } from '../model/no-cache.js';
import type { OperationValidators } from '../runtime/contract/validation.js';

/** Validators by operation, each loaded when it is first asked for. */
export interface LoadedValidators extends AsyncDisposable {
  of(operation: Operation): Promise<OperationValidators>;
}

/** Makes and loads the validators of all operations. They are to be disposed of. */
export async function loadValidators(contract: Contract): Promise<LoadedValidators> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-test-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const { path, content } of await emitOperationValidators(contract, NO_CACHE)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const entry = pathToFileURL(join(folder, 'contract/validators/operations.js')).href;
    const { operationValidators } = (await import(entry)) as {
      readonly operationValidators: Readonly<Record<string, () => Promise<OperationValidators>>>;
    };
    return {
      of: async ({ operationId }) => (await operationValidators[operationId]?.()) ?? { responses: {} },
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
