import type { Installed, Packed } from './pack.js';

/** The sizes of the package, one a line. */
export function sizeTable(packed: Packed, installed: Installed): string {
  const { files, packedBytes, unpackedBytes } = packed;
  const { bytes, packages, temporalBytes } = installed;
  return [
    `packed              ${megabytes(packedBytes)}`,
    `unpacked            ${megabytes(unpackedBytes)} in ${files.length} files`,
    `production install  ${megabytes(bytes)} in ${packages} packages, ${megabytes(temporalBytes)} of it Temporal's`,
  ].join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1).padStart(6)} MB`;
}
