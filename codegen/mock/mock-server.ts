/**
 * A server for any document, before there is one: the generated server itself, whose handlers answer examples. Requests are
 * checked as the real one will check them.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import express, { type Request, type RequestHandler } from 'express';
import { emitDocumentServer } from '../emit/document-server/index.js';
import { emitOperationValidators } from '../emit/validators/operations/index.js';
import type { Contract } from '../model/contract.js';
import { NO_CACHE } from '../model/no-cache.js';
import { isJsonType } from '../model/webhooks.js';
import { sendAnswer, sendProblem } from '../runtime/server/express/answer.js';
import type { ServeOptions } from '../runtime/server/express/serve-options.js';
import { Answers, type Pace } from './answers.js';

/** How a mock is served. */
export interface MockOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly pace: Pace;
  /** Hears of every request, and of answers that break the contract: examples that are wrong. */
  readonly log: (line: string) => void;
}

/** A mock that listens. */
export interface Mock {
  readonly url: string;
  stop(): Promise<void>;
}

interface Question {
  readonly requirements: readonly Readonly<Record<string, unknown>>[];
  readonly credentials: Readonly<Record<string, unknown>>;
}

/** Starts a mock; rejects if the port is taken. */
export async function startMock(contract: Contract, options: MockOptions): Promise<Mock> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-mock-'));
  try {
    const router = await loadRouter(contract, folder, options);
    const app = express().disable('x-powered-by');
    app.use((request, response, next) => {
      const started = performance.now();
      response.once('close', () => {
        const ms = Math.round(performance.now() - started);
        options.log(`${request.method} ${request.originalUrl} ${response.statusCode} ${ms} ms`);
      });
      next();
    });
    // Where its servers say that it is, and at the root.
    for (const base of new Set([...contract.servers.map(basePath), '/'])) app.use(base, router);
    const server = createServer(app);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host, resolve);
    });
    const { port } = server.address() as AddressInfo;
    const stop = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    };
    return { url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`, stop };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function basePath(server: string): string {
  return URL.canParse(server, 'http://localhost') ? new URL(server, 'http://localhost').pathname : '/';
}

interface GeneratedServer {
  readonly createRouter: (handlers: object, options: object) => RequestHandler;
  readonly HttpProblem: new (status: number, detail: string) => Error;
}

interface Fault {
  readonly pointer: string;
  readonly message: string;
}

async function loadRouter(contract: Contract, folder: string, options: MockOptions): Promise<RequestHandler> {
  const files = [...(await emitOperationValidators(contract, NO_CACHE)), ...emitDocumentServer(contract)];
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const out = join(folder, 'mock');
  await build({
    entryPoints: [join(folder, 'server/express.ts')],
    outdir: out,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  });
  const entry = pathToFileURL(join(out, 'express.mjs')).href;
  const { createRouter, HttpProblem } = (await import(entry)) as GeneratedServer;
  const answers = new Answers(contract, options.pace);
  return createRouter(handlersOf(contract, answers, HttpProblem), {
    // Whatever the client shows is taken; where it shows nothing, and must, it is refused.
    authenticate: ({ requirements, credentials }: Question) =>
      requirements.some((one) => Object.keys(one).every((scheme) => credentials[scheme] !== undefined))
        ? { credentials }
        : undefined,
    validateResponses: 'log',
    sendProblem: refusals(contract, answers, options.log),
    onBrokenAnswer: ({ operationId, errors }: { operationId: string; errors: readonly Fault[] }) => {
      for (const { pointer, message } of errors)
        options.log(`${operationId}: the example of its answer breaks the contract: ${pointer} ${message}`);
    },
  });
}

interface HandlerContext {
  readonly request: Request;
}

/**
 * Refuses in the form that the document has for the status. Where that is a form of its own, with no room for the reason, the
 * reason is told here.
 */
function refusals(
  contract: Contract,
  answers: Answers,
  log: MockOptions['log'],
): ServeOptions['sendProblem'] {
  const operations = new Map(contract.operations.map((operation) => [operation.operationId, operation]));
  return (problem, request, response, operationId = '') => {
    const { status, errors, message } = problem;
    const operation = operations.get(operationId);
    const answer = operation && answers.of(operation, { status, choose: jsonOf });
    const { contentType = PROBLEM } = answer ?? {};
    if (
      operation === undefined ||
      answer === undefined ||
      !isJsonType(contentType) ||
      contentType === PROBLEM
    )
      return sendProblem(problem, response);
    const reasons = errors.map((fault) => `${fault.pointer} ${fault.message}`);
    log(`${operationId}: refused with ${status}: ${reasons.length === 0 ? message : reasons.join('; ')}`);
    response.set({ ...problem.headers });
    const { method, path } = operation;
    void sendAnswer({ operationId, method, path, responses: {} }, answer, request, response, PAUSE);
  };
}

/** No stream refuses. */
const PAUSE = { heartbeatMs: Number.POSITIVE_INFINITY };

const PROBLEM = 'application/problem+json';

function jsonOf(types: readonly string[]): string | undefined {
  return types.includes(PROBLEM) ? PROBLEM : types.find(isJsonType);
}

function handlersOf(
  contract: Contract,
  answers: Answers,
  HttpProblem: GeneratedServer['HttpProblem'],
): object {
  const entries = contract.operations.map((operation) => {
    const handle = async (_parts: unknown, { request }: HandlerContext) => {
      const wished = /\bcode=(\d{3})\b/.exec(request.get('prefer') ?? '')?.[1];
      const answer = answers.of(operation, {
        status: wished === undefined ? undefined : Number(wished),
        lastEventId: request.get('last-event-id'),
        choose: (types) => request.accepts([...types]) || undefined,
      });
      if (answer !== undefined) return answer;
      throw new HttpProblem(501, `${operation.operationId} has no answer ${wished ?? ''} in the contract.`);
    };
    return [operation.operationId, handle] as const;
  });
  return Object.fromEntries(entries);
}
