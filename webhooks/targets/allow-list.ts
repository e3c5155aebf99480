/** What an operator allows beside the public internet: in-house receivers, by name or by network. */
import ipaddr from 'ipaddr.js';
import type { Address } from './address.js';

/** Names and networks. */
export class AllowList {
  readonly #names = new Set<string>();
  readonly #suffixes: string[] = [];
  readonly #networks: [Address, number][] = [];

  /** Of entries such as `hooks.corp.example`, `*.corp.example` and `10.20.0.0/16`; throws a RangeError on any other. */
  constructor(entries: readonly string[]) {
    for (const entry of entries) this.#add(entry);
  }

  /** Whether the name may resolve to any address. */
  hasName(name: string): boolean {
    return this.#names.has(name) || this.#suffixes.some((suffix) => name.endsWith(suffix));
  }

  /** Whether the address is in an allowed network of its own family. */
  hasAddress(address: Address): boolean {
    return this.#networks.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
  }

  #add(entry: string): void {
    if (entry.includes('/')) {
      if (!ipaddr.isValidCIDR(entry)) throw new RangeError(entry);
      this.#networks.push(ipaddr.parseCIDR(entry));
      return;
    }
    const name = entry.toLowerCase();
    const isName = /^(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(
      name,
    );
    // An address is a network of one: 10.0.0.1/32.
    if (!isName || /(^|\.)(\d+|0x[0-9a-f]*)$/.test(name)) throw new RangeError(entry);
    if (name.startsWith('*.')) this.#suffixes.push(name.slice(1));
    else this.#names.add(name);
  }
}
