/** The real nginx with this project's template, on a free port, without root's paths: for tests. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, tailOf } from './child.js';
import { EngineError } from './engine-error.js';
import { freePort } from './free-port.js';

/** A running nginx. */
export interface Nginx {
  readonly url: string;
  readonly pid: number;
  /** Lines of its access log so far. */
  accessLog(): string;
  stop(): Promise<void>;
}

/** What nginx stands before. */
export interface NginxOptions {
  /** `host:port` of each server. */
  readonly upstreams: readonly string[];
  readonly dataDir: string;
  readonly port?: number;
  /** Requests a second and address; far above what tests send unless given. */
  readonly floodRate?: string;
}

const TEMPLATE = new URL('../../nginx/templates/specwire.conf.template', import.meta.url);
const READY_SECONDS = 10;

/** Fills in the template as the official image does: variables of the environment that are set, and no others. */
function renderTemplate(template: string, variables: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole);
}

function configuration(options: NginxOptions, port: number, accessLog: string): string {
  const servers = options.upstreams.map((upstream) => `server ${upstream} max_fails=0;`).join('\n    ');
  const site = renderTemplate(readFileSync(TEMPLATE, 'utf8'), {
    SPECWIRE_UPSTREAM_SERVERS: servers,
    SPECWIRE_LISTEN: `127.0.0.1:${port}`,
    SPECWIRE_FLOOD_RATE: options.floodRate ?? '10000r/s',
    SPECWIRE_ACCESS_LOG: accessLog,
  });
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temporary = paths.map((name) => `${name}_temp_path ${join(options.dataDir, name)};`).join('\n');
  return `daemon off;
worker_processes 1;
pid ${join(options.dataDir, 'nginx.pid')};
error_log ${join(options.dataDir, 'error.log')} warn;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 4096; }
http {
${temporary}
${site}
}
`;
}

/** Starts nginx; resolves when it answers. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  mkdirSync(options.dataDir, { recursive: true });
  const port = options.port ?? (await freePort());
  const accessLog = join(options.dataDir, 'access.log');
  const config = join(options.dataDir, 'nginx.conf');
  writeFileSync(config, configuration(options, port, accessLog));
  const logFile = join(options.dataDir, 'output.log');
  const child = startChild({ command: 'nginx', args: ['-c', config, '-p', options.dataDir], logFile });
  const url = `http://127.0.0.1:${port}`;
  const end = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer) break;
    if (!child.isRunning() || Date.now() > end) {
      await child.stop('SIGKILL', 1);
      throw new EngineError(
        `nginx could not start: ${tailOf(logFile)} ${tailOf(join(options.dataDir, 'error.log'))}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    pid: child.pid,
    accessLog: () => readFileSync(accessLog, 'utf8'),
    stop: () => child.stop('SIGTERM', 5),
  };
}
