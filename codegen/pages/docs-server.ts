/** Serves a site from memory: what is no file of it is not there, whatever its path. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { extname } from 'node:path';
import { readAssets, type SiteFile } from './assets.js';
import { CONTENT_SECURITY_POLICY, emptyPage } from './page.js';
import type { Site } from './site.js';

/** Where pages hear of changes; relative to them. */
const CHANGES = '/changes';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

const HEADERS = {
  'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Kept by browsers, and asked for anew by the tag: the libraries do not change.
  'Cache-Control': 'no-cache',
};

interface Served {
  readonly type: string;
  readonly body: Buffer;
  readonly tag: string;
}

/** A server of pages that follow it. */
export class DocsServer {
  readonly #server: Server;
  readonly #host: string;
  readonly #readers = new Set<ServerResponse>();
  #files = new Map<string, Served>();
  #version = '';
  #mistakes: string | null = null;

  private constructor(host: string) {
    this.#host = host;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** Listens; rejects if the port is taken. Port 0 is any that is free. */
  static async start(host: string, port: number): Promise<DocsServer> {
    const docs = new DocsServer(host);
    docs.#serve([{ path: 'index.html', content: emptyPage(docs.#version) }, ...(await readAssets([]))]);
    await new Promise<void>((resolve, reject) => {
      docs.#server.once('error', reject);
      docs.#server.listen(port, host, resolve);
    });
    return docs;
  }

  /** Where it listens, without a slash at the end. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://${isIP(this.#host) === 6 ? `[${this.#host}]` : this.#host}:${port}`;
  }

  /** Serves a site from now on; open pages load it. False if it is what was served before, without mistakes. */
  show({ files, version }: Site): boolean {
    const isNew = version !== this.#version || this.#mistakes !== null;
    if (version !== this.#version) this.#serve(files);
    this.#version = version;
    this.#mistakes = null;
    if (isNew) this.#tellAll();
    return isNew;
  }

  /** Shows mistakes on top of what was served before. False if they are shown already. */
  tell(mistakes: string): boolean {
    const isNew = mistakes !== this.#mistakes;
    this.#mistakes = mistakes;
    if (isNew) this.#tellAll();
    return isNew;
  }

  /** Ends at once, whatever is open. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #serve(files: readonly SiteFile[]): void {
    this.#files = new Map(files.map((file) => [`/${file.path}`, served(file)]));
    const index = this.#files.get('/index.html');
    if (index) this.#files.set('/', index);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { method = 'GET', url = '/' } = request;
    const path = url.replace(/[?#].*$/s, '');
    const file = this.#files.get(path);
    if (!this.#isAddressed(request)) refuse(response, 421, `Open ${this.url} instead.`);
    else if (method !== 'GET' && method !== 'HEAD') refuse(response, 405, 'These pages are only read.');
    else if (path === CHANGES) this.#follow(request, response);
    else if (file !== undefined) send(request, response, file);
    // The page of events is gone when there are none any more.
    else if (path.endsWith('.html')) response.writeHead(302, { Location: './' }).end();
    else refuse(response, 404, 'There is no such page.');
  }

  /**
   * Whether a request means this machine. A page of somebody else can give its own name this address, and would read
   * what is served here.
   */
  #isAddressed({ headers: { host = '' } }: IncomingMessage): boolean {
    if (!/^(localhost|127\.[\d.]+|::1)$/.test(this.#host)) return true;
    return /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/i.test(host);
  }

  #follow({ method }: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    if (method === 'HEAD') {
      response.end();
      return;
    }
    this.#readers.add(response);
    response.once('close', () => this.#readers.delete(response));
    response.write(this.#state());
  }

  #tellAll(): void {
    for (const reader of this.#readers) reader.write(this.#state());
  }

  /** A frame of server-sent events. It tells all, so that a page that was away misses nothing. */
  #state(): string {
    return `retry: 500\ndata: ${JSON.stringify({ version: this.#version, mistakes: this.#mistakes })}\n\n`;
  }
}

function served({ path, content }: SiteFile): Served {
  const body = Buffer.from(content);
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { type: TYPES[extname(path)] ?? 'application/octet-stream', body, tag };
}

function send(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  { type, body, tag }: Served,
): void {
  response.setHeader('ETag', tag);
  if (headers['if-none-match'] === tag) response.writeHead(304).end();
  else {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length });
    response.end(method === 'HEAD' ? undefined : body);
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
