import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSecretBox, SealedSecretError, SecretBox } from './secret-box.js';
import { newSigningSecret } from './signing-secret.js';

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const owner = { tenantId: 'acme', ownerId: 'whe_1' };
const old = newKey('2025');
const secret = newSigningSecret();

test('a signing secret is one of Standard Webhooks', () => {
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});

describe('what is sealed', () => {
  test('opens for its owner, and never looks the same twice', () => {
    const box = new SecretBox([old]);
    const sealed = box.seal(secret, owner);
    expect(box.open(sealed, owner)).toBe(secret);
    expect(sealed).toMatch(/^s1\.2025\.[\w-]+$/);
    expect(sealed).not.toContain(secret.slice(6, 20));
    expect(box.seal(secret, owner)).not.toBe(sealed);
  });

  test('opens with a key that is no longer the first, and not without it', () => {
    const sealed = new SecretBox([old]).seal(secret, owner);
    const now = newKey('2026');
    expect(new SecretBox([now, old]).open(sealed, owner)).toBe(secret);
    expect(new SecretBox([now, old]).seal(secret, owner)).toMatch(/^s1\.2026\./);
    expect(() => new SecretBox([now]).open(sealed, owner)).toThrow(SealedSecretError);
    expect(() => new SecretBox([newKey('2025')]).open(sealed, owner)).toThrow(SealedSecretError);
  });

  test.each([
    { ...owner, tenantId: 'other' },
    { ...owner, ownerId: 'whe_2' },
    { tenantId: 'acme","whe_1', ownerId: '' },
  ])('does not open for %j', (other) => {
    const box = new SecretBox([old]);
    expect(() => box.open(box.seal(secret, owner), other)).toThrow(SealedSecretError);
  });

  test('does not open once a single bit is another', () => {
    const box = new SecretBox([old]);
    const sealed = box.seal(secret, owner);
    const bytes = Buffer.from(sealed.split('.')[2] ?? '', 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const text = `s1.2025.${changed.toString('base64url')}`;
      expect(() => box.open(text, owner)).toThrow(SealedSecretError);
    }
  });

  test.each(['', 's1.2025', 's1.2025.', 's2.2025.AAAA', 's1.2025.AAAA', `${secret}`])(
    '%j is none',
    (text) => {
      expect(() => new SecretBox([old]).open(text, owner)).toThrow(SealedSecretError);
    },
  );
});

describe('SPECWIRE_SECRET_KEYS', () => {
  const refuse = (message: string) => new Error(message);
  const short = randomBytes(16).toString('base64');

  test('may be absent', () => {
    expect(readSecretBox({}, refuse)).toBeUndefined();
    expect(readSecretBox({ SPECWIRE_SECRET_KEYS: ' ' }, refuse)).toBeUndefined();
  });

  test.each([`a:${short}`, 'a', `:${old.slice(5)}`, `${old},${old}`, `a b:${old.slice(5)}`])(
    '%j is refused, and not repeated',
    (text) => {
      const read = () => readSecretBox({ SPECWIRE_SECRET_KEYS: text }, refuse);
      expect(read).toThrow('SPECWIRE_SECRET_KEYS');
      expect(read).not.toThrow(short);
      expect(read).not.toThrow(old.slice(5));
    },
  );
});
