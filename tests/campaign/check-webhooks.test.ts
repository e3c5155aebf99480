/** The checker of webhooks bites: what is in order passes, and each thing that is not in order is named. */
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { checkWebhooks, type StoredDelivery } from './check-webhooks.js';
import type { PlannedJob } from './plan.js';
import type { WebhookRecord, WebhookRequest, WebhookTarget } from './receiver.js';
import type { StoredJob } from './stored-job.js';

interface Campaign {
  readonly requests: readonly WebhookRequest[];
  readonly jobs: readonly StoredJob[];
  readonly deliveries: readonly StoredDelivery[];
}

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const FINISHED_AT = new Date('2026-03-02T09:15:09.874Z');

const TARGETS: readonly WebhookTarget[] = [
  { path: '/all', endpointId: 'whe_1', secret: SECRET, events: undefined },
  { path: '/named', endpointId: 'whe_2', secret: SECRET, events: ['job.expired'] },
  { path: '/own', endpointId: undefined, secret: SECRET, events: [] },
];

const JOB: StoredJob = {
  id: `job_${'0'.repeat(31)}1`,
  type: 'text.count_tokens',
  status: 'succeeded',
  attempt: 1,
  version: 3,
  metadata: { name: '0' },
  error: undefined,
  result: '{}',
  deadline: undefined,
  queueDeadline: new Date(0),
  finishedAt: FINISHED_AT,
  log: [],
  inputs: [],
};
const SECOND: StoredJob = { ...JOB, id: `job_${'0'.repeat(31)}2` };

/** The first job names a URL. */
const planned = new Map([['0', { webhook: 'url' } as PlannedJob]]);

const DATA = {
  job_id: JOB.id,
  type: JOB.type,
  status: 'succeeded',
  attempt: 1,
  version: 3,
  result_ref: `/v1/jobs/${JOB.id}/result`,
  result_expires_at: '2026-03-09T09:15:09.874Z',
  metadata: { name: '0' },
};
const PAYLOAD = { type: 'job.succeeded', timestamp: FINISHED_AT.toISOString(), data: DATA };

const ID_ALL = `whd_${'0'.repeat(31)}1`;
const ID_OWN = `whd_${'0'.repeat(31)}2`;

interface Sending {
  readonly path?: string;
  readonly id?: string;
  readonly payload?: object;
  readonly secret?: string;
  readonly isReceived?: boolean;
  readonly at?: number;
}

function send(sending: Sending = {}): WebhookRequest {
  const { path = '/all', id = ID_ALL, payload = PAYLOAD, secret = SECRET, isReceived = true } = sending;
  const at = sending.at ?? FINISHED_AT.getTime() + 20;
  const body = JSON.stringify(payload);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': `${Math.floor(at / 1000)}`,
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), body),
  };
  return { path, headers, body, at, isReceived };
}

const own = send({ path: '/own', id: ID_OWN });
const deliveredAll = { id: ID_ALL, jobId: JOB.id, endpointId: 'whe_1', status: 'succeeded' };
const deliveredOwn = { id: ID_OWN, jobId: JOB.id, endpointId: undefined, status: 'succeeded' };

function inOrder(changes: Partial<Campaign> = {}): Campaign {
  const requests = [send({ isReceived: false }), send({ at: FINISHED_AT.getTime() + 2000 }), own];
  return { requests, jobs: [JOB], deliveries: [deliveredAll, deliveredOwn], ...changes };
}

const told = (...sendings: Sending[]) => inOrder({ requests: [...sendings.map(send), own] });
const telling = (data: object, type = 'job.succeeded') =>
  told({ payload: { ...PAYLOAD, type, data: { ...DATA, ...data } } });

const campaigns: readonly (readonly [name: string, campaign: Campaign, want: RegExp | undefined])[] = [
  ['in order', inOrder(), undefined],
  ['nothing arrived', inOrder({ requests: [own] }), /at \/all: was not told, in 0 attempts/],
  ['nothing was received', told({ isReceived: false }), /at \/all: was not told, in 1 attempts/],
  ['the own webhook did not arrive', inOrder({ requests: [send()] }), /at \/own: was not told/],
  ['no delivery', inOrder({ deliveries: [deliveredOwn] }), /at \/all: has 0 deliveries/],
  [
    'given up',
    inOrder({ deliveries: [{ ...deliveredAll, status: 'failed' }, deliveredOwn] }),
    /its delivery is failed/,
  ],
  ['another secret', told({ secret: OTHER_SECRET }), /at \/all: is not to be believed/],
  [
    'another body than the signed one',
    inOrder({ requests: [{ ...send(), body: JSON.stringify({ ...PAYLOAD, more: 1 }) }, own] }),
    /is not to be believed/,
  ],
  ['not as the contract has it', telling({ version: 'three' }), /is not as the contract has it/],
  ['a type of its own', telling({}, 'job.paused'), /has the type job.paused/],
  ['another version', telling({ version: 2 }), /its version is 2, stored is 3/],
  ['another attempt', telling({ attempt: 2 }), /its attempt is 2, stored is 1/],
  ['another metadata', telling({ metadata: {} }), /its metadata is {}/],
  [
    'another state',
    inOrder({ jobs: [{ ...JOB, status: 'cancelled', error: { code: 'cancelled' } }] }),
    /its status is succeeded, stored is cancelled/,
  ],
  [
    'a job that has not ended',
    inOrder({ jobs: [{ ...JOB, status: 'running', finishedAt: undefined }] }),
    /tells that it is succeeded, while it is running/,
  ],
  ['before the end', told({ at: FINISHED_AT.getTime() - 5 }), /came before the job had ended/],
  ['a job that is not there', inOrder({ jobs: [] }), /tells of a job that is not there/],
  ['a duplicate with another id', told({}, { id: `${ID_ALL.slice(0, -1)}9` }), /was told under whd_0*9, not/],
  [
    'a duplicate in other words',
    told({}, { payload: { ...PAYLOAD, data: { ...DATA, result_expires_at: '2026-03-10T09:15:09.874Z' } } }),
    /in different words/,
  ],
  [
    'one id for two jobs',
    inOrder({
      requests: [
        send(),
        own,
        send({
          payload: {
            ...PAYLOAD,
            data: { ...DATA, job_id: SECOND.id, result_ref: `/v1/jobs/${SECOND.id}/result` },
          },
        }),
      ],
      jobs: [JOB, SECOND],
    }),
    /was sent to \/all of job_0*2, and to \/all of job_0*1/,
  ],
  [
    'told where nobody wanted to hear',
    inOrder({ requests: [send(), own, send({ path: '/named' })] }),
    /at \/named: nobody wanted its 1 webhooks/,
  ],
  ['a place of nobody', told({}, { path: '/elsewhere' }), /nobody listens there/],
];

test.each(campaigns)('%s', async (_name, { requests, jobs, deliveries }, want) => {
  const record: WebhookRecord = { targets: TARGETS, requests };
  const found = await checkWebhooks(record, { jobs, deliveries }, planned);
  if (want === undefined) expect(found).toEqual([]);
  else expect(found.join('\n')).toMatch(want);
});
