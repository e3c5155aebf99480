/** The HTML of a page: a frame around a document. What the document says is untrusted, and nowhere part of the markup. */
import type { JsonObject } from '../model/contract.js';
import type { Documentation } from './documentation.js';
import { shownOpenapi } from './shown-openapi.js';

/** What a page shows. */
export type PageKind = 'rest' | 'events';

const TABS: Readonly<Record<PageKind, string>> = { rest: 'REST', events: 'Events' };

/**
 * What a page may load: its own files. The libraries set styles, Redoc searches in a worker that it makes of its own text.
 * @see https://www.w3.org/TR/CSP3/
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What pages say that they were made by. */
export const GENERATOR = 'specwire docs';

/** Where a page stands, relative to the site's root: the first one is the index. */
export function pagePath(kind: PageKind, kinds: readonly PageKind[]): string {
  return kinds[0] === kind ? 'index.html' : `${kind}.html`;
}

/** The kinds of pages that there are for a documentation. */
export function pageKinds({ openapi, asyncapi }: Documentation): readonly PageKind[] {
  return [...(openapi ? (['rest'] as const) : []), ...(asyncapi ? (['events'] as const) : [])];
}

/** A page with a document. With `version` it follows a server: whenever that has another one, it is loaded again. */
export function documentPage(kind: PageKind, documentation: Documentation, version?: string): string {
  const kinds = pageKinds(documentation);
  const { openapi = {}, asyncapi = {} } = documentation;
  const { document, isFolded } =
    kind === 'rest' ? shownOpenapi(openapi) : { document: asyncapi, isFolded: false };
  const tabs = kinds.map((one) => {
    const current = one === kind ? ' aria-current="page"' : '';
    return `<a href="${pagePath(one, kinds)}"${current}>${TABS[one]}</a>`;
  });
  const style = kind === 'events' ? '\n<link rel="stylesheet" href="assets/asyncapi.css">' : '';
  return frame({
    title: documentation.title,
    version,
    head: `${style}\n<script src="assets/${kind === 'rest' ? 'redoc' : 'asyncapi'}.js" defer></script>`,
    body: `${kinds.length > 1 ? `<nav id="tabs">${tabs.join('')}</nav>\n` : ''}<main id="content"></main>
<script type="application/json" id="document" data-kind="${kind}"${isFolded ? ' data-folded' : ''}>${jsonInScript(document)}</script>`,
  });
}

/** The page of a server that has had nothing to show yet. */
export function emptyPage(version: string): string {
  return frame({ title: GENERATOR, version, head: '', body: '' });
}

interface Frame {
  readonly title: string;
  readonly version: string | undefined;
  readonly head: string;
  readonly body: string;
}

function frame({ title, version, head, body }: Frame): string {
  const live = version === undefined ? '' : ` data-version="${escapeHtml(version)}"`;
  return `<!DOCTYPE html>
<html lang="en"${live}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="generator" content="${GENERATOR}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/page.css">
<script src="assets/page.js" defer></script>${head}
</head>
<body>
${body}
<section id="mistakes" role="alert" hidden></section>
<noscript>These pages need JavaScript.</noscript>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * JSON that no text in it can end: within a script, `<` begins an end tag or a comment.
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
function jsonInScript(value: JsonObject): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
