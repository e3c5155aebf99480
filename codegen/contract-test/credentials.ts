/** Whether what is sent with every request is what an operation asks for. */
import type { Contract, Operation, SecurityScheme } from '../model/contract.js';
import type { Service } from './service.js';

/** How to give the credentials that are lacking; undefined if there are enough. */
export function missingCredentials(
  { securitySchemes }: Contract,
  { security }: Operation,
  service: Pick<Service, 'givenHeaders' | 'givenQuery'>,
): string | undefined {
  if (security.length === 0) return undefined;
  const missing = security.map((alternative) =>
    Object.keys(alternative).flatMap((name) => {
      const scheme = securitySchemes.find((one) => one.name === name);
      return scheme === undefined || isShown(scheme, service) ? [] : [howToShow(scheme)];
    }),
  );
  if (missing.some((one) => one.length === 0)) return undefined;
  const [first = []] = missing.toSorted((one, other) => one.length - other.length);
  return `needs credentials: ${first.join(' and ')}`;
}

function isShown(
  scheme: SecurityScheme,
  { givenHeaders, givenQuery }: Pick<Service, 'givenHeaders' | 'givenQuery'>,
): boolean {
  const { type, key } = scheme;
  if (type === 'mutualTLS') return false;
  if (key === undefined) return givenHeaders.has('authorization');
  if (key.in === 'query') return givenQuery.has(key.name.toLowerCase());
  return givenHeaders.has(key.in === 'cookie' ? 'cookie' : key.name.toLowerCase());
}

function howToShow({ name, type, scheme, key }: SecurityScheme): string {
  if (type === 'mutualTLS') return `a client certificate (${name}), which cannot be given here`;
  if (key === undefined) {
    const word = scheme === undefined ? 'Bearer' : `${scheme.charAt(0).toUpperCase()}${scheme.slice(1)}`;
    return `--header 'Authorization: ${word} …'`;
  }
  if (key.in === 'query') return `?${key.name}=… behind URL`;
  return key.in === 'cookie' ? `--header 'Cookie: ${key.name}=…'` : `--header '${key.name}: …'`;
}
