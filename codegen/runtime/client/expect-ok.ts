import { ApiError } from './errors.js';
import type { AnyReply } from './reply.js';

/**
 * The reply if its status is 2xx: `const { body } = await client.pets.get(…).then(expectOk)`. Throws `ApiError`, which
 * carries the reply, if it is another.
 */
export function expectOk<Reply extends AnyReply>(reply: Reply): Extract<Reply, { readonly ok: true }> {
  if (!reply.ok) throw new ApiError(reply);
  return reply as Extract<Reply, { readonly ok: true }>;
}
