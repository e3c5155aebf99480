import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { contract } from '../../generated/server/index.js';
import type { RequestContext } from './context.js';
import { ContractValidator } from './contract-validator.js';
import { findOperation } from './operation-document.js';
import { ProblemError } from './problem-error.js';
import { RequestCheck } from './request-check.js';

const { openapi } = contract.documents;
const operations = contract.routes.map((route) => findOperation(openapi, route));
const validator = new ContractValidator(openapi, operations);

interface Given {
  readonly url?: string;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

function run(operationId: string, given: Given) {
  const operation = operations.find((one) => one.operationId === operationId);
  if (operation === undefined) throw new Error(operationId);
  const check = new RequestCheck(operation, validator, contract.validators.requests[operationId]?.body);
  const request = {
    headers: { host: 'test', ...given.headers },
    params: { job_id: 'job_x' },
    originalUrl: given.url ?? `/?${new URLSearchParams(given.query as Record<string, string>)}`,
    query: given.query ?? {},
    body: given.body,
  } as unknown as Request;
  const context = { header: (name: string) => given.headers?.[name] } as RequestContext;
  return check.run(request, context);
}

async function faults(operationId: string, given: Given): Promise<string[]> {
  const error = await Promise.resolve()
    .then(() => run(operationId, given))
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  if (!(error instanceof ProblemError)) throw error ?? new Error('nothing was wrong');
  expect(error.code).toBe('invalid_request');
  return (error.details.errors ?? []).map((one) => `${one.in} ${one.pointer} ${one.rule}`);
}

const INPUT = { text: 'x' };

describe('RequestCheck', () => {
  it('gives parameters their types and defaults', async () => {
    expect((await run('listJobs', { query: { limit: '7', tag: 'a:b c' } })).query).toEqual({
      limit: 7,
      tag: 'a:b c',
    });
    expect((await run('listJobs', {})).query).toEqual({ limit: 20 });
  });

  it('names headers as the contract does', async () => {
    const { headers } = await run('getJob', { headers: { 'if-none-match': '"1"', 'user-agent': 'x' } });
    expect(headers).toEqual({ 'If-None-Match': '"1"' });
  });

  it('leaves a body as it was sent, for every job type', async () => {
    for (const [type, spec] of Object.entries(contract.jobTypes)) {
      for (const { input } of spec.examples) {
        const body = { type, input };
        const before = structuredClone(body);
        expect((await run('createJob', { body })).body).toBe(body);
        expect(body).toEqual(before);
      }
    }
  });

  it('takes any Content-Type for the one that was checked before, and keeps nothing of it', async () => {
    const headers = { 'content-type': 'application/json; x=1' };
    await run('createJob', { body: { type: 'text.count_tokens', input: INPUT }, headers });
    await run('getJob', { headers: { 'content-type': 'x/y' } });
  });

  const refused: readonly [operationId: string, given: Given, wanted: readonly string[]][] = [
    ['getJob', { query: { a: '1', b: '2' } }, ['query a unknown', 'query b unknown']],
    [
      'listJobs',
      { query: { limit: '0', status: 'x', oops: '1', tag: '' } },
      ['query oops unknown', 'query tag minLength', 'query limit minimum', 'query status enum'],
    ],
    ['listJobs', { query: { limit: ['1', '2'] } }, ['query limit type']],
    ['listJobs', { query: { created_after: '2026-13-01T00:00:00Z' } }, ['query created_after format']],
    ['createJob', {}, ['body # required']],
    ['createJob', { body: null }, ['body # type']],
    ['createJob', { body: 'text' }, ['body # type']],
    ['createJob', { body: [] }, ['body # type']],
    ['listJobs', { query: { limit: '0x10' } }, ['query limit type']],
    ['listJobs', { query: { limit: ' 5' } }, ['query limit type']],
    [
      'listJobs',
      { url: '/?tag=%ff&tag=a&limit=1', query: { tag: '\ufffd', limit: '1' } },
      ['query tag encoding'],
    ],
    ['createJob', { body: { type: 'nope', input: {} } }, ['body #/type discriminator']],
    [
      'createJob',
      { body: { type: 'nope', input: {}, tags: 'a', zzz: 1 } },
      ['body #/tags type', 'body #/type discriminator', 'body #/zzz additionalProperties'],
    ],
    ['createJob', { body: { input: {}, tags: 'a' } }, ['body #/tags type', 'body #/type required']],
    [
      'createJob',
      { body: { type: 'text.count_tokens', input: { text: 5 }, timeout_seconds: 99_999 } },
      ['body #/input/text type', 'body #/timeout_seconds maximum'],
    ],
    [
      'createJob',
      { body: { type: 'text.count_tokens', input: INPUT, metadata: { ['k'.repeat(65)]: '', 'a/b': 1 } } },
      [`body #/metadata/${'k'.repeat(65)} maxLength`, 'body #/metadata/a~1b type'],
    ],
    // A list that is too long is not looked into: each tag would be compared with each other.
    [
      'createJob',
      { body: { type: 'text.count_tokens', input: INPUT, tags: Array(200_000).fill('') } },
      ['body #/tags maxItems'],
    ],
    [
      'createJob',
      { body: { type: 'documents.summarize', input: { documents: Array(500_000).fill({}) } } },
      ['body #/input/documents maxItems'],
    ],
    [
      'createJob',
      { body: { type: 'text.count_tokens', input: { text: 7, x: 1 }, y: 1 }, query: { z: '1' } },
      [
        'body #/input/text type',
        'body #/input/x additionalProperties',
        'body #/y additionalProperties',
        'query z unknown',
      ],
    ],
  ];
  it.each(refused)('%s %j', async (operationId, given, wanted) => {
    expect((await faults(operationId, given)).toSorted()).toEqual([...wanted].toSorted());
  });

  it('takes what comes where the contract knows no 400', async () => {
    const open = operations.filter((operation) => !operation.refusesInvalid);
    for (const { operationId } of open) await run(operationId, { query: { cache_buster: '1' } });
  });
});
