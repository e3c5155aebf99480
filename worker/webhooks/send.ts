/** One request to a receiver: to a checked address, within its time, and no further than its status and a little text. */
import { isIP, type LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import type { TargetCheck, TargetUrl } from '../../webhooks/targets/index.js';
import { readExcerpt } from './excerpt.js';
import { parseRetryAfter } from './retry.js';
import { type SendError, TargetRefusedError, toSendError } from './send-error.js';

/** What to send. */
export interface SendRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Breaks it off: the worker stops. Then the promise is rejected with the signal's reason. */
  readonly signal: AbortSignal;
}

/** What came of it. */
export type SendOutcome =
  | {
      readonly kind: 'answered';
      readonly statusCode: number;
      readonly retryAfterMs: number | undefined;
      readonly excerpt: string | undefined;
    }
  | { readonly kind: 'failed'; readonly error: SendError };

/** The longest that is waited for a connection, its look-up and handshake included. */
const CONNECT_MS = 8000;

/** Sends; redirects are answers like any other. */
export async function send(check: TargetCheck, request: SendRequest): Promise<SendOutcome> {
  const { url, timeoutMs, signal } = request;
  const target = check.read(url);
  if (target.kind === 'refused')
    return { kind: 'failed', error: toSendError(new TargetRefusedError(target)) };
  // A connection of its own: none is ever used for another target, or after another check.
  const agent = new Agent({
    connect: { lookup: checkedLookup(check, target), timeout: Math.min(CONNECT_MS, timeoutMs) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    pipelining: 0,
  });
  try {
    // An address is connected to without being looked up.
    if (target.literal !== undefined) await resolveChecked(check, target);
    return toOutcome(await post(agent, target.url, request));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { kind: 'failed', error: toSendError(error) };
  } finally {
    agent.destroy().catch(() => {});
  }
}

async function post(agent: Agent, url: URL, request: SendRequest): Promise<Answer> {
  const { headers, body, timeoutMs, signal } = request;
  const broken = new AbortController();
  const stop = () => broken.abort(signal.reason);
  const timer = setTimeout(
    () => broken.abort(new DOMException('no answer in time', 'TimeoutError')),
    timeoutMs,
  );
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    const response = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers,
      body,
      signal: broken.signal,
    });
    return { response, excerpt: await readExcerpt(response.body) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

interface Answer {
  readonly response: Dispatcher.ResponseData;
  readonly excerpt: string | undefined;
}

function toOutcome({ response, excerpt }: Answer): SendOutcome {
  const header = response.headers['retry-after'];
  const retryAfter = Array.isArray(header) ? header[0] : header;
  return {
    kind: 'answered',
    statusCode: response.statusCode,
    retryAfterMs: parseRetryAfter(retryAfter, Date.now()),
    excerpt,
  };
}

async function resolveChecked(check: TargetCheck, target: TargetUrl): Promise<readonly string[]> {
  const resolved = await check.resolve(target);
  if ('kind' in resolved) throw new TargetRefusedError(resolved);
  return resolved;
}

/**
 * The look-up of the connection itself: it hands out the addresses that were checked in the same breath, so there is no
 * moment in between in which a name could change its mind.
 */
function checkedLookup(check: TargetCheck, target: TargetUrl): LookupFunction {
  return function lookup(_hostname, options, callback) {
    resolveChecked(check, target).then(
      (addresses) => {
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        if (options.all) callback(null, all);
        else callback(null, all[0]?.address ?? '', all[0]?.family ?? 0);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
