/** Which addresses a webhook may be sent to: those that the whole internet can reach, and no other. */
import ipaddr from 'ipaddr.js';

/** Why an address is refused. */
export type AddressRefusal =
  | 'private_address'
  | 'loopback_address'
  | 'link_local_address'
  | 'shared_address'
  | 'multicast_address'
  | 'metadata_address'
  | 'mapped_address'
  | 'nat64_address'
  | 'transition_address'
  | 'reserved_address';

/** An address as ipaddr.js has it. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where clouds answer every machine with its credentials, whatever the class of the address. */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]);

const REFUSALS: Readonly<Record<string, AddressRefusal>> = {
  private: 'private_address',
  uniqueLocal: 'private_address',
  deprecatedSiteLocal: 'private_address',
  loopback: 'loopback_address',
  linkLocal: 'link_local_address',
  carrierGradeNat: 'shared_address',
  multicast: 'multicast_address',
  ipv4Mapped: 'mapped_address',
  rfc6145: 'mapped_address',
  rfc6052: 'nat64_address',
  '6to4': 'transition_address',
  teredo: 'transition_address',
};

/** The only IPv6 addresses that IANA has given out as global unicast (RFC 4291 section 2.4). */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Why nothing may be sent to this address; undefined for a global unicast one. */
export function refuseAddress(address: Address): AddressRefusal | undefined {
  if (METADATA.has(address.toString())) return 'metadata_address';
  const range = address.range();
  // Classes that are added to the library later are refused as well, until they have a word of their own.
  if (range !== 'unicast') return REFUSALS[range] ?? 'reserved_address';
  const isGlobal = address instanceof ipaddr.IPv4 || address.match(GLOBAL_V6);
  return isGlobal ? undefined : 'reserved_address';
}
