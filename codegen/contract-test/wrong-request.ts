/** What a wrong request is. */
import type { Without } from './service.js';
import type { RawBody, RequestParts } from './wire.js';

/** A request that is to be refused. */
export interface WrongRequest {
  /** `refuses query limit as 0 (minimum)`. */
  readonly name: string;
  readonly kind: 'parameter' | 'body' | 'syntax' | 'content type' | 'credentials';
  readonly parts: RequestParts;
  readonly raw?: RawBody;
  /** Credentials that are not sent. */
  readonly without?: Without;
  /** Keys that lead to what the contract says of it, and the way into the schema there. */
  readonly keys: readonly string[];
  readonly steps?: readonly string[];
}
