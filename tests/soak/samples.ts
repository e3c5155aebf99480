/** What a service occupies, looked at again and again, and whether that stays what it is. */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../support/service.js';

/** One look: a number for each thing that must not grow. */
export type Sample = ReadonlyMap<string, number>;

/** What may grow by how much: from the second fifth of the samples (by then everything is warm) to the last. */
interface Tolerance {
  readonly factor: number;
  readonly plus: number;
}

/** By the kind of the figure, the first word of its name. */
const TOLERANCES: Readonly<Record<string, Tolerance>> = {
  // MiB. Garbage collectors take what they are given; 20 kB lost with each job are more than this after 20 minutes.
  memory: { factor: 1.1, plus: 16 },
  // Sockets come and go with the load.
  files: { factor: 1, plus: 16 },
  // The pools close what is idle after a minute.
  connections: { factor: 1, plus: 10 },
  // kB. Room of deleted rows is used again after the next autovacuum, which comes once a minute.
  table: { factor: 1.3, plus: 512 },
};

/** Their rows go with their jobs and endpoints; keys stay for 24 hours, by the contract. */
export const TABLES = [
  'jobs',
  'job_payloads',
  'job_tags',
  'job_inputs',
  'job_webhooks',
  'events',
  'stream_tokens',
  'webhook_endpoints',
];

/** Rows of jobs go with them; those of pings when their time is over. */
export const PURGED_TABLES = ['webhook_deliveries', 'webhook_attempts'];

/** Looks until it is told to stop. */
export async function takeSamples(
  service: Service,
  intervalMs: number,
  signal: AbortSignal,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  while (!signal.aborted) {
    samples.push(await takeSample(service));
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
  return samples;
}

async function takeSample({ servers, workers, query }: Service): Promise<Sample> {
  const sample = new Map<string, number>();
  const processes = [
    ...servers.map(({ pid }, index) => ({ pid, name: `server ${index}` })),
    ...workers.map(({ pid }, index) => ({ pid, name: `worker ${index}` })),
  ];
  for (const { pid, name } of processes) {
    sample.set(`memory of ${name}, MiB`, await readMemory(pid));
    sample.set(`files of ${name}`, (await readdir(`/proc/${pid}/fd`)).length);
  }
  const [row] = await query(
    'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()',
  );
  sample.set('connections', Number(row?.count));
  const sizes = await query(
    'SELECT t.name, pg_total_relation_size(t.name::regclass) / 1024 AS kb FROM unnest($1::text[]) AS t (name)',
    [[...TABLES, ...PURGED_TABLES]],
  );
  for (const { name, kb } of sizes) sample.set(`table ${name}, kB`, Number(kb));
  return sample;
}

/** Resident, in MiB. */
async function readMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/** One figure over the whole run. */
export interface Course {
  readonly name: string;
  readonly first: number;
  /** Medians of the second and of the last fifth. */
  readonly early: number;
  readonly late: number;
  readonly most: number;
  /** What `late` may be at most. */
  readonly limit: number;
}

/** How each figure went. */
export function summarizeSamples(samples: readonly Sample[]): readonly Course[] {
  const fifth = Math.ceil(samples.length / 5);
  return [...(samples[0]?.keys() ?? [])].map((name) => {
    const values = samples.map((sample) => sample.get(name) ?? Number.NaN);
    const { factor, plus } = TOLERANCES[name.split(' ')[0] ?? ''] ?? { factor: 1, plus: 0 };
    const early = median(values.slice(fifth, 2 * fifth));
    const late = median(values.slice(-fifth));
    const first = values[0] ?? Number.NaN;
    return { name, first, early, late, most: Math.max(...values), limit: early * factor + plus };
  });
}

/** The courses as a table for people. */
export function printCourses(courses: readonly Course[]): string {
  const cell = (value: number) => value.toFixed(0).padStart(8);
  const head = `${''.padEnd(28)}${['first', '2nd ⅕', 'last ⅕', 'most', 'limit'].map((word) => word.padStart(8)).join('')}`;
  const rows = courses.map(
    ({ name, first, early, late, most, limit }) =>
      `${name.padEnd(28)}${[first, early, late, most, limit].map(cell).join('')}`,
  );
  return [head, ...rows].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
