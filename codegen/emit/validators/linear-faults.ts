/** How Ajv's code joins the faults of a part to those before it: a copy of all of them for each part that has any. */
const JOINED = /(\bvErrors\d*) = \1 === null \? ([\w.$]+\.errors) : \1\.concat\(\2\);/g;

/**
 * The code of a validator, with faults added in place. Of a list of 500,000 wrong items in one request, Ajv's way copies
 * 10^11 faults, for minutes in which a server answers nobody.
 */
export function withLinearFaults(code: string): string {
  return code.replaceAll(JOINED, 'if ($1 === null) $1 = $2; else for (const fault of $2) $1.push(fault);');
}
