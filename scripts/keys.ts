/** `npm run keys`: makes, lists and revokes API keys in the database of DATABASE_URL. */
import { Command, InvalidArgumentError } from 'commander';
import {
  createApiKey,
  type Database,
  isUnavailable,
  listApiKeys,
  migrate,
  openDatabase,
  revokeApiKey,
} from '../store/index.js';

interface CreateOptions {
  readonly tenant: string;
  readonly label: string;
  readonly jobsPerMinute?: number;
  readonly readsPerMinute?: number;
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new Error('set DATABASE_URL to the database of the service: postgres://user@host:port/database');
  const database = openDatabase({ url, max: 1, applicationName: 'specwire-keys' });
  try {
    await migrate(database);
    await work(database);
  } finally {
    await database.close();
  }
}

function positive(text: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('must be a whole number above 0');
  return value;
}

function create(options: CreateOptions): Promise<void> {
  return withDatabase(async (database) => {
    const { key, apiKey } = await createApiKey(database, {
      tenantId: options.tenant,
      label: options.label,
      limits: { jobsPerMinute: options.jobsPerMinute, readsPerMinute: options.readsPerMinute },
    });
    process.stdout.write(`${apiKey.id}\n${key}\nThe key is shown this once: it is stored hashed.\n`);
  });
}

function list(): Promise<void> {
  return withDatabase(async (database) => {
    for (const key of await listApiKeys(database)) {
      const limits = `jobs ${key.jobsPerMinute ?? 'default'}, reads ${key.readsPerMinute ?? 'default'}`;
      const state = key.revokedAt ? `revoked ${key.revokedAt.toISOString()}` : 'valid';
      process.stdout.write(`${key.id}  ${key.tenantId}  ${key.label || '–'}  ${limits}  ${state}\n`);
    }
  });
}

function revoke(id: string, options: { readonly tenant: string }): Promise<void> {
  return withDatabase(async (database) => {
    if (!(await revokeApiKey(database, options.tenant, id))) {
      throw new Error(`tenant ${options.tenant} has no valid key ${id}; \`npm run keys -- list\` shows all`);
    }
    process.stdout.write(`${id} is revoked\n`);
  });
}

const program = new Command('keys').description('API keys of the service whose database is DATABASE_URL');
program
  .command('create')
  .description('make a key, and its tenant if there is none yet')
  .requiredOption('--tenant <id>', 'whom the key belongs to')
  .option('--label <text>', 'what it is for', '')
  .option('--jobs-per-minute <n>', 'limit on creates; the default of the service otherwise', positive)
  .option(
    '--reads-per-minute <n>',
    'limit on all other requests; the default of the service otherwise',
    positive,
  )
  .action(create);
program.command('list').description('show all keys').action(list);
program
  .command('revoke')
  .description('refuse a key, and the stream tokens made with it, from now on')
  .argument('<id>', 'key_…')
  .requiredOption('--tenant <id>', 'whom the key belongs to')
  .action(revoke);

try {
  await program.parseAsync();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `keys: ${isUnavailable(error) ? `the database cannot be reached: ${reason}` : reason}\n`,
  );
  process.exitCode = 1;
}
