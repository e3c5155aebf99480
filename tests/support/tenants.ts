/** Other tenants of a service. */
import { createApiKey, openDatabase } from '../../store/index.js';
import type { Client } from './client.js';
import type { Service } from './service.js';

/** Makes a key of another tenant, without a limit that a test would reach; returns its client. */
export async function otherTenant({ client, databaseUrl }: Service, tenantId = 'other'): Promise<Client> {
  const database = openDatabase({ url: databaseUrl, max: 1, applicationName: 'tenants-test' });
  const limits = { jobsPerMinute: 100_000, readsPerMinute: 100_000 };
  const { key } = await createApiKey(database, { tenantId, label: 'test', limits });
  await database.close();
  return client.as(key);
}
