/** The shared counter of the rate limits: rate-limiter-flexible on PostgreSQL. */
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { SharedCounter } from './allowance.js';
import { WINDOW_SECONDS } from './fields.js';

/**
 * Counts in the table `rate_limits`, which a migration makes, UNLOGGED: losing the counts in a crash of PostgreSQL is
 * cheaper than writing each to the log. The limits themselves are applied by whoever asks, since each key has its own.
 */
export function postgresCounter(pool: object): SharedCounter {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: '',
    points: Number.MAX_SAFE_INTEGER,
    duration: WINDOW_SECONDS,
  });
  return {
    async take(key, points) {
      // `penalty` counts without judging.
      const result = await limiter.penalty(key, points);
      return { consumed: result.consumedPoints, endsAt: Date.now() + result.msBeforeNext };
    },
  };
}
