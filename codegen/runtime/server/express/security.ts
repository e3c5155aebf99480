import type { Request } from 'express';
import { HttpProblem } from './http-problem.js';
import type { Route, RouteSecurityScheme, SecurityRequirement } from './route.js';
import { queryOf } from './written-pairs.js';
import { bareObject } from './written-value.js';

/** A user and a password (RFC 7617). */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/** What `authenticate` is asked about a request. */
export interface AuthenticationRequest<Credentials, Requirement = SecurityRequirement> {
  readonly operationId: string;
  /** Alternatives; each names the schemes that it needs together, with their scopes. One that is empty: nobody must be known. */
  readonly requirements: readonly Requirement[];
  /** What the client shows, by scheme: the key or token as it came, unverified. */
  readonly credentials: Credentials;
  readonly request: Request;
}

/** Says who the client is; undefined or null: unknown, and refused with 401 unless nobody must be known. */
export type Authenticate<Identity, Credentials, Requirement = SecurityRequirement> = (
  question: AuthenticationRequest<Credentials, Requirement>,
) => Identity | undefined | null | Promise<Identity | undefined | null>;

/** What the client shows for each of these schemes. */
export function readCredentials(
  schemes: readonly RouteSecurityScheme[],
  request: Request,
): Readonly<Record<string, string | BasicCredentials>> {
  const found = bareObject<string | BasicCredentials>();
  for (const scheme of schemes) {
    const credential = scheme.key ? keyOf(scheme.key, request) : tokenOf(scheme, request);
    if (credential !== undefined) found[scheme.name] = credential;
  }
  return found;
}

function keyOf(
  { in: place, name }: NonNullable<RouteSecurityScheme['key']>,
  request: Request,
): string | undefined {
  switch (place) {
    case 'header': {
      const value = request.headers[name.toLowerCase()];
      return Array.isArray(value) ? value[0] : value;
    }
    case 'query':
      return new URLSearchParams(queryOf(request)).get(name) ?? undefined;
    case 'cookie':
      return (
        new URLSearchParams(
          (request.headers.cookie ?? '').replaceAll('+', '%2B').replaceAll(/; */g, '&'),
        ).get(name) ?? undefined
      );
    default:
      return place satisfies never;
  }
}

/** The part of `Authorization` behind the scheme's name (RFC 9110, section 11.4). */
function tokenOf(
  { type, scheme }: RouteSecurityScheme,
  { headers }: Request,
): string | BasicCredentials | undefined {
  if (type === 'mutualTLS') return undefined;
  const wanted = type === 'http' ? (scheme ?? 'bearer') : 'bearer';
  const [, name = '', token = ''] = /^(\S+) +(.*)$/.exec(headers.authorization ?? '') ?? [];
  if (name.toLowerCase() !== wanted) return undefined;
  if (wanted !== 'basic') return token;
  const [username = '', ...password] = Buffer.from(token, 'base64').toString('utf8').split(':');
  return { username, password: password.join(':') };
}

/** Nobody is known who must be known. */
export function unauthorized(route: Route, schemes: readonly RouteSecurityScheme[]): HttpProblem {
  const names = new Set((route.security ?? []).flatMap((requirement) => Object.keys(requirement)));
  const challenges = schemes.filter(({ name }) => names.has(name)).map(challenge);
  return new HttpProblem(401, undefined, {
    headers: challenges.length > 0 ? { 'www-authenticate': [...new Set(challenges)] } : {},
  });
}

/** How to come in by a scheme (RFC 9110, section 11.6.1). */
function challenge({ name, type, scheme, key }: RouteSecurityScheme): string {
  const realm = `realm=${JSON.stringify(name)}`;
  if (type === 'http' && scheme !== undefined) return `${capital(scheme)} ${realm}`;
  if (key !== undefined)
    return `ApiKey ${realm}, in=${JSON.stringify(key.in)}, name=${JSON.stringify(key.name)}`;
  return type === 'mutualTLS' ? `Mutual ${realm}` : `Bearer ${realm}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
