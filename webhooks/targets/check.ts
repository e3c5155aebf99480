/** The whole check of a target: its URL, then every address of its host. */
import ipaddr from 'ipaddr.js';
import { refuseAddress } from './address.js';
import { type Resolve, ResolveError } from './resolver.js';
import type { TargetRules } from './rules.js';
import { readTargetUrl, refusal, type TargetRefusal, type TargetUrl } from './target-url.js';

/** Checks targets by an operator's rules. */
export class TargetCheck {
  readonly #rules: TargetRules;
  readonly #resolve: Resolve;

  constructor(rules: TargetRules, resolve: Resolve) {
    this.#rules = rules;
    this.#resolve = resolve;
  }

  /** What the URL says; no address is looked up. */
  read(text: string): TargetUrl | TargetRefusal {
    return readTargetUrl(text, this.#rules);
  }

  /**
   * All addresses of the host, if each of them may be sent to: a connection to any of them is as good as checked.
   * Throws a ResolveError if there are none.
   */
  async resolve(target: TargetUrl): Promise<readonly string[] | TargetRefusal> {
    const { host, literal, isNamed } = target;
    const addresses = literal === undefined ? await this.#resolve(host, isNamed) : [literal.toString()];
    for (const text of addresses) {
      const refused = this.#refuse(target, text);
      if (refused !== undefined) return refused;
    }
    return addresses;
  }

  /**
   * Why nothing would be sent to this target now. A name that is not answered for at the moment is let through: it is
   * checked again before each connection.
   */
  async refusalOf(text: string): Promise<TargetRefusal | undefined> {
    const target = this.read(text);
    if (target.kind === 'refused') return target;
    try {
      const resolved = await this.resolve(target);
      return 'kind' in resolved ? resolved : undefined;
    } catch (error) {
      if (!(error instanceof ResolveError)) throw error;
      return error.isFinal ? refusal('unresolvable') : undefined;
    }
  }

  #refuse(target: TargetUrl, text: string): TargetRefusal | undefined {
    // A resolver may add the zone of a link-local address.
    const plain = text.split('%', 1)[0] ?? '';
    if (!ipaddr.isValid(plain)) return refusal('reserved_address');
    const address = ipaddr.parse(plain);
    const isOwn = this.#rules.allowLoopback && address.range() === 'loopback' && isLocal(target.host);
    if (isOwn || target.isNamed || this.#rules.allow.hasAddress(address)) return undefined;
    const reason = refuseAddress(address);
    return reason && refusal(reason);
  }
}

/** Loopback is open to those who say that they mean it; a name that happens to lead there is not. */
function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || ipaddr.isValid(host);
}
