import type { TargetCheck } from '../../webhooks/targets/index.js';
import { ProblemError } from '../http/problem-error.js';

/** Throws `webhook_target_refused` if webhooks may not be sent to this URL. `pointer` says where in the body it stands. */
export async function refuseTarget(targets: TargetCheck, url: string, pointer: string): Promise<void> {
  const refusal = await targets.refusalOf(url);
  if (refusal === undefined) return;
  throw new ProblemError('webhook_target_refused', {
    detail: `Webhooks are not sent to this URL: it ${refusal.message}.`,
    errors: [{ in: 'body', pointer, message: refusal.message, rule: refusal.reason }],
  });
}
