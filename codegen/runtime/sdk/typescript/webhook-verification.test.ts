import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { verifyWebhook, type WebhookHeaders, type WebhookSecrets } from './webhook-verification.js';

const SECRET = 'whsec_c3BlY3dpcmUgZXhhbXBsZSBzZWNyZXQsIDMyIGJ5dGU=';
const OTHER = 'whsec_YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMgISEhISE=';
const ID = 'whd_019556625b1c7f02a4d83e96c0b7f1d5';
const SENT = 1_772_442_910;
const BODY = '{"type":"job.succeeded","data":{"text":"gr\u00fc\u00dfe"}}';

function signed(body = BODY, secret = SECRET, id = ID, seconds = SENT): Record<string, string> {
  const signature = new Webhook(secret).sign(id, new Date(seconds * 1000), body);
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
}

const at = (seconds: number) => ({ now: () => seconds * 1000 });

/** The reason of the refusal; `verified` if there is none. */
async function outcome(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: WebhookSecrets = SECRET,
  seconds = SENT,
): Promise<unknown> {
  return verifyWebhook(body, headers, secrets, at(seconds)).then(
    () => 'verified',
    (error: { reason: unknown }) => error.reason,
  );
}

type Refusal = readonly [
  name: string,
  reason: string,
  headers: WebhookHeaders,
  secrets?: WebhookSecrets,
  seconds?: number,
];

test('a webhook that the reference library signed is verified, and read only then', async () => {
  expect(await verifyWebhook(BODY, signed(), SECRET, at(SENT))).toEqual({
    id: ID,
    sentAt: new Date(SENT * 1000),
    payload: JSON.parse(BODY),
  });
});

describe('headers are taken as they come', () => {
  const headers = signed();
  const capitals = Object.fromEntries(Object.entries(headers).map(([name, v]) => [name.toUpperCase(), v]));
  const cases: readonly (readonly [string, WebhookHeaders])[] = [
    ['of fetch', new Headers(headers)],
    ['of Node', { ...headers, host: 'a', 'set-cookie': ['a', 'b'], absent: undefined }],
    ['in capitals', capitals],
    ['in lists of one', Object.fromEntries(Object.entries(headers).map(([name, v]) => [name, [v]]))],
  ];
  test.each(cases)('%s', async (_name, given) => {
    expect(await outcome(BODY, given)).toBe('verified');
  });
});

test('bytes and text are the same body', async () => {
  expect(await outcome(new TextEncoder().encode(BODY), signed())).toBe('verified');
  expect(await outcome(Buffer.from(BODY), signed())).toBe('verified');
});

describe('what is refused, and why', () => {
  const good = signed();
  const without = (name: string) =>
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== name)) as Record<string, string>;
  const withSignature = (value: string) => ({ ...good, 'webhook-signature': value });
  const signature = good['webhook-signature'] ?? '';
  const cases: readonly Refusal[] = [
    ['no id', 'missing_header', without('webhook-id')],
    ['no timestamp', 'missing_header', without('webhook-timestamp')],
    ['no signature', 'missing_header', without('webhook-signature')],
    ['an empty signature', 'missing_header', withSignature('')],
    ['no headers of fetch', 'missing_header', new Headers()],
    ['an id with a full stop', 'malformed_header', signed(BODY, SECRET, 'a.b')],
    ['an id with a space', 'malformed_header', signed(BODY, SECRET, 'a b')],
    ['a timestamp that is no number', 'malformed_header', { ...good, 'webhook-timestamp': '12a' }],
    ['a timestamp with a fraction', 'malformed_header', { ...good, 'webhook-timestamp': `${SENT}.0` }],
    ['two ids', 'malformed_header', { ...good, 'Webhook-Id': ID }],
    ['two signature headers', 'malformed_header', { ...good, 'webhook-signature': [signature, signature] }],
    ['a signature without a version', 'malformed_header', withSignature(signature.slice(3))],
    ['a signature of another version', 'no_matching_signature', withSignature(`v1a,${signature.slice(3)}`)],
    ['a signature that is cut', 'no_matching_signature', withSignature(signature.slice(0, -1))],
    ['no signature in its place', 'malformed_header', withSignature('v1,')],
    ['one that is 301 seconds old', 'timestamp_too_old', good, SECRET, SENT + 301],
    ['one that is 301 seconds early', 'timestamp_too_new', good, SECRET, SENT - 301],
    ['one of another secret', 'no_matching_signature', good, OTHER],
    ['no secret', 'malformed_secret', good, []],
    ['an empty secret', 'malformed_secret', good, ''],
    ['a secret that is no base64', 'malformed_secret', good, 'whsec_not base64 at all, but long enough'],
    ['a secret of 23 bytes', 'malformed_secret', good, `whsec_${btoa('x'.repeat(23))}`],
    ['a secret of 65 bytes', 'malformed_secret', good, `whsec_${btoa('x'.repeat(65))}`],
    ['a second secret that is none', 'malformed_secret', good, [SECRET, 'whsec_']],
  ];
  test.for(cases)('%s', async ([_name, reason, headers, secrets, seconds]) => {
    expect(await outcome(BODY, headers, secrets, seconds)).toBe(reason);
  });

  test.each([
    ['no JSON', 'hello'],
    ['an empty body', ''],
  ])('%s, though it is signed', async (_name, body) => {
    expect(await outcome(body, signed(body))).toBe('malformed_body');
  });

  test('bytes that are no text, though they are signed', async () => {
    const body = new Uint8Array([0x22, 0xff, 0x22]);
    const { createHmac } = await import('node:crypto');
    const key = Buffer.from(SECRET.slice(6), 'base64');
    const mac = createHmac('sha256', key).update(`${ID}.${SENT}.`).update(body).digest('base64');
    expect(await outcome(body, withSignature(`v1,${mac}`))).toBe('malformed_body');
  });

  test('a body that was parsed', async () => {
    const parsed = JSON.parse(BODY) as string;
    await expect(verifyWebhook(parsed, good, SECRET, at(SENT))).rejects.toThrow(TypeError);
  });
});

test('300 seconds are borne either way, or as many as are asked for', async () => {
  expect(await outcome(BODY, signed(), SECRET, SENT + 300)).toBe('verified');
  expect(await outcome(BODY, signed(), SECRET, SENT + 300.9)).toBe('verified');
  expect(await outcome(BODY, signed(), SECRET, SENT - 300)).toBe('verified');
  const strict = { ...at(SENT + 11), toleranceSeconds: 10 };
  await expect(verifyWebhook(BODY, signed(), SECRET, strict)).rejects.toMatchObject({
    reason: 'timestamp_too_old',
  });
});

test('the clock is that of the machine', async () => {
  const now = Math.floor(Date.now() / 1000);
  await expect(verifyWebhook(BODY, signed(BODY, SECRET, ID, now), SECRET)).resolves.toBeDefined();
  await expect(verifyWebhook(BODY, signed(), SECRET)).rejects.toMatchObject({ reason: 'timestamp_too_old' });
});

test('while a secret is replaced, either side may be the first', async () => {
  const [old, fresh] = [signed(BODY, SECRET), signed(BODY, OTHER)];
  const both = {
    ...old,
    'webhook-signature': `${old['webhook-signature']} ${fresh['webhook-signature']} v2,abc v1a,xyz`,
  };
  expect(await outcome(BODY, both, SECRET)).toBe('verified');
  expect(await outcome(BODY, both, OTHER)).toBe('verified');
  expect(await outcome(BODY, fresh, [SECRET, OTHER])).toBe('verified');
  expect(await outcome(BODY, fresh, SECRET)).toBe('no_matching_signature');
});

test('a change of any one byte is refused, wherever it is', async () => {
  const headers = signed();
  const bytes = new TextEncoder().encode(BODY);
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = bytes.map((byte, place) => (place === index ? byte ^ 1 : byte));
    expect(await outcome(changed, headers)).toBe('no_matching_signature');
  }
  for (const [name, value] of Object.entries(headers)) {
    for (let index = 0; index < value.length; index += 1) {
      for (const bit of [1, 2, 4, 8, 16, 32]) {
        const sign = String.fromCharCode(value.charCodeAt(index) ^ bit);
        const changed = { ...headers, [name]: value.slice(0, index) + sign + value.slice(index + 1) };
        const verdict = await outcome(BODY, changed);
        expect(verdict, `${name} ${index} ${sign}`).not.toBe('verified');
      }
    }
  }
});

describe('any webhook', () => {
  const secret = fc
    .uint8Array({ minLength: 24, maxLength: 64 })
    .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
  const seconds = fc.integer({ min: 0, max: 99_999_999_999 });
  // A lone surrogate has no bytes.
  const body = fc.json().filter((text) => Buffer.from(text).toString() === text);

  test('is verified by us as the reference library verifies it, and under no other secret', async () => {
    await fc.assert(
      fc.asyncProperty(secret, secret, id, seconds, body, async (one, other, id, seconds, body) => {
        const headers = signed(body, one, id, seconds);
        expect(await outcome(body, headers, [other, one], seconds)).toBe('verified');
        if (one === other) return;
        expect(await outcome(body, headers, other, seconds)).toBe('no_matching_signature');
        expect(await outcome(`${body} `, headers, one, seconds)).toBe('no_matching_signature');
      }),
    );
  });

  test('with headers of any kind is verified or refused with a reason', async () => {
    const any = fc.oneof(fc.string(), fc.constant(undefined), fc.array(fc.string(), { maxLength: 2 }));
    const headers = fc.record({ 'webhook-id': any, 'webhook-timestamp': any, 'webhook-signature': any });
    await fc.assert(
      fc.asyncProperty(headers, fc.string(), async (headers, body) => {
        expect(await outcome(body, headers)).toMatch(/^(missing|malformed)_header$|^timestamp|^no_matching/);
      }),
    );
  });
});
