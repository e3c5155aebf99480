/** Entity tags and If-None-Match (RFC 9110 sections 8.8.3 and 13.1.2). */

const ENTITY_TAG = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

/** The weak tag of a job's version. */
export function versionTag(version: number): string {
  return `W/"${version}"`;
}

/** Whether the field names the tag: `*`, or a list in which it stands, compared weakly. */
export function matchesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === tag || ifNoneMatch.trim() === '*') return true;
  const opaque = tag.startsWith('W/') ? tag.slice(3, -1) : tag.slice(1, -1);
  for (const match of ifNoneMatch.matchAll(ENTITY_TAG)) {
    if (match[1] === opaque) return true;
  }
  return false;
}
