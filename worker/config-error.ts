/** A setting that is missing or ill-formed; the message is one line that says what to write. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
