/** The operator's rules for targets. */
import { AllowList } from './allow-list.js';

/** Where webhooks may go. */
export interface TargetRules {
  /** Development: http and https to this machine, on any port. */
  readonly allowLoopback: boolean;
  readonly allow: AllowList;
  readonly ports: readonly number[];
  /** Name servers as host:port; empty for the system's resolver. */
  readonly nameServers: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the rules. `refuse` makes the error that is thrown for a setting that cannot be used. */
export function readTargetRules(env: Environment, refuse: (message: string) => Error): TargetRules {
  return {
    allowLoopback: readFlag(env, 'SPECWIRE_WEBHOOK_ALLOW_LOOPBACK', refuse),
    allow: readAllowList(env, refuse),
    ports: readPorts(env, refuse),
    nameServers: readNameServers(env, refuse),
  };
}

function readFlag(env: Environment, name: string, refuse: (message: string) => Error): boolean {
  const text = env[name]?.trim().toLowerCase() ?? '';
  if (['true', '1'].includes(text)) return true;
  if (['false', '0', ''].includes(text)) return false;
  throw refuse(`${name} must be true or false, not '${text}'`);
}

function readList(env: Environment, name: string): readonly string[] {
  return (env[name] ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
}

function readAllowList(env: Environment, refuse: (message: string) => Error): AllowList {
  const name = 'SPECWIRE_WEBHOOK_ALLOW';
  try {
    return new AllowList(readList(env, name));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refuse(
      `${name} must list names and networks such as hooks.corp.example, *.corp.example, 10.20.0.0/16, not '${error.message}'`,
    );
  }
}

function readPorts(env: Environment, refuse: (message: string) => Error): readonly number[] {
  const name = 'SPECWIRE_WEBHOOK_PORTS';
  const ports = readList(env, name).map((entry) => {
    const port = /^\d{1,5}$/.test(entry) ? Number(entry) : 0;
    if (port < 1 || port > 65_535) throw refuse(`${name} must list ports such as 443, 8443, not '${entry}'`);
    return port;
  });
  return ports.length === 0 ? [443, 8443] : ports;
}

function readNameServers(env: Environment, refuse: (message: string) => Error): readonly string[] {
  const name = 'SPECWIRE_WEBHOOK_DNS';
  const servers = readList(env, name);
  for (const server of servers) {
    const isAddress = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(server);
    if (!isAddress) throw refuse(`${name} must list name servers such as 10.0.0.2:53, not '${server}'`);
  }
  return servers;
}
