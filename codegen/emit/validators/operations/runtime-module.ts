/** contract/validators/runtime.js: what all validators share, of this project and of Ajv. */
import { bundleModule } from '../bundle-module.js';

const EXPORTS = [
  "export { default as equal } from 'ajv/dist/runtime/equal.js';",
  "export { default as ucs2length } from 'ajv/dist/runtime/ucs2length.js';",
  "export { fullFormats as formats } from 'ajv-formats/dist/formats.js';",
  "export { coercing } from '../../../runtime/contract/coercion.js';",
];

/** The module's text; it imports nothing. */
export function runtimeModule(): Promise<string> {
  return bundleModule(EXPORTS.join('\n'), import.meta.dirname);
}
