/** The part of the check that needs no network: what a target's URL says about itself. */
import ipaddr from 'ipaddr.js';
import type { Address, AddressRefusal } from './address.js';
import { refuseAddress } from './address.js';
import type { TargetRules } from './rules.js';

/** Why a target is refused, in one word. */
export type TargetRefusalReason =
  | AddressRefusal
  | 'malformed'
  | 'scheme'
  | 'credentials'
  | 'fragment'
  | 'port'
  | 'ip_literal'
  | 'zone_id'
  | 'trailing_dot'
  | 'idn'
  | 'localhost'
  | 'unresolvable';

/** A target that nothing is sent to, and why, for its owner. */
export interface TargetRefusal {
  readonly kind: 'refused';
  readonly reason: TargetRefusalReason;
  readonly message: string;
}

/** A target whose URL is in order; its addresses are still to be checked. */
export interface TargetUrl {
  readonly kind: 'target';
  readonly url: URL;
  /** The host as it is looked up: lower case, an IPv6 address without its brackets. */
  readonly host: string;
  /** The host is this address. */
  readonly literal: Address | undefined;
  /** The operator named this host: it may be anywhere. */
  readonly isNamed: boolean;
}

/**
 * Reads a target's URL. It is parsed as WHATWG URL says, as whoever connects does, so that there is no second opinion on
 * what the host is; and the text must say plainly what the parser made of it.
 */
export function readTargetUrl(text: string, rules: TargetRules): TargetUrl | TargetRefusal {
  const authority = authorityOf(text);
  const spelling = refuseSpelling(text, authority);
  if (spelling !== undefined) return spelling;
  if (!URL.canParse(text)) {
    if (authority.includes('[')) return refusal('ip_literal');
    return refusal('malformed');
  }
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = ipaddr.isValid(host) ? ipaddr.parse(host) : undefined;
  const isLoopback = isLoopbackHost(host, literal);
  const isLoopbackAllowed = rules.allowLoopback && isLoopback;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackAllowed)) return refusal('scheme');
  if (authority.includes('@')) return refusal('credentials');
  if (text.includes('#')) return refusal('fragment');
  const isNamed = rules.allow.hasName(host);
  const target: TargetUrl = { kind: 'target', url, host, literal, isNamed };
  if (isLoopbackAllowed) return target;
  return refuseHost(target, authority, rules) ?? target;
}

/** An address is refused for what it is, and a public one for being one: a name is what a certificate is made for. */
function refuseHost(target: TargetUrl, authority: string, rules: TargetRules): TargetRefusal | undefined {
  const { url, host, literal, isNamed } = target;
  if (literal !== undefined) {
    if (rules.allow.hasAddress(literal)) return refusePort(url, rules);
    return refusal('ip_literal', refuseAddress(literal));
  }
  if (host.endsWith('.')) return refusal('trailing_dot');
  if (!/^[!-~]*$/.test(authority)) return refusal('idn');
  if (isLoopbackHost(host, literal) && !isNamed) return refusal('localhost');
  return refusePort(url, rules);
}

function refusePort(url: URL, rules: TargetRules): TargetRefusal | undefined {
  const port = url.port === '' ? 443 : Number(url.port);
  return rules.ports.includes(port) ? undefined : refusal('port');
}

/** What the parser would put right in silence: blanks, backslashes, percent signs in the host. */
function refuseSpelling(text: string, authority: string): TargetRefusal | undefined {
  if (authority.startsWith('[') && authority.includes('%')) return refusal('zone_id');
  if (/[\s\p{Cc}\\]/u.test(text) || authority.includes('%')) return refusal('malformed');
  if (/^https?:/i.test(text) && !/^https?:\/\/[^/]/i.test(text)) return refusal('malformed');
  return undefined;
}

/** What stands between the slashes and the path, as it was written. */
function authorityOf(text: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
}

function isLoopbackHost(host: string, literal: Address | undefined): boolean {
  if (literal !== undefined) return literal.range() === 'loopback';
  return host === 'localhost' || host.endsWith('.localhost');
}

const MESSAGES: Readonly<Record<TargetRefusalReason, string>> = {
  malformed: 'is not a URL such as https://hooks.example.com/path',
  scheme: 'must begin with https://',
  credentials: 'must not hold a user name or a password',
  fragment: 'must not have a fragment',
  port: 'has a port that webhooks are not sent to',
  ip_literal: 'must name its host; an IP address is refused',
  zone_id: 'must name its host; an address with a zone is refused',
  trailing_dot: 'must have a host without a dot at its end',
  idn: 'must have its host in ASCII (xn--…)',
  localhost: 'names this machine',
  unresolvable: 'has a host that does not resolve',
  private_address: 'has a host with a private address',
  loopback_address: 'has a host with a loopback address',
  link_local_address: 'has a host with a link-local address',
  shared_address: 'has a host with an address of a provider’s own network',
  multicast_address: 'has a host with a multicast address',
  metadata_address: 'has a host with the address of a metadata service',
  mapped_address: 'has a host with an IPv4 address in the form of an IPv6 address',
  nat64_address: 'has a host with a NAT64 address',
  transition_address: 'has a host with an address of a tunnel',
  reserved_address: 'has a host with an address that is reserved',
};

/** A refusal; `cause` is the more telling reason, if there is one. */
export function refusal(reason: TargetRefusalReason, cause?: TargetRefusalReason): TargetRefusal {
  return { kind: 'refused', reason: cause ?? reason, message: MESSAGES[reason] };
}
