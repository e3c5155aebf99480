/** The workflow of a delivery on the real Temporal, with an activity that says what a test wants. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { DELIVER_NOW_SIGNAL, WEBHOOK_WORKFLOW, webhookWorkflowOptions } from '../../worker/contract.js';
import type { AttemptStep } from '../../worker/webhooks/attempt.js';
import { until } from '../support/client.js';

const PREFIX = `workflow-${randomBytes(4).toString('hex')}`;

let connection: Connection;
let native: NativeConnection;
let client: Client;
let worker: Worker;
let running: Promise<void>;
/** What the activity was called with, and what it answers, by delivery. */
const refusals = new Map<string, number[]>();
const answers = new Map<string, (call: number) => AttemptStep | Promise<AttemptStep>>();

beforeAll(async () => {
  const address = inject('engines').temporalAddress;
  connection = await Connection.connect({ address });
  client = new Client({ connection });
  native = await NativeConnection.connect({ address });
  const workflowsPath = fileURLToPath(new URL('../../worker/workflows/index.ts', import.meta.url));
  worker = await Worker.create({
    connection: native,
    taskQueue: webhookWorkflowOptions('', PREFIX).taskQueue,
    workflowBundle: await bundleWorkflowCode({ workflowsPath }),
    activities: {
      attemptWebhook: async (input: { deliveryId: string; refusals: number }) => {
        const calls = refusals.get(input.deliveryId) ?? [];
        refusals.set(input.deliveryId, [...calls, input.refusals]);
        const answer = answers.get(input.deliveryId);
        if (answer === undefined) throw new Error('nobody knows this delivery');
        return answer(calls.length + 1);
      },
    },
  });
  running = worker.run();
});

afterAll(async () => {
  worker?.shutdown();
  await running;
  await native?.close();
  await connection?.close();
});

function start(answer: (call: number) => AttemptStep | Promise<AttemptStep>) {
  const id = `whd_${randomBytes(16).toString('hex')}`;
  answers.set(id, answer);
  const begin = () => client.workflow.start(WEBHOOK_WORKFLOW, webhookWorkflowOptions(id, PREFIX));
  return { id, begin, calls: () => refusals.get(id) ?? [] };
}

const done: AttemptStep = { kind: 'done', status: 'succeeded' };
const later = (delayMs: number, isBusy = false): AttemptStep => ({ kind: 'later', delayMs, isBusy });

describe('a delivery', () => {
  test('is attempted until it is done, and counts how often there was no room for it', async () => {
    const steps = [later(1, true), later(1, true), later(1), later(1, true), done];
    const delivery = start((call) => steps[call - 1] ?? done);
    expect(await (await delivery.begin()).result()).toBe('succeeded');
    expect(delivery.calls()).toEqual([0, 1, 2, 0, 1]);
  });

  test('that waits is tried at once when it is told so, and may begin again when it is over', async () => {
    const delivery = start((call) => (call === 1 ? later(3_600_000) : done));
    const handle = await delivery.begin();
    await until('the first attempt', async () => delivery.calls().length === 1);
    await client.workflow.getHandle(delivery.id).signal(DELIVER_NOW_SIGNAL);
    expect(await handle.result()).toBe('succeeded');
    const options = { ...webhookWorkflowOptions(delivery.id, PREFIX), signal: DELIVER_NOW_SIGNAL };
    expect(await (await client.workflow.signalWithStart(WEBHOOK_WORKFLOW, options)).result()).toBe(
      'succeeded',
    );
    expect(delivery.calls()).toHaveLength(3);
  });

  test('that is told to go on during its last attempt goes on', async () => {
    let finish: (step: AttemptStep) => void = () => {};
    const delivery = start((call) =>
      call === 1
        ? new Promise((resolve) => {
            finish = resolve;
          })
        : done,
    );
    const handle = await delivery.begin();
    await until('the first attempt', async () => delivery.calls().length === 1);
    await client.workflow.getHandle(delivery.id).signal(DELIVER_NOW_SIGNAL);
    finish(done);
    expect(await handle.result()).toBe('succeeded');
    expect(delivery.calls()).toHaveLength(2);
  });

  test('whose history has grown long goes on in a new one', async () => {
    // Temporal's timers take a second each; a signal takes none.
    const delivery = start(async (call) => {
      if (call >= 330) return done;
      await client.workflow.getHandle(delivery.id).signal(DELIVER_NOW_SIGNAL);
      return later(3_600_000, true);
    });
    const handle = await delivery.begin();
    const first = handle.firstExecutionRunId;
    expect(await handle.result()).toBe('succeeded');
    expect(delivery.calls()).toHaveLength(330);
    const { runId, historyLength } = await client.workflow.getHandle(delivery.id).describe();
    expect(runId).not.toBe(first);
    expect(historyLength).toBeLessThan(2100);
  }, 120_000);
});
