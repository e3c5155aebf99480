/** Webhooks as others sign and verify them: the Standard Webhooks libraries for JavaScript and Python, both ways. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { WebhookVerificationError, webhooks } from '../../generated/sdk/typescript/index.js';
import { verifyWebhook } from '../../generated/sdk/typescript/webhook-verification.js';
import { askPython, hasPython } from '../support/reference-webhooks.js';

const SECRET = 'whsec_c3BlY3dpcmUgZXhhbXBsZSBzZWNyZXQsIDMyIGJ5dGU=';
const OTHER = 'whsec_YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMgISEhISE=';
const ID = 'whd_019556625b1c7f02a4d83e96c0b7f1d5';
const BODY = JSON.stringify({
  type: 'webhook.ping',
  timestamp: '2026-03-02T09:20:00.000Z',
  data: { endpoint_id: 'whe_0195565e2c187b3f9d4ac1e07f52b8a6', note: 'grüße ✓ 𝄞' },
});

/** As contract and specs describe it, with no library's help. */
function signatureOf(id: string, seconds: number, body: string, secret: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

function headersOf(id: string, seconds: number, signature: string): Record<string, string> {
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

interface Sample {
  readonly secret: string;
  readonly id: string;
  readonly seconds: number;
  readonly body: string;
}

const samples = (): readonly Sample[] =>
  fc.sample(
    fc.record({
      secret: fc
        .uint8Array({ minLength: 24, maxLength: 64 })
        .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`),
      id: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      seconds: fc.integer({ min: 0, max: 4_102_444_800 }),
      // A lone surrogate has no bytes.
      body: fc.json().filter((text) => Buffer.from(text).toString() === text),
    }),
    200,
  );

/** Each byte of the body, and each character of the headers, changed by one bit. */
function* changes(body: string, headers: Record<string, string>): Iterable<[Uint8Array, typeof headers]> {
  const bytes = new TextEncoder().encode(body);
  for (const index of bytes.keys()) {
    yield [bytes.map((byte, place) => (place === index ? byte ^ 1 : byte)), headers];
  }
  for (const [name, value] of Object.entries(headers)) {
    for (let index = 0; index < value.length; index += 1) {
      const sign = String.fromCharCode(value.charCodeAt(index) ^ 1);
      yield [bytes, { ...headers, [name]: value.slice(0, index) + sign + value.slice(index + 1) }];
    }
  }
}

async function expectAllChangesRefused(body: string, headers: Record<string, string>): Promise<void> {
  let count = 0;
  for (const [changed, others] of changes(body, headers)) {
    await expect(webhooks.verify(changed, others, SECRET)).rejects.toThrow(WebhookVerificationError);
    count += 1;
  }
  expect(count).toBeGreaterThan(200);
}

describe('JavaScript', () => {
  test('what it signs, as the server does, the client verifies, and refuses with any byte changed', async () => {
    const seconds = nowSeconds();
    const signature = new Webhook(SECRET).sign(ID, new Date(seconds * 1000), BODY);
    const headers = headersOf(ID, seconds, signature);
    expect(await webhooks.verify(BODY, headers, SECRET)).toEqual(JSON.parse(BODY));
    await expectAllChangesRefused(BODY, headers);
  });

  test('it verifies what is signed as the contract says', () => {
    const seconds = nowSeconds();
    const signatures = [OTHER, SECRET].map((secret) => signatureOf(ID, seconds, BODY, secret)).join(' ');
    expect(new Webhook(SECRET).verify(BODY, headersOf(ID, seconds, signatures))).toEqual(JSON.parse(BODY));
    const wrong = headersOf(ID, seconds, signatureOf(ID, seconds + 1, BODY, SECRET));
    expect(() => new Webhook(SECRET).verify(BODY, wrong)).toThrow('No matching signature');
  });
});

describe.skipIf(!hasPython())('Python', () => {
  test('what it signs the client verifies, and refuses with any byte changed', async () => {
    const seconds = nowSeconds();
    const [signature = ''] = await askPython([{ do: 'sign', secret: SECRET, id: ID, seconds, body: BODY }]);
    const headers = headersOf(ID, seconds, signature);
    expect(await webhooks.verify(BODY, headers, [OTHER, SECRET])).toEqual(JSON.parse(BODY));
    await expectAllChangesRefused(BODY, headers);
  });

  test('it verifies what the library of the server signs, and what is signed as the contract says', async () => {
    const seconds = nowSeconds();
    const bySecret = (secret: string) => new Webhook(secret).sign(ID, new Date(seconds * 1000), BODY);
    const verify = (signature: string, body = BODY) =>
      ({ do: 'verify', secret: SECRET, headers: headersOf(ID, seconds, signature), body }) as const;
    const answers = await askPython([
      verify(bySecret(SECRET)),
      verify(`${bySecret(OTHER)} ${bySecret(SECRET)}`),
      verify(signatureOf(ID, seconds, BODY, SECRET)),
      verify(bySecret(OTHER)),
      verify(bySecret(SECRET), `${BODY} `),
    ]);
    const refused = 'No matching signature found';
    expect(answers).toEqual(['verified', 'verified', 'verified', refused, refused]);
  });

  test('it signs any webhook as the other library does, and the client verifies it', async () => {
    const all = samples();
    const signatures = await askPython(all.map((sample) => ({ do: 'sign', ...sample })));
    for (const [index, { secret, id, seconds, body }] of all.entries()) {
      const signature = signatures[index] ?? '';
      expect(new Webhook(secret).sign(id, new Date(seconds * 1000), body)).toBe(signature);
      const options = { now: () => seconds * 1000 };
      const verified = await verifyWebhook(body, headersOf(id, seconds, signature), [OTHER, secret], options);
      expect(verified.payload).toEqual(JSON.parse(body));
    }
  });
});
