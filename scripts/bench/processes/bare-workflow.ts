/** The least that Temporal can do for a job: a workflow of one activity. */
import { proxyActivities } from '@temporalio/workflow';

/** What is to be posted where. */
export interface Post {
  readonly url: string;
  readonly body: string;
}

interface BareActivities {
  run(): Promise<number>;
  post(post: Post): Promise<void>;
}

const { run, post } = proxyActivities<BareActivities>({ startToCloseTimeout: '1 minute' });

/** Returns what the activity returns. */
export async function bareJob(): Promise<number> {
  return await run();
}

/** Posts once. */
export async function barePost(input: Post): Promise<void> {
  await post(input);
}
