/** Who is who, from PostgreSQL: each credential is looked up at each use, so that a revoked one is of no use at once. */
import { type ApiKeyLimits, type Database, findApiKey, findStreamToken } from '../store/index.js';
import type { Credentials } from './http/admission.js';
import { SharedLookup } from './shared-lookup.js';

/** The limits of keys that have none of their own. */
export interface DefaultLimits {
  readonly jobsPerMinute: number;
  readonly readsPerMinute: number;
}

/** The credentials of one database. */
export function databaseCredentials(database: Database, defaults: DefaultLimits): Credentials {
  const limitsOf = (own: ApiKeyLimits) => ({
    jobsPerMinute: own.jobsPerMinute ?? defaults.jobsPerMinute,
    readsPerMinute: own.readsPerMinute ?? defaults.readsPerMinute,
  });
  // A busy client sends many requests at once with one key.
  const apiKeys = new SharedLookup(async (key) => {
    const found = await findApiKey(database, key);
    return found && { tenantId: found.tenantId, apiKeyId: found.id, mayWrite: true, ...limitsOf(found) };
  });
  return {
    findApiKey: (key) => apiKeys.find(key),
    async findStreamToken(token) {
      const found = await findStreamToken(database, token);
      if (found === undefined) return undefined;
      const { tenantId, apiKeyId, jobId, mayWrite } = found;
      return { tenantId, apiKeyId, streamJobId: jobId, mayWrite, ...limitsOf(found) };
    },
  };
}
