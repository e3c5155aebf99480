import { randomBytes } from 'node:crypto';

/** Standard Webhooks 1.0.0: `whsec_` and the base64 of 24 to 64 bytes. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
