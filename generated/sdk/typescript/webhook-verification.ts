// Specwire's runtime, copied here by `npm run generate`. Do not edit.

/**
 * The receiver's side of Standard Webhooks 1.0.0, symmetric signatures (`v1`). Built on WebCrypto, so that it runs in
 * Node, at the edge and in browsers.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */

/** Why a webhook is not to be believed. */
export type WebhookVerificationReason =
  | 'missing_header'
  | 'malformed_header'
  | 'timestamp_too_old'
  | 'timestamp_too_new'
  | 'no_matching_signature'
  | 'malformed_secret'
  | 'malformed_body';

/** The webhook is not to be believed: answer with 400 and do nothing. `malformed_secret` alone is the receiver's own fault. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly reason: WebhookVerificationReason;

  constructor(reason: WebhookVerificationReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The headers of the request: those of `fetch`, or of Node; names in whichever case. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | undefined };

/** One secret, or several while one is being replaced: `whsec_…`. */
export type WebhookSecrets = string | readonly string[];

/** Options of a verification. */
export interface WebhookVerifyOptions {
  /** By how many seconds `webhook-timestamp` may be off; 300 unless given. */
  readonly toleranceSeconds?: number | undefined;
  /** The time, in milliseconds since 1970; the clock's unless given. */
  readonly now?: (() => number) | undefined;
}

/** A webhook whose signature is right. */
export interface VerifiedWebhook {
  /** `webhook-id`: the same at every attempt. */
  readonly id: string;
  /** `webhook-timestamp`: when this attempt was sent. */
  readonly sentAt: Date;
  /** The body's JSON. */
  readonly payload: unknown;
}

const TOLERANCE_SECONDS = 300;
/** A full stop would leave open where the id ends in what is signed. */
const ID = /^[!-\-/-~]{1,256}$/;
const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^[!-+\--~]+,[!-~]+$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/**
 * Verifies a webhook, and only then reads its body.
 *
 * @param rawBody the body as it came, byte for byte: not parsed and printed again.
 * @throws WebhookVerificationError if it is not to be believed; its `reason` says why.
 * @throws TypeError if the body is neither text nor bytes.
 */
export async function verifyWebhook(
  rawBody: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: WebhookSecrets,
  options: WebhookVerifyOptions = {},
): Promise<VerifiedWebhook> {
  const body = bytesOf(rawBody);
  const keys = readSecrets(secrets);
  const id = readHeader(headers, 'webhook-id', ID);
  const timestamp = readHeader(headers, 'webhook-timestamp', TIMESTAMP);
  const signatures = readSignatures(headers);
  checkTimestamp(Number(timestamp), options);
  await checkSignatures(concat(encode(`${id}.${timestamp}.`), body), signatures, keys);
  return { id, sentAt: new Date(Number(timestamp) * 1000), payload: parseBody(body) };
}

/**
 * The bytes of secrets.
 *
 * @throws WebhookVerificationError with `malformed_secret` if there is none, or one is not the base64 of 24 to 64 bytes.
 */
export function readSecrets(secrets: WebhookSecrets): readonly Uint8Array[] {
  const list = typeof secrets === 'string' ? [secrets] : secrets;
  if (list.length === 0) throw new WebhookVerificationError('malformed_secret', 'no secret is given');
  return list.map((secret) => {
    const base64 = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret;
    const bytes = BASE64.test(base64) ? decodeBase64(base64) : new Uint8Array();
    if (bytes.length < 24 || bytes.length > 64) {
      const message = 'a secret is `whsec_` and the base64 of 24 to 64 bytes; this one is not';
      throw new WebhookVerificationError('malformed_secret', message);
    }
    return bytes;
  });
}

function bytesOf(rawBody: string | Uint8Array): Uint8Array {
  const body: unknown = rawBody;
  if (typeof body === 'string') return encode(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError('the raw body is needed, as text or bytes: what was signed is lost once it is parsed');
}

function readHeader(headers: WebhookHeaders, name: string, form: RegExp): string {
  const value = headerValue(headers, name);
  if (value === undefined || value === '') {
    throw new WebhookVerificationError('missing_header', `there is no \`${name}\``);
  }
  if (!form.test(value)) {
    throw new WebhookVerificationError('malformed_header', `\`${name}\` does not have its form`);
  }
  return value;
}

/** A header's one value. Several would leave open which of them was meant. */
function headerValue(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  const values = Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => (value === undefined ? [] : value));
  if (values.length > 1) {
    throw new WebhookVerificationError('malformed_header', `there are several \`${name}\``);
  }
  return values[0] as string | undefined;
}

/** The signatures of the version that we know, in base64. */
function readSignatures(headers: WebhookHeaders): readonly string[] {
  const parts = readHeader(headers, 'webhook-signature', /^[ -~]+$/)
    .split(' ')
    .filter((part) => part !== '');
  if (parts.length === 0 || !parts.every((part) => SIGNATURE.test(part))) {
    throw new WebhookVerificationError('malformed_header', '`webhook-signature` does not have its form');
  }
  return parts.filter((part) => part.startsWith('v1,')).map((part) => part.slice('v1,'.length));
}

function checkTimestamp(seconds: number, options: WebhookVerifyOptions): void {
  const now = Math.floor((options.now?.() ?? Date.now()) / 1000);
  const tolerance = options.toleranceSeconds ?? TOLERANCE_SECONDS;
  if (seconds < now - tolerance) {
    throw new WebhookVerificationError('timestamp_too_old', `sent more than ${tolerance} seconds ago`);
  }
  if (seconds > now + tolerance) {
    const message = `sent more than ${tolerance} seconds from now: one of the clocks is wrong`;
    throw new WebhookVerificationError('timestamp_too_new', message);
  }
}

async function checkSignatures(
  signed: Uint8Array,
  signatures: readonly string[],
  keys: readonly Uint8Array[],
): Promise<void> {
  const expected = await Promise.all(keys.map((key) => sign(signed, key)));
  // All are compared, so that the time does not tell which of them was nearly right.
  const matches = signatures.flatMap((signature) => expected.map((one) => isEqual(signature, one)));
  if (matches.includes(true)) return;
  const message = 'no signature is that of the body under a secret that is given';
  throw new WebhookVerificationError('no_matching_signature', message);
}

async function sign(signed: Uint8Array, secret: Uint8Array): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  // Copies, of which it is certain that they are no shared memory.
  const key = await crypto.subtle.importKey('raw', new Uint8Array(secret), algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, new Uint8Array(signed));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}

/** In a time that depends on the length alone. Of base64, text is compared: several texts stand for the same bytes. */
function isEqual(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at += 1) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new WebhookVerificationError('malformed_body', 'the body is not JSON', { cause: error });
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decodeBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function concat(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
