/** Keeps secrets in a form that is of no use without the operator's keys: AES-256-GCM, bound to their owner. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Whose secret it is: one that was copied to another owner's row does not open. */
export interface SecretOwner {
  readonly tenantId: string;
  /** An endpoint's id, or `default`. */
  readonly ownerId: string;
}

/** A sealed secret that no key opens: its key is not there (any more), or it is not what was stored. */
export class SealedSecretError extends Error {
  override readonly name = 'SealedSecretError';
}

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 's1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const KEY_ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

/** The keys of an installation. */
export class SecretBox {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #firstId: string;

  /** Of keys as `id:base64`, 32 bytes each: the first one seals, all of them open. Throws a RangeError that says why not. */
  constructor(entries: readonly string[]) {
    const keys = new Map<string, Buffer>();
    for (const entry of entries) {
      const [, id = '', base64 = ''] = KEY_ENTRY.exec(entry) ?? [];
      const key = Buffer.from(base64, 'base64');
      if (key.length !== KEY_BYTES) throw new RangeError('a key is not id:base64 of 32 bytes');
      if (keys.has(id)) throw new RangeError(`there are two keys with the id '${id}'`);
      keys.set(id, key);
    }
    const [firstId] = keys.keys();
    if (firstId === undefined) throw new RangeError('there is no key');
    this.#keys = keys;
    this.#firstId = firstId;
  }

  /** Seals with the first key: `s1.<key id>.<base64url of nonce, tag and ciphertext>`. */
  seal(secret: string, owner: SecretOwner): string {
    const nonce = randomBytes(NONCE_BYTES);
    const key = this.#keys.get(this.#firstId) as Buffer;
    const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(
      bindingOf(owner),
    );
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    const content = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    return `${FORMAT}.${this.#firstId}.${content}`;
  }

  /** Opens what any of the keys sealed for this owner; throws a SealedSecretError. */
  open(sealed: string, owner: SecretOwner): string {
    const [format, keyId = '', content = '', ...rest] = sealed.split('.');
    const key = this.#keys.get(keyId);
    if (format !== FORMAT || rest.length > 0) throw new SealedSecretError('it is not a sealed secret');
    if (key === undefined)
      throw new SealedSecretError(`the key '${keyId}' is not among SPECWIRE_SECRET_KEYS`);
    const bytes = Buffer.from(content, 'base64url');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(bindingOf(owner)).setAuthTag(tag);
      const opened = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
      return Buffer.concat(opened).toString('utf8');
    } catch {
      // Node's reason tells nothing more.
      throw new SealedSecretError('it does not open: it was changed, or the key of this id is another one');
    }
  }
}

/** No separator could be part of an id of ours, but a tenant's may hold anything. */
function bindingOf({ tenantId, ownerId }: SecretOwner): Buffer {
  return Buffer.from(JSON.stringify([tenantId, ownerId]));
}

/**
 * Reads `SPECWIRE_SECRET_KEYS`; undefined if it is not set. `refuse` makes the error that is thrown for a setting that
 * cannot be used; the keys themselves are never repeated.
 */
export function readSecretBox(
  env: Readonly<Record<string, string | undefined>>,
  refuse: (message: string) => Error,
): SecretBox | undefined {
  const entries = (env.SPECWIRE_SECRET_KEYS ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  if (entries.length === 0) return undefined;
  try {
    return new SecretBox(entries);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refuse(`SPECWIRE_SECRET_KEYS must list keys as id:base64 of 32 bytes each; ${error.message}`);
  }
}
