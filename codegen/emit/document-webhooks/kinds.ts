/** Webhooks and callbacks apart: whoever receives the ones need not receive the others. */
import type { Contract, OutgoingRequest } from '../../model/contract.js';

/** All webhooks of a contract, or all its callbacks. */
export interface Kind {
  readonly kind: OutgoingRequest['kind'];
  /** In names of types and functions. */
  readonly name: 'Webhook' | 'Callback';
  readonly requests: readonly OutgoingRequest[];
}

const KINDS = [
  { kind: 'webhook', name: 'Webhook' },
  { kind: 'callback', name: 'Callback' },
] as const;

/** The kinds that a contract has. */
export function kindsOf({ outgoing }: Contract): readonly Kind[] {
  return KINDS.flatMap((kind) => {
    const requests = outgoing.filter((one) => one.kind === kind.kind);
    return requests.length === 0 ? [] : [{ ...kind, requests }];
  });
}
