import type { OperationSpec } from './operation.js';

/** What a client shows, or a function that gives what to show now; it is called for each connection. */
export type Credential<Value = string> = Value | (() => Value | undefined | Promise<Value | undefined>);

/** Of HTTP's Basic authentication. */
export interface UserAndPassword {
  readonly username: string;
  readonly password: string;
}

/** How a security scheme shows a credential: as a value of its own, or behind its name in `Authorization`. */
export type SecuritySpec =
  | { readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  | { readonly http: string };

/** What goes along with a request. */
export interface ShownCredentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
}

type Credentials = Readonly<Record<string, Credential<string | UserAndPassword> | undefined>>;

/**
 * The credentials of the first alternative all of whose schemes have one; none if there is no such alternative, which the
 * service will say.
 */
export async function showCredentials(
  { security = [] }: OperationSpec,
  schemes: Readonly<Record<string, SecuritySpec>>,
  credentials: Credentials,
): Promise<ShownCredentials> {
  for (const names of security.filter((alternative) => alternative.length > 0)) {
    const values = await Promise.all(names.map((name) => toShow(credentials[name])));
    const shown = names.map((name, at) => [schemes[name], values[at]] as const);
    if (shown.every(([scheme, value]) => scheme !== undefined && value !== undefined)) return show(shown);
  }
  return { headers: {}, query: {}, cookies: {} };
}

async function toShow(credential: Credentials[string]): Promise<string | UserAndPassword | undefined> {
  return typeof credential === 'function' ? await credential() : credential;
}

function show(
  shown: readonly (readonly [SecuritySpec | undefined, string | UserAndPassword | undefined])[],
): ShownCredentials {
  const places = { header: {}, query: {}, cookie: {} };
  for (const [scheme, value] of shown) {
    if (scheme === undefined || value === undefined) continue;
    const text = typeof value === 'string' ? value : base64(`${value.username}:${value.password}`);
    if ('http' in scheme) Object.assign(places.header, { Authorization: `${scheme.http} ${text}` });
    else Object.assign(places[scheme.in], { [scheme.name]: text });
  }
  return { headers: places.header, query: places.query, cookies: places.cookie };
}

/** Of the text in UTF-8 (RFC 7617, section 2.1). */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
