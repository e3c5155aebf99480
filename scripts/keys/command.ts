/** `specwire keys`: makes, lists and revokes the API keys of a service, in its database. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { EXIT, type Terminal } from '../../codegen/commands/terminal.js';
import {
  createApiKey,
  type Database,
  isUnavailable,
  listApiKeys,
  migrate,
  openDatabase,
  revokeApiKey,
} from '../../store/index.js';
import { runningPostgresUrl } from '../engines/postgres.js';

interface CreateOptions {
  readonly tenant: string;
  readonly label: string;
  readonly jobsPerMinute?: number;
  readonly readsPerMinute?: number;
}

const PATIENCE_MS = 2000;

const HELP = `
Whose keys:
  those of the service whose database is DATABASE_URL; without it, of the one that \`specwire start\` runs in this folder.

Examples:
  $ specwire keys create --tenant acme --label ci --jobs-per-minute 600
  $ specwire keys list
  $ specwire keys revoke key_0193… --tenant acme

Exit codes:
  0   done
  1   the database cannot be used, or there is no such key
  2   the command itself is wrong: an unknown option, no database named`;

/** The command, as the command line registers it. */
export default function keysCommand(terminal: Terminal): Command {
  const keys = new Command('keys').addHelpText('after', HELP);
  keys
    .command('create')
    .description('make a key, and its tenant if there is none yet')
    .requiredOption('--tenant <id>', 'whom the key belongs to', tenantId)
    .option('--label <text>', 'what it is for', '')
    .option('--jobs-per-minute <n>', 'limit on creates; the default of the service otherwise', positive)
    .option(
      '--reads-per-minute <n>',
      'limit on all other requests; the default of the service otherwise',
      positive,
    )
    .action((options: CreateOptions) =>
      withDatabase(terminal, (database) => create(terminal, database, options)),
    );
  keys
    .command('list')
    .description('show all keys')
    .action(() => withDatabase(terminal, (database) => list(terminal, database)));
  keys
    .command('revoke')
    .description('refuse a key, and the stream tokens made with it, from now on')
    .argument('<id>', 'key_…')
    .requiredOption('--tenant <id>', 'whom the key belongs to', tenantId)
    .action((id: string, { tenant }: { readonly tenant: string }) =>
      withDatabase(terminal, (database) => revoke(terminal, database, id, tenant)),
    );
  return keys;
}

async function withDatabase(terminal: Terminal, work: (database: Database) => Promise<void>): Promise<void> {
  const { env, cwd } = terminal;
  const url =
    env.DATABASE_URL?.trim() ||
    runningPostgresUrl(resolve(cwd, env.SPECWIRE_DATA_DIR?.trim() || '.specwire'));
  if (url === undefined)
    return terminal.fail(
      'set DATABASE_URL to the database of the service, postgres://user@host:port/database, or run this where `specwire start` runs.',
      EXIT.usage,
    );
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    return terminal.fail('DATABASE_URL is not a postgres:// URL.', EXIT.usage);
  const database = openDatabase({ url, max: 1, applicationName: 'specwire keys' });
  const failed = (error: unknown) =>
    terminal.fail(`the database cannot be used: ${(error as Error).message}`);
  try {
    await migrate(database, { patienceMs: PATIENCE_MS });
  } catch (error) {
    // Another password, another version: nothing that more patience would mend.
    await database.close();
    return failed(error);
  }
  try {
    await work(database);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    failed(error);
  } finally {
    await database.close();
  }
}

async function create(terminal: Terminal, database: Database, options: CreateOptions): Promise<void> {
  const { tenant, label, jobsPerMinute, readsPerMinute } = options;
  const { key, apiKey } = await createApiKey(database, {
    tenantId: tenant,
    label,
    limits: { jobsPerMinute, readsPerMinute },
  });
  terminal.print(`${apiKey.id}\n${key}`);
  // Not in what a script reads.
  terminal.complain('the key is shown this once: it is stored hashed.');
}

async function list(terminal: Terminal, database: Database): Promise<void> {
  for (const key of await listApiKeys(database)) {
    const limits = `jobs ${key.jobsPerMinute ?? 'default'}, reads ${key.readsPerMinute ?? 'default'}`;
    const state = key.revokedAt ? `revoked ${key.revokedAt.toISOString()}` : 'valid';
    terminal.print(`${key.id}  ${key.tenantId}  ${key.label || '–'}  ${limits}  ${state}`);
  }
}

async function revoke(terminal: Terminal, database: Database, id: string, tenant: string): Promise<void> {
  if (await revokeApiKey(database, tenant, id)) return terminal.print(`${id} is revoked`);
  terminal.fail(`tenant ${tenant} has no valid key ${id}; \`specwire keys list\` shows all.`);
}

function positive(text: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('must be a whole number above 0');
  return value;
}

function tenantId(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('must not be empty');
  return text;
}
