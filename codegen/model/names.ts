/** The names that code gets for what the specs name: those who print them and those who compare them take them from here. */

/** Whether code can have the name without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

/** `text.generate` → `TextGenerate`, `createJob` → `CreateJob`. */
export function pascalCase(name: string): string {
  const joined = name
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return /^[0-9]/.test(joined) ? `_${joined}` : joined;
}

/** `text.generate` → `textGenerate`, `Last-Event-ID` → `lastEventId`. */
export function camelCase(name: string): string {
  const words = name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => (/^[A-Z]+$/.test(word) ? word.toLowerCase() : word));
  const pascal = pascalCase(words.join(' '));
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** The name of a schema's type: its own, or as near as an identifier comes that can name a type. */
export function typeName(schemaName: string): string {
  const name = ownTypeName(schemaName);
  // Of a name in another alphabet nothing is left, or a number.
  const isLost = name === '' || (/\p{L}/u.test(schemaName) && !/[a-z]/i.test(name));
  return isLost ? `Schema${name}` : name;
}

/** What a schema's name itself gives for the name of its type; empty if it has no letter and no digit that code can have. */
export function ownTypeName(schemaName: string): string {
  const isFree = isIdentifier(schemaName) && !RESERVED.has(schemaName) && !TYPES.has(schemaName);
  return isFree ? schemaName : pascalCase(schemaName);
}

/** Types that TypeScript has from the start. */
const TYPES: ReadonlySet<string> = new Set(
  'any bigint boolean never number object string symbol undefined unknown'.split(' '),
);

/** Words that cannot name a variable in a module. */
export const RESERVED: ReadonlySet<string> = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  ),
);

/** A variable's name, none of those that are taken. */
export function variableName(name: string, taken: readonly string[] = []): string {
  let variable = camelCase(name) || '_';
  while (RESERVED.has(variable) || taken.includes(variable)) variable += '_';
  return variable;
}
