// Writes down how much memory its process had at most, in kB, when that ends.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const path = process.env.SPECWIRE_BENCH_PEAK;
if (path !== undefined && isMainThread)
  process.on('exit', () => writeFileSync(path, String(process.resourceUsage().maxRSS)));
