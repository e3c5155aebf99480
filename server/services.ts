/** What the handlers work with. */
import type { Logger } from 'pino';
import type { ServiceContract } from '../generated/server/contract.js';
import type { Database, JobCreator, JobRow } from '../store/index.js';
import type { SecretBox } from '../webhooks/secrets/index.js';
import type { TargetCheck } from '../webhooks/targets/index.js';
import type { EndWaiter } from './events/end-waiter.js';
import type { EventStreams } from './events/streams.js';
import type { JobStarter } from './jobs/starter.js';
import type { JobWorkflows } from './jobs/workflows.js';
import type { JobSockets } from './socket/sockets.js';

/** Everything that one server process shares among its requests. */
export interface Services {
  readonly contract: ServiceContract;
  readonly database: Database;
  readonly creator: JobCreator;
  readonly workflows: JobWorkflows;
  readonly starter: JobStarter;
  readonly streams: EventStreams;
  readonly sockets: JobSockets;
  readonly waiter: EndWaiter;
  /** Reads a tenant's job, with one query for all who ask for it at the same time. */
  readonly readJob: (tenantId: string, jobId: string) => Promise<JobRow | undefined>;
  /** Which URLs webhooks may be sent to. */
  readonly targets: TargetCheck;
  /** What secrets are stored with; undefined if the operator gave no key. */
  readonly secrets: SecretBox | undefined;
  readonly log: Logger;
  readonly settings: ServiceSettings;
  /** Why the process does not take jobs (yet, or any more); undefined when it does. */
  readonly whyNotServing: () => string | undefined;
}

/** The settings that handlers need. */
interface ServiceSettings {
  readonly corsOrigins: readonly string[];
  readonly syncWaitMaxSeconds: number;
  readonly eventRetentionSeconds: number;
  readonly expectWorker: boolean;
  readonly taskQueuePrefix: string;
}
