/** From a name to all its addresses. */
import { promises as dns, type LookupAddress } from 'node:dns';

/** Finds all addresses of a name; throws a ResolveError. `isNamed`: the operator named it. */
export type Resolve = (name: string, isNamed: boolean) => Promise<readonly string[]>;

/** A name that could not be resolved. */
export class ResolveError extends Error {
  override readonly name = 'ResolveError';
  /** The name servers say that there is none; otherwise they said nothing, and may do so later. */
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean, cause?: unknown) {
    super(message, { cause });
    this.isFinal = isFinal;
  }
}

const TIMEOUT_MS = 2000;
const TRIES = 2;
/** Of the system's resolver, which has a patience of its own. */
const PATIENCE_MS = 5000;

const NO_SUCH_NAME: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

/**
 * Resolves with these name servers (`host:port`), or with the system's if there are none. Only names of the operator's go
 * through the system's own look-up, which knows `/etc/hosts` and the like: it holds one of the process's few threads until
 * it is answered, and a stranger's name server may take its time.
 */
export function createResolver(nameServers: readonly string[]): Resolve {
  return async function resolve(name, isNamed) {
    // RFC 6761 section 6.3: no name server is asked for it.
    if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const isSystems = isNamed && nameServers.length === 0;
    const addresses = await (isSystems ? systemLookup(name) : askServers(name, nameServers));
    if (addresses.length === 0) throw new ResolveError(`${name} has no address`, true);
    return addresses;
  };
}

async function systemLookup(name: string): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const late = () => reject(new ResolveError(`${name} was not resolved in time`, false));
    timer = setTimeout(late, PATIENCE_MS);
  });
  try {
    const found: LookupAddress[] = await Promise.race([dns.lookup(name, { all: true }), timeout]);
    return found.map(({ address }) => address);
  } catch (error) {
    throw error instanceof ResolveError ? error : toResolveError(name, error);
  } finally {
    clearTimeout(timer);
  }
}

async function askServers(name: string, nameServers: readonly string[]): Promise<readonly string[]> {
  // A new one each time: it reads what the system says of its name servers only once.
  const resolver = new dns.Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (nameServers.length > 0) resolver.setServers(nameServers);
  // A name may have addresses of one family only; but one that was not answered may hide what must be refused.
  const answers = await Promise.all([
    resolver.resolve4(name).catch((error: unknown) => noneOrThrow(name, error)),
    resolver.resolve6(name).catch((error: unknown) => noneOrThrow(name, error)),
  ]);
  return answers.flat();
}

function noneOrThrow(name: string, error: unknown): readonly string[] {
  const failure = toResolveError(name, error);
  if (failure.isFinal) return [];
  throw failure;
}

function toResolveError(name: string, error: unknown): ResolveError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return new ResolveError(`${name} was not resolved (${String(code)})`, NO_SUCH_NAME.has(code), error);
}
