/** All figures, in the order of the table. */
import { cancel } from './cancel.js';
import { createLatency } from './create-latency.js';
import { createToFirstEvent } from './create-to-first-event.js';
import { createsPerSecond } from './creates-per-second.js';
import { documents } from './documents.js';
import { fanOut } from './fan-out.js';
import type { Figure } from './figure.js';
import { generate } from './generate.js';
import { idleConnections } from './idle-connections.js';
import { jobsPerSecond } from './jobs-per-second.js';
import { replay } from './replay.js';
import { socketEcho } from './socket-echo.js';
import { statusReads } from './status-reads.js';
import { tokens } from './tokens.js';
import { webhookDeliveries } from './webhook-deliveries.js';
import { yieldToSocket } from './yield-to-socket.js';

export const figures: readonly Figure[] = [
  createToFirstEvent,
  yieldToSocket,
  createLatency,
  cancel,
  socketEcho,
  tokens,
  jobsPerSecond,
  webhookDeliveries,
  statusReads,
  createsPerSecond,
  replay,
  fanOut,
  idleConnections,
  generate,
  documents,
];
