/** A request as a command that sends it again. */
import type { Service, WireRequest } from './service.js';

/** The command, credentials masked. `without` names credentials that were not sent. */
export function curlOf(service: Service, request: WireRequest, without?: ReadonlySet<string>): string {
  const { method, path, body } = request;
  const headers = Object.entries(service.headersOf(request, without)).map(
    // Without a value, curl would leave the header out.
    ([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`,
  );
  const way = method === 'HEAD' ? '--head' : `-X ${method}`;
  const parts = ['curl -sS', way, quoted(service.urlOf(path, without)), ...headers, ...dataOf(body)];
  return service.secrets.mask(parts.join(' '));
}

function dataOf(body: WireRequest['body']): readonly string[] {
  if (body === undefined) return [];
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  return [`--data-raw ${quoted(text)}`];
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
