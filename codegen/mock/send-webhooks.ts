/** Sends what a document says that its service sends. */
import type { Contract } from '../model/contract.js';
import { sentMethod } from '../model/methods.js';
import { Answers, type Pace } from './answers.js';

const TIMEOUT_MS = 10_000;

/** Sends each webhook once, at a pace, to one URL; tells of each how it was answered. */
export async function sendWebhooks(
  contract: Contract,
  url: string,
  {
    pace,
    log,
    signal,
  }: { readonly pace: Pace; readonly log: (line: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const answers = new Answers(contract, pace);
  for (const { kind, name, operation } of contract.outgoing) {
    const body = kind === 'webhook' ? answers.sent(operation) : undefined;
    if (body === undefined || signal.aborted) continue;
    await new Promise((resolve) => setTimeout(resolve, pace.milliseconds));
    if (signal.aborted) return;
    const method = sentMethod(operation);
    const told = await fetch(url, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-Webhook': name },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    }).then(
      ({ status }) => String(status),
      (error: Error) => `not delivered: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
    log(`webhook ${name}: ${method} ${url} ${told}`);
  }
}
