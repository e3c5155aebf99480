/** Names that authors give to job types and events. */

const NAME = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;
const NAME_LENGTH = 64;

/** Whether it is parts of small letters, digits and `_`, joined by dots, and not too long. */
export function isAuthorName(name: string): boolean {
  return NAME.test(name) && name.length <= NAME_LENGTH;
}
