/** A tenant's webhook endpoints. Secrets come and go sealed: PostgreSQL never sees one. */
import { v7 as uuid } from 'uuid';
import type { Database, Statement } from '../database.js';
import { type PagePosition, parsePosition, positionCursor } from './page.js';

/** Why an endpoint gets nothing. */
export type DisabledReason = 'gone' | 'failing' | 'manual';

/** An endpoint, without its secrets. */
export interface WebhookEndpointRow {
  readonly id: string;
  readonly tenantId: string;
  readonly url: string;
  /** Types of webhook; undefined for all, those too that there will be. */
  readonly events: readonly string[] | undefined;
  readonly description: string;
  readonly enabled: boolean;
  readonly disabledReason: DisabledReason | undefined;
  /** Since when no attempt has succeeded, if the last one did not. */
  readonly failingSince: Date | undefined;
  readonly createdAt: Date;
}

interface EndpointRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly url: string;
  readonly events: string[] | null;
  readonly description: string;
  readonly enabled: boolean;
  readonly disabled_reason: DisabledReason | null;
  readonly failing_since: Date | null;
  readonly created_at: Date;
}

const COLUMNS =
  'id, tenant_id, url, events, description, enabled, disabled_reason, failing_since, created_at';

/** An endpoint to create. */
export interface NewWebhookEndpoint {
  /** From `newEndpointId`: its secret is sealed for it. */
  readonly id: string;
  readonly tenantId: string;
  readonly url: string;
  /** Undefined for all. */
  readonly events: readonly string[] | undefined;
  readonly description: string;
  readonly sealedSecret: string;
}

/** What may be changed; what is undefined stays. */
export interface WebhookEndpointChanges {
  readonly url?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
}

const CREATE: Statement = {
  name: 'create_webhook_endpoint',
  text: `INSERT INTO webhook_endpoints (id, tenant_id, url, events, description, secret)
    SELECT $1, $2, $3, $4::text[], $5, $6
    WHERE (SELECT count(*) FROM webhook_endpoints WHERE tenant_id = $2) < $7 RETURNING ${COLUMNS}`,
};

const GET: Statement = {
  name: 'get_webhook_endpoint',
  text: `SELECT ${COLUMNS} FROM webhook_endpoints WHERE tenant_id = $1 AND id = $2`,
};

const LIST: Statement = {
  name: 'list_webhook_endpoints',
  text: `SELECT ${COLUMNS} FROM webhook_endpoints WHERE tenant_id = $1
      AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::text))
    ORDER BY created_at DESC, id DESC LIMIT $4`,
};

const UPDATE: Statement = {
  name: 'update_webhook_endpoint',
  text: `SELECT ${COLUMNS} FROM update_webhook_endpoint($1, $2, $3, $4::text[], $5, $6)`,
};

const DELETE: Statement = {
  name: 'delete_webhook_endpoint',
  text: 'SELECT delete_webhook_endpoint($1, $2) AS deleted',
};

const ENDPOINT_ID = /^whe_[0-9a-f]{32}$/;

/** A fresh endpoint id. */
export function newEndpointId(): string {
  return `whe_${uuid().replaceAll('-', '')}`;
}

/** Whether the text can be an endpoint's id. */
export function isEndpointId(text: string): boolean {
  return ENDPOINT_ID.test(text);
}

/** The most endpoints that a tenant may have: each end of a job writes a delivery for each. */
export const MAX_ENDPOINTS = 100;

/** Stores an endpoint; undefined if the tenant has as many as it may have. */
export async function createWebhookEndpoint(
  database: Database,
  endpoint: NewWebhookEndpoint,
): Promise<WebhookEndpointRow | undefined> {
  const { id, tenantId, url, events, description, sealedSecret } = endpoint;
  const values = [id, tenantId, url, events ?? null, description, sealedSecret, MAX_ENDPOINTS];
  const [record] = await database.query<EndpointRecord>(CREATE, values);
  return record && toRow(record);
}

/** A tenant's endpoint; undefined for one that does not exist or is another tenant's, which nothing tells apart. */
export async function getWebhookEndpoint(
  database: Database,
  tenantId: string,
  endpointId: string,
): Promise<WebhookEndpointRow | undefined> {
  if (!isEndpointId(endpointId)) return undefined;
  const [record] = await database.query<EndpointRecord>(GET, [tenantId, endpointId]);
  return record && toRow(record);
}

/** One page of a tenant's endpoints, newest first. */
export async function listWebhookEndpoints(
  database: Database,
  tenantId: string,
  page: { readonly limit: number; readonly after?: PagePosition | undefined },
): Promise<{ readonly rows: readonly WebhookEndpointRow[]; readonly nextCursor: string | undefined }> {
  const { limit, after } = page;
  const position = [after ? new Date(after.createdAtMs) : null, after?.id ?? null];
  const records = await database.query<EndpointRecord>(LIST, [tenantId, ...position, limit + 1]);
  const rows = records.slice(0, limit).map(toRow);
  return { rows, nextCursor: positionCursor(rows, records.length > limit) };
}

/** Reads a cursor of `listWebhookEndpoints`; null for one that none of its pages gave out. */
export function parseEndpointCursor(cursor: string): PagePosition | null {
  return parsePosition(cursor, ENDPOINT_ID);
}

/** Changes a tenant's endpoint. Disabling one fails what still waits for it. */
export async function updateWebhookEndpoint(
  database: Database,
  tenantId: string,
  endpointId: string,
  changes: WebhookEndpointChanges,
): Promise<WebhookEndpointRow | undefined> {
  if (!isEndpointId(endpointId)) return undefined;
  const { url, events, description, enabled } = changes;
  const values = [url ?? null, events ?? null, description ?? null, enabled ?? null];
  const [record] = await database.query<EndpointRecord>(UPDATE, [tenantId, endpointId, ...values]);
  return record && toRow(record);
}

/** Deletes a tenant's endpoint and its secrets; what still waits for it fails. Says whether there was one. */
export async function deleteWebhookEndpoint(
  database: Database,
  tenantId: string,
  endpointId: string,
): Promise<boolean> {
  if (!isEndpointId(endpointId)) return false;
  const [record] = await database.query<{ deleted: boolean }>(DELETE, [tenantId, endpointId]);
  return record?.deleted === true;
}

function toRow(record: EndpointRecord): WebhookEndpointRow {
  return {
    id: record.id,
    tenantId: record.tenant_id,
    url: record.url,
    events: record.events ?? undefined,
    description: record.description,
    enabled: record.enabled,
    disabledReason: record.disabled_reason ?? undefined,
    failingSince: record.failing_since ?? undefined,
    createdAt: record.created_at,
  };
}
