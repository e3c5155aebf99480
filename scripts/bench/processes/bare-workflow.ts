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

/** The activities, on the queue that is polled for them. */
function activitiesOn(taskQueue: string): BareActivities {
  return proxyActivities<BareActivities>({ taskQueue, startToCloseTimeout: '1 minute' });
}

/** Returns what the activity returns. */
export async function bareJob(activityQueue: string): Promise<number> {
  return await activitiesOn(activityQueue).run();
}

/** Posts once. */
export async function barePost(activityQueue: string, input: Post): Promise<void> {
  await activitiesOn(activityQueue).post(input);
}
