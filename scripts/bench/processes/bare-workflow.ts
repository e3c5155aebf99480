/** The least that Temporal can do for a job: a workflow of one activity. */
import { proxyActivities } from '@temporalio/workflow';

interface BareActivities {
  run(): Promise<number>;
}

const { run } = proxyActivities<BareActivities>({ startToCloseTimeout: '1 minute' });

/** Returns what the activity returns. */
export async function bareJob(): Promise<number> {
  return await run();
}
