/** The tests' HTTP client: supertest, with every response held to the contract. */
import request, { type Response } from 'supertest';
import { type Contract, contract as ownContract } from './contract.js';
import {
  type OpenStream,
  openStream,
  readStream,
  type StreamOptions,
  type WireEvent,
} from './event-stream.js';

/** A Job as it stands on the wire. */
export interface WireJob {
  readonly job_id: string;
  readonly type: string;
  readonly status: string;
  readonly attempt: number;
  readonly version: number;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly retryable: boolean };
  readonly links: Record<string, string>;
  readonly [field: string]: unknown;
}

/** What a request may carry beside its body. */
export interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string | number>;
  readonly body?: unknown;
  /** Sent as it is, with this content type, instead of `body`. */
  readonly raw?: { readonly text: string | Buffer; readonly contentType: string };
  /** `null` sends no key. */
  readonly apiKey?: string | null;
}

const TERMINAL = new Set(['succeeded', 'failed', 'cancelled', 'timed_out', 'expired']);

/** A client of one server (or of the proxy before several), with one API key. */
export class Client {
  readonly url: string;
  readonly apiKey: string;
  readonly contract: Contract;

  /** What it reads is held to this project's contract unless another is given. */
  constructor(url: string, apiKey: string, contract = ownContract) {
    this.url = url;
    this.apiKey = apiKey;
    this.contract = contract;
  }

  /** The same server with another key. */
  as(apiKey: string): Client {
    return new Client(this.url, apiKey, this.contract);
  }

  /** The same key at another server. */
  at(url: string): Client {
    return new Client(url, this.apiKey, this.contract);
  }

  /** Sends a request and throws unless the contract documents the answer. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const verb = method.toLowerCase() as 'get' | 'post' | 'delete' | 'put' | 'patch' | 'options' | 'head';
    let pending = request(this.url)
      [verb](path)
      .query(options.query ?? {});
    const apiKey = options.apiKey === undefined ? this.apiKey : options.apiKey;
    if (apiKey !== null) pending = pending.set('Authorization', `Bearer ${apiKey}`);
    if (options.headers) pending = pending.set(options.headers);
    if (options.raw) pending = pending.set('Content-Type', options.raw.contentType).send(options.raw.text);
    else if (options.body !== undefined) pending = pending.send(options.body as object);
    const response = await pending.redirects(0).ok(() => true);
    this.contract.checkResponse(method, path.split('?')[0] ?? path, {
      status: response.status,
      headers: response.headers as Record<string, string>,
      body: bodyOf(response),
    });
    return response;
  }

  get(path: string, options?: RequestOptions): Promise<Response> {
    return this.request('GET', path, options);
  }

  post(path: string, options?: RequestOptions): Promise<Response> {
    return this.request('POST', path, options);
  }

  delete(path: string, options?: RequestOptions): Promise<Response> {
    return this.request('DELETE', path, options);
  }

  /** Creates a job and expects it accepted. */
  async create(body: { type: string; input: unknown; [field: string]: unknown }, options?: RequestOptions) {
    const response = await this.post('/v1/jobs', { ...options, body });
    if (response.status !== 202 && response.status !== 200) {
      throw new Error(`create answered ${response.status}: ${JSON.stringify(response.body)}`);
    }
    return response.body as WireJob;
  }

  async job(jobId: string): Promise<WireJob> {
    const response = await this.get(`/v1/jobs/${jobId}`);
    if (response.status !== 200) throw new Error(`${jobId}: ${response.status}`);
    return response.body as WireJob;
  }

  /** The job once it is terminal; read from its stream, so nothing is polled. */
  async finished(jobId: string): Promise<WireJob> {
    await this.events(jobId);
    const job = await this.job(jobId);
    if (!TERMINAL.has(job.status)) throw new Error(`stream of ${jobId} ended while it is ${job.status}`);
    return job;
  }

  /** The whole stream of a job, to its end. */
  events(jobId: string, options: StreamOptions = {}): Promise<readonly WireEvent[]> {
    return readStream(`${this.url}/v1/jobs/${jobId}/events`, {
      apiKey: this.apiKey,
      contract: this.contract,
      ...options,
    });
  }

  /** The open stream of a job. */
  stream(jobId: string, options: StreamOptions = {}): Promise<OpenStream> {
    return openStream(`${this.url}/v1/jobs/${jobId}/events`, {
      apiKey: this.apiKey,
      contract: this.contract,
      ...options,
    });
  }
}

function bodyOf(response: Response): unknown {
  if (response.text === undefined || response.text === '') return undefined;
  const type = response.headers['content-type'] ?? '';
  return /[/+]json\b/.test(type) ? JSON.parse(response.text) : response.text;
}

/** Waits until a condition holds; throws with its last answer after `seconds`. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
