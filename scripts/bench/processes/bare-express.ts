/** Express without anything of ours: the same JSON and headers, and one durable insert. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import { serveCommands } from './commands.js';

const app = express();
app.disable('x-powered-by');

async function listen(_input: null): Promise<string> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Answer {
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** `GET /v1/jobs/:job_id` answers with this; Express itself makes a 304 of it for the right entity tag. */
function answerReads({ headers, body }: Answer): void {
  app.get('/v1/jobs/:job_id', (_request, response) => {
    response.set(headers).json(body);
  });
}

const TABLE = `CREATE TABLE IF NOT EXISTS bare_jobs (
  id text PRIMARY KEY, tenant_id text NOT NULL, type text NOT NULL, status text NOT NULL, input text NOT NULL,
  metadata text NOT NULL, tags text[] NOT NULL, created_at timestamptz NOT NULL)`;

const INSERT = {
  name: 'insert',
  text: `INSERT INTO bare_jobs (id, tenant_id, type, status, input, metadata, tags, created_at)
    VALUES ($1, 'default', $2, 'queued', $3, $4, $5, now())`,
};

/** `POST /v1/jobs` stores one row, and answers with this, under the new id. */
async function storeCreates({ databaseUrl, headers, body }: Answer & { readonly databaseUrl: string }) {
  // As many connections as ours has.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  await pool.query(TABLE);
  app.post('/v1/jobs', express.json(), async (request, response) => {
    const { type, input, metadata = {}, tags = [] } = request.body;
    const id = `job_${randomBytes(16).toString('hex')}`;
    const values = [id, type, JSON.stringify(input), JSON.stringify(metadata), tags];
    await pool.query({ ...INSERT, values });
    response
      .status(202)
      .set(headers)
      .json({ ...(body as object), job_id: id });
  });
}

/** The processor time that this process has had. */
function cpuUsage(_input: null): NodeJS.CpuUsage {
  return process.cpuUsage();
}

const commands = { listen, answerReads, storeCreates, cpuUsage };

/** What it can be told. */
export type BareExpress = typeof commands;

serveCommands(commands);
