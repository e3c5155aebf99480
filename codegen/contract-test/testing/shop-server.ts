/** For tests: a service that keeps the contract of fixtures/shop.yaml, but for one fault. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the service does wrong. */
export type ShopFault =
  | 'undocumented status'
  | 'wrong field'
  | 'missing field'
  | 'no header'
  | 'wrong header'
  | 'wrong content type'
  | 'body that is not JSON'
  | '500 on broken JSON'
  | '500 on everything wrong'
  | 'accepts what is too short'
  | 'accepts unknown fields'
  | 'accepts any limit'
  | 'takes any content type'
  | 'asks nobody for credentials'
  | 'refuses the right credentials'
  | 'refuses with 418'
  | 'problem with another status'
  | 'forgets what it made'
  | 'refuses what is right'
  | '200 for unknown paths'
  | '200 for unknown methods'
  | 'wrong event'
  | 'unknown event'
  | 'event that is not JSON'
  | 'ids twice'
  | 'loses an event on resume'
  | 'begins again on resume'
  | 'changes an event on resume'
  | 'wrong line'
  | 'breaks off'
  | 'says nothing'
  | 'says nothing on create'
  | 'is busy for a second'
  | 'is busy for an hour'
  | 'is always busy';

/** The shop. */
export interface Shop extends AsyncDisposable {
  readonly url: string;
  /** What came, as `GET /books`. */
  readonly requests: readonly string[];
}

/** The key that it takes. */
export const SHOP_KEY = 'shop-key-1234';

interface Book {
  readonly book_id: string;
  readonly title: string;
  readonly genre?: string;
  readonly pages?: number;
}

/** Starts it on a free port. */
export async function startShop(fault?: ShopFault): Promise<Shop> {
  const requests: string[] = [];
  const shop = new ShopService(fault);
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void shop.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class ShopService {
  readonly #fault: ShopFault | undefined;
  readonly #books = new Map<string, Book>();
  readonly #lent = new Set<string>();
  #count = 0;
  #requests = 0;
  #busyUntil = 0;

  constructor(fault: ShopFault | undefined) {
    this.#fault = fault;
  }

  #is(fault: ShopFault): boolean {
    return this.#fault === fault;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://shop');
    const [, first = '', id, action] = url.pathname.split('/');
    const isKnown = ['books', 'events', 'lines'].includes(first);
    if (!isKnown && this.#is('200 for unknown paths')) return json(response, 200, {});
    if (!isKnown) return this.#refuse(response, 404);
    const isIn = request.headers.authorization === `Bearer ${SHOP_KEY}`;
    if (this.#is('refuses the right credentials') || (!isIn && !this.#is('asks nobody for credentials')))
      return this.#refuse(response, 401);
    const busy = this.#busySeconds();
    if (busy !== undefined)
      return json(response, 429, { title: 'Busy', status: 429 }, { 'retry-after': String(busy) });
    const route = `${request.method} ${[first, id && '{id}', action].filter(Boolean).join('/')}`;
    switch (route) {
      case 'GET books':
        return this.#list(url.searchParams.get('limit'), response);
      case 'POST books':
        return this.#add(request, Buffer.concat(chunks).toString(), response);
      case 'GET books/{id}':
        return this.#get(id ?? '', response);
      case 'DELETE books/{id}':
        return this.#remove(id ?? '', response);
      case 'POST books/{id}/lend':
        return this.#lend(id ?? '', response);
      case 'GET events':
        return this.#events(request.headers['last-event-id']?.toString(), response);
      case 'GET lines':
        return this.#lines(response);
      default:
        return this.#is('200 for unknown methods') ? json(response, 200, {}) : this.#refuse(response, 405);
    }
  }

  /** How long it says that it has too many requests; undefined if it has not. */
  #busySeconds(): number | undefined {
    if (this.#is('is always busy')) return 0;
    if (this.#is('is busy for an hour')) return 3600;
    this.#requests += 1;
    if (this.#is('is busy for a second') && this.#requests === 10) this.#busyUntil = performance.now() + 1000;
    return performance.now() < this.#busyUntil ? 1 : undefined;
  }

  #refuse(response: ServerResponse, status: number): unknown {
    const isBad = status === 400 || status === 415;
    if (isBad && this.#is('500 on everything wrong')) return json(response, 500, { stack: 'oh' });
    const sent = isBad && this.#is('refuses with 418') ? 418 : status;
    const said = isBad && this.#is('problem with another status') ? 500 : sent;
    return json(
      response,
      sent,
      { title: 'No', status: said },
      { 'content-type': 'application/problem+json' },
    );
  }

  #list(limit: string | null, response: ServerResponse): unknown {
    const isLimit = limit === null || (/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 100);
    if (!isLimit && !this.#is('accepts any limit')) return this.#refuse(response, 400);
    const total = this.#is('wrong header') ? 'many' : String(this.#books.size);
    return json(response, 200, [...this.#books.values()], { 'x-total': total });
  }

  #add(request: IncomingMessage, text: string, response: ServerResponse): unknown {
    const isJson = request.headers['content-type']?.startsWith('application/json') === true;
    if (!isJson && !this.#is('takes any content type')) return this.#refuse(response, 415);
    let body: Record<string, unknown> = { title: 'of no JSON' };
    try {
      if (isJson) body = JSON.parse(text) as Record<string, unknown>;
    } catch {
      if (this.#is('500 on broken JSON')) return json(response, 500, {});
      return this.#refuse(response, 400);
    }
    if (!this.#isRight(body) || this.#is('refuses what is right')) return this.#refuse(response, 400);
    if (this.#is('says nothing on create')) return undefined;
    this.#count += 1;
    const book = { ...body, book_id: `b${this.#count}` } as unknown as Book;
    this.#books.set(book.book_id, book);
    return json(response, 201, book, this.#is('no header') ? {} : { location: `/books/${book.book_id}` });
  }

  #isRight(body: Record<string, unknown>): boolean {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
    const { title, genre, pages, ...others } = body;
    const least = this.#is('accepts what is too short') ? 0 : 1;
    return (
      typeof title === 'string' &&
      title.length >= least &&
      title.length <= 80 &&
      (genre === undefined || genre === 'novel' || genre === 'poem') &&
      (pages === undefined || (Number.isInteger(pages) && (pages as number) >= 1)) &&
      (Object.keys(others).length === 0 || this.#is('accepts unknown fields'))
    );
  }

  #get(id: string, response: ServerResponse): unknown {
    const book = this.#books.get(id);
    if (book === undefined || this.#is('forgets what it made')) return this.#refuse(response, 404);
    if (this.#is('breaks off')) return response.destroy();
    if (this.#is('says nothing')) return undefined;
    if (this.#is('undocumented status')) return json(response, 203, book);
    if (this.#is('wrong content type')) return json(response, 200, book, { 'content-type': 'text/plain' });
    if (this.#is('body that is not JSON')) return end(response, 200, '{"book_id"', 'application/json');
    if (this.#is('wrong field')) return json(response, 200, { ...book, title: 7 });
    if (this.#is('missing field')) return json(response, 200, { book_id: book.book_id });
    return json(response, 200, book);
  }

  #remove(id: string, response: ServerResponse): unknown {
    if (!this.#books.delete(id)) return this.#refuse(response, 404);
    return response.writeHead(204).end();
  }

  /** A book can be lent once. */
  #lend(id: string, response: ServerResponse): unknown {
    const book = this.#books.get(id);
    if (book === undefined) return this.#refuse(response, 404);
    if (this.#lent.has(id)) return this.#refuse(response, 409);
    this.#lent.add(id);
    return json(response, 200, book);
  }

  #events(lastEventId: string | undefined, response: ServerResponse): unknown {
    const last = this.#is('begins again on resume') ? 0 : Number(lastEventId ?? 0);
    const isResumed = lastEventId !== undefined;
    const numbers = [1, 2, 3, 4, 5, 6].filter((number) => number > last);
    const kept = isResumed && this.#is('loses an event on resume') ? numbers.slice(1) : numbers;
    const frames = kept.map((number) => {
      const sold = isResumed && this.#is('changes an event on resume') ? number + 100 : number;
      const data = number === 3 && this.#is('wrong event') ? { sold: 'three' } : { sold };
      const text = number === 3 && this.#is('event that is not JSON') ? 'sold' : JSON.stringify(data);
      const name = number === 3 && this.#is('unknown event') ? 'theft' : 'sale';
      return `id: ${this.#is('ids twice') ? Math.min(number, 4) : number}\nevent: ${name}\ndata: ${text}\n\n`;
    });
    return end(response, 200, frames.join(''), 'text/event-stream');
  }

  #lines(response: ServerResponse): unknown {
    const second = this.#is('wrong line') ? '{"sold":"two"}' : '{"sold":2}';
    return end(response, 200, `{"sold":1}\n${second}\n`, 'application/jsonl');
  }
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): unknown {
  return response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));
}

function end(response: ServerResponse, status: number, text: string, contentType: string): unknown {
  return response.writeHead(status, { 'content-type': contentType }).end(text);
}
