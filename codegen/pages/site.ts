/** All files of the pages. */
import { createHash } from 'node:crypto';
import { readAssets, type SiteFile } from './assets.js';
import type { Documentation } from './documentation.js';
import { documentPage, pageKinds, pagePath } from './page.js';

/** A state of the pages. */
export interface Site {
  readonly files: readonly SiteFile[];
  /** Differs where what is shown does. */
  readonly version: string;
}

/** The files of pages that stand by themselves, or `live`, of those that follow a server. */
export async function makeSite(documentation: Documentation, live: boolean): Promise<Site> {
  const kinds = pageKinds(documentation);
  const assets = await readAssets(kinds);
  const version = createHash('sha256').update(JSON.stringify(documentation)).digest('hex').slice(0, 16);
  const pages = kinds.map((kind) => ({
    path: pagePath(kind, kinds),
    content: documentPage(kind, documentation, live ? version : undefined),
  }));
  // What Redoc lets readers download.
  const { openapi } = documentation;
  const whole = openapi ? [{ path: 'openapi.json', content: JSON.stringify(openapi) }] : [];
  return { files: [...pages, ...whole, ...assets], version };
}
