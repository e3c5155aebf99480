/**
 * Browsers let every page open a WebSocket to any host and only say which page it is (RFC 6455 section 10.2): it is for
 * the server to refuse pages that it does not know.
 */

/** Whether a page of this origin may open sockets; `host` is the request's own, `allowed` the configured origins. */
export function mayOpenFrom(origin: string, host: string | undefined, allowed: readonly string[]): boolean {
  if (allowed.includes('*') || allowed.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  // The scheme's own port is written in neither of the two.
  const own = `${protocol}//${host}`;
  return host !== undefined && URL.canParse(own) && new URL(own).host === originHost;
}
