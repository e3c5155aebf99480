/** The secrets that webhooks are signed with. */
export { readSecretBox, SealedSecretError, SecretBox, type SecretOwner } from './secret-box.js';
export { newSigningSecret } from './signing-secret.js';
