/** What a delivery is sent with: Standard Webhooks 1.0.0 and W3C Trace Context. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

/** A delivery to be signed. */
export interface SignedContent {
  readonly id: string;
  readonly payload: string;
  readonly traceparent: string | undefined;
}

/** The headers of one attempt: one signature for each secret, the present one first. */
export function buildHeaders(
  { id, payload, traceparent }: SignedContent,
  secrets: readonly string[],
  now: Date,
): Record<string, string> {
  const trace = continueTrace(traceparent);
  return {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, payload)).join(' '),
    ...(trace !== undefined && { traceparent: trace }),
  };
}

/** The same trace, with this attempt as the caller. */
function continueTrace(traceparent: string | undefined): string | undefined {
  const [, traceId, flags] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  return traceId && `00-${traceId}-${randomBytes(8).toString('hex')}-${flags}`;
}

const USER_AGENT = `Specwire-Webhooks/${readVersion()}`;

/** Of the package, which is one folder further up when this is compiled. */
function readVersion(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    const manifest = readManifest(new URL(path, import.meta.url));
    if (manifest?.name === 'specwire') return manifest.version;
  }
  return '0';
}

function readManifest(file: URL): { readonly name: string; readonly version: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
  } catch {
    return undefined;
  }
}
