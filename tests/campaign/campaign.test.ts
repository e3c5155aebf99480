/**
 * The random campaign: jobs of all types with their clients, their sockets and a receiver of webhooks that is out of order
 * now and then, while processes and engines are killed and frozen. The seed is printed; SPECWIRE_CAMPAIGN_SEED repeats it
 * (the plan, that is: what the faults then hit is a matter of timing).
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCampaign } from './check.js';
import { type Installation, startInstallation } from './installation.js';
import { type CampaignSize, planCampaign } from './plan.js';
import { CampaignReceiver } from './receiver.js';
import { type CampaignRecord, describeFault, runCampaign } from './run.js';

const IS_FULL = Boolean(process.env.SPECWIRE_TEST_FULL);

const SHORT: CampaignSize = {
  jobs: 40,
  chats: 4,
  milliseconds: 25_000,
  faults: { worker: 2, server: 2, temporal: 1, postgres: 1 },
};

const FULL: CampaignSize = {
  // Some have no key, and are lost with the connection that should have carried them.
  jobs: 240,
  chats: 24,
  milliseconds: 240_000,
  faults: { worker: 8, server: 8, temporal: 5, postgres: 5 },
};

/** For the last attempts, after the last fault, on a machine that has other things to do. */
const PATIENCE_MS = IS_FULL ? 900_000 : 300_000;

function chooseSeed(): number {
  const given = process.env.SPECWIRE_CAMPAIGN_SEED;
  return given ? Number(given) : randomInt(2 ** 31);
}

test(
  'whatever is killed or frozen, nothing accepted is lost and nothing is done twice',
  async () => {
    const seed = chooseSeed();
    const size = IS_FULL ? FULL : SHORT;
    const plan = planCampaign(seed, size);
    console.log([`campaign seed ${seed}`, ...plan.faults.map(describeFault)].join('\n  '));
    const installation = await startInstallation().catch((error: Error) => {
      throw new Error(`campaign seed ${seed} did not begin: ${error.message}`, { cause: error });
    });
    let receiver: CampaignReceiver | undefined;
    try {
      const operator = installation.service.client.at(installation.urls[0] ?? '');
      receiver = await CampaignReceiver.start(plan.jobs, operator);
      const startedAt = performance.now();
      const record = await runCampaign(plan, installation, receiver, PATIENCE_MS);
      const found = await checkCampaign(record, installation.service.query);
      console.log(`campaign seed ${seed}: ${await summarize(record, installation, startedAt)}`);
      const logs = found.length > 0 ? `; logs: ${await keepLogs(installation)}` : '';
      expect(found, `campaign seed ${seed}${logs}\n${found.join('\n')}`).toEqual([]);
    } finally {
      await installation.stop();
      await receiver?.stop();
    }
  },
  PATIENCE_MS + (IS_FULL ? 500_000 : 200_000),
);

async function summarize(record: CampaignRecord, { service, processes }: Installation, startedAt: number) {
  const rows = await service.query(
    'SELECT status, count(*)::int AS count, max(attempt) AS most FROM jobs GROUP BY status ORDER BY status',
  );
  const statuses = rows.map(({ status, count, most }) => `${count} ${status} (≤ ${most} attempts)`);
  const readers = record.jobs.flatMap((job) => job.readers);
  const connections = readers.reduce((total, reader) => total + reader.connections, 0);
  const sessions = record.jobs.flatMap((job) => job.sessions);
  const sockets = sessions.reduce((total, session) => total + session.connections.length, 0);
  const { requests } = record.webhooks;
  const received = requests.filter(({ isReceived }) => isReceived);
  const unknown = record.jobs.flatMap((job) => job.creates).filter(({ kind }) => kind === 'unknown');
  const ownEnds = processes.reduce((total, process) => total + process.ownEnds, 0);
  return [
    ...statuses,
    `${readers.length} readers with ${connections} connections`,
    `${sessions.length} sessions with ${sockets} connections`,
    `${requests.length} webhooks of which ${received.length} were received`,
    `${unknown.length} creates of unknown outcome`,
    `${ownEnds} processes that ended by themselves`,
    `${Math.round((performance.now() - startedAt) / 1000)} s`,
  ].join(', ');
}

/** What the processes logged, for whoever looks into a failure. */
async function keepLogs({ processes }: Installation): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-campaign-'));
  for (const [index, process] of processes.entries())
    await writeFile(join(folder, `${process.name}-${index}.log`), process.output());
  return folder;
}
