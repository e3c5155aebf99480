/** `npm run size`: packs the package as npm would publish it, says how big it is, and fails on what must not be in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultsOf } from './package/inspect.js';
import { installForProduction, pack } from './package/pack.js';
import { sizeTable } from './package/size-table.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const folder = await mkdtemp(join(tmpdir(), 'specwire-package-'));
try {
  const packed = await pack(ROOT, join(folder, 'pack'));
  const faults = faultsOf(packed, ROOT);
  const installed = await installForProduction(packed.tarball, join(folder, 'production'));
  process.stdout.write(`${sizeTable(packed, installed)}\n`);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
