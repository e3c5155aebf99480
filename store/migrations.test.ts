/** Whoever has applied a migration cannot start with another text of it: what has been released stays as it is. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FOLDER = new URL('./migrations/', import.meta.url);

/** The beginning of each SHA-256. A new migration adds a line; no line changes. */
const RELEASED = {
  '0001_tables.sql': 'f03a4420e86a619a',
  '0002_lifecycle.sql': '1ce7ea8bf35083b4',
  '0003_create_job.sql': '7cf0adbbda0700bf',
  '0004_attempts.sql': '210de677be890c89',
  '0005_endings.sql': '319c989c8f1fc7a4',
  '0006_retention.sql': '87050eb38ce5120f',
  '0007_create_jobs.sql': 'cd2163a9d068fa8c',
  '0008_webhooks.sql': 'b0169ac935da8ce8',
  '0009_inputs.sql': 'e0ef50fe01a09e36',
  '0010_replace_api_keys.sql': 'd5d741a0e228bcdb',
  '0011_append_event.sql': '731be5c0ea652557',
  '0012_tell_events.sql': '07f60255598c5b77',
  '0013_due_indexes.sql': '40d7a9d94cc6dbad',
  '0014_redeliver_meanwhile.sql': '951cc59559ea166a',
};

it('migrations stay as they were released, comments too', () => {
  const hashes = readdirSync(FOLDER)
    .sort()
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(new URL(name, FOLDER)))
        .digest('hex')
        .slice(0, 16),
    ]);
  expect(Object.fromEntries(hashes)).toEqual(RELEASED);
});
