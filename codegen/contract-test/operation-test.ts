/** All cases of one operation. */
import { upgrades } from '../emit/media-types.js';
import type { JsonValue, Operation } from '../model/contract.js';
import { isSafeMethod, sentMethod } from '../model/methods.js';
import { type CaseName, type RunCase, runCase, skippedCase } from './case.js';
import { documentationOf, type TestContext } from './context.js';
import { missingCredentials } from './credentials.js';
import { acceptOf, hasOtherContent, streamsOf } from './operation-content.js';
import { phaseOf } from './operation-order.js';
import type { CaseResult } from './report.js';
import type { KnownId } from './resources.js';
import { fillPath, prefixOf } from './resources.js';
import type { Documentation } from './response-check.js';
import { testStream } from './stream-test.js';
import { makeRequest, type ValidRequest } from './valid-request.js';
import { judgeValid, judgeWrong, lenient, unproven } from './verdict.js';
import { writeRequest } from './wire.js';
import type { WrongRequest } from './wrong-request.js';
import { anonymousRequest, wrongRequests } from './wrong-requests.js';

/** What came of an operation. */
export interface TestedOperation {
  readonly cases: readonly CaseResult[];
  /** The service is not there any more. */
  readonly isGone: boolean;
  /** A success may be seen once more is known of its resources. */
  readonly isWaiting: boolean;
}

/** So many resources are tried that an action may find in a wrong state. */
const MOST_TRIES = 3;

/** Tests one operation. */
export async function testOperation(context: TestContext, operation: Operation): Promise<TestedOperation> {
  const { contract, service, isSafe } = context;
  const test = new OperationTest(context, operation, await documentationOf(context, operation));
  const whole = (reason: string): TestedOperation => ({
    cases: [skippedCase(test.called('all cases'), reason)],
    isGone: false,
    isWaiting: false,
  });
  if (operation.servers !== undefined)
    return whole(`has servers of its own (${operation.servers.join(', ')}): nothing is sent there`);
  if (isSafe && !isSafeMethod(operation)) return whole('--safe: it may change something');
  if (operation.method === 'trace') return whole('TRACE is not sent');
  await test.run(missingCredentials(contract, operation, service));
  return test;
}

class OperationTest implements TestedOperation {
  readonly cases: CaseResult[] = [];
  isGone = false;
  isWaiting = false;
  readonly #context: TestContext;
  readonly #operation: Operation;
  readonly #documentation: Documentation;
  /** How the right request was answered. */
  #baseline: number | undefined;
  /** The right request was not answered: the others would wait as long. */
  #isSilent = false;

  constructor(context: TestContext, operation: Operation, documentation: Documentation) {
    this.#context = context;
    this.#operation = operation;
    this.#documentation = documentation;
  }

  called(name: string): CaseName {
    const { path, operationId } = this.#operation;
    return { subject: `${sentMethod(this.#operation)} ${path}`, operationId, name };
  }

  async run(missing: string | undefined): Promise<void> {
    const request = this.#make();
    if (typeof request === 'string') {
      this.cases.push(skippedCase(this.called('all cases'), request));
      return;
    }
    // What takes the resource away comes last, or there would be nothing to refuse any more.
    const isLast = this.#phase === 'action' || this.#phase === 'delete';
    if (missing === undefined && !isLast) await this.#right(request);
    const anonymous = anonymousRequest(this.#context.contract, this.#operation, request.parts);
    if (anonymous !== undefined && !this.isGone) await this.#wrong(anonymous);
    if (missing !== undefined) {
      this.cases.push(skippedCase(this.called('all other cases'), missing));
      return;
    }
    if (this.#isSilent) {
      this.cases.push(skippedCase(this.called('refuses what is wrong'), 'the right request is not answered'));
      return;
    }
    for (const wrong of this.#mistakes(request)) if (!this.isGone) await this.#wrong(wrong);
    if (!isLast || this.isGone) return;
    const before = this.cases.length;
    await this.#right(request);
    for (const [index, one] of this.cases.slice(0, before).entries())
      this.cases[index] = unproven(one, this.#baseline);
  }

  get #phase(): ReturnType<typeof phaseOf> {
    return phaseOf(this.#operation, this.#context.contract.operations);
  }

  #make(optional = false, skip = 0): ValidRequest | string {
    const { contract, resources } = this.#context;
    const { validators } = this.#documentation;
    const isSafe = isSafeMethod(this.#operation);
    const idOf = (name: string, before: Readonly<Record<string, unknown>>): KnownId | undefined => {
      const known = resources.idsOf(this.#operation, name, before);
      // What this run has not made is looked at, and never changed.
      const usable = isSafe ? known : known.filter(({ origin }) => origin === 'created');
      return usable[Math.min(skip, usable.length - 1)];
    };
    return makeRequest(this.#operation, { contract, validators, idOf, optional });
  }

  #mistakes(request: ValidRequest): readonly WrongRequest[] {
    if (upgrades(this.#operation)) return [];
    return wrongRequests(
      this.#context.contract,
      this.#operation,
      this.#documentation.validators,
      request.parts,
    );
  }

  /** The cases that are to succeed. */
  async #right(request: ValidRequest): Promise<void> {
    if (upgrades(this.#operation)) {
      this.cases.push(skippedCase(this.called('opens a WebSocket'), 'sockets are not tested here'));
      return;
    }
    const streams = streamsOf(this.#operation);
    if (streams.length === 0 || hasOtherContent(this.#operation)) await this.#answers(request);
    for (const media of streams) {
      if (this.isGone) return;
      const { cases, isGone } = await testStream(
        this.#context,
        this.#documentation,
        media,
        request.parts,
        (name) => this.called(name),
      );
      this.cases.push(...cases);
      this.isGone = isGone;
    }
  }

  async #answers(first: ValidRequest): Promise<void> {
    const name = this.called('answers a valid request');
    let request = await this.#withFreshResource(first);
    let run = await this.#send(name, request);
    for (let attempt = 1; run.answer?.status === 409 && attempt < MOST_TRIES; attempt += 1) {
      const other = this.#make(false, attempt);
      if (typeof other === 'string' || sameParts(other, request)) break;
      request = other;
      run = await this.#send(name, request);
    }
    this.cases.push(run.result);
    this.isGone = run.isGone;
    this.#baseline = run.answer?.status;
    this.#isSilent = run.answer === undefined;
    // What an answer says of a resource is true, whatever else is wrong with it.
    const isSuccess = (run.answer?.status ?? 500) < 300;
    this.isWaiting = run.answer?.status === 404 && run.result.outcome === 'skipped';
    if (isSuccess) this.#learn(request, run);
    const isRepeatable = isSafeMethod(this.#operation) || this.#phase === 'create';
    const more = isSuccess && isRepeatable ? this.#make(true) : request;
    if (typeof more === 'string' || sameParts(more, request)) return;
    const again = await this.#send(this.called('answers with its optional parameters'), more);
    this.isGone = again.isGone;
    this.cases.push(lenient(again.result));
  }

  async #send(name: CaseName, { parts, ...rest }: ValidRequest): Promise<RunCase> {
    const { contract, service } = this.#context;
    const request = await writeRequest(contract, this.#operation, parts, {
      accept: acceptOf(this.#operation),
    });
    return runCase(service, name, { request }, (answer) =>
      judgeValid(this.#documentation, { parts, ...rest }, answer),
    );
  }

  /** Actions get a resource that nothing has happened to yet, if one can be made. */
  async #withFreshResource(request: ValidRequest): Promise<ValidRequest> {
    const name = /\{([^{}]+)\}[^{}]*$/.exec(this.#operation.path)?.[1];
    if (this.#phase !== 'action' || name === undefined) return request;
    const prefix = prefixOf(this.#operation.path, name, request.parts.path ?? {});
    const make = prefix === undefined ? undefined : this.#context.creators.get(prefix);
    if (make === undefined || !(await make())) return request;
    const fresh = this.#make(false, Number.POSITIVE_INFINITY);
    return typeof fresh === 'string' ? request : fresh;
  }

  /** Remembers what a success says of resources. */
  #learn(request: ValidRequest, { answer, json }: RunCase): void {
    if (answer === undefined) return;
    const { resources, creators } = this.#context;
    const record = (head: typeof answer, body: unknown) =>
      resources.record({
        operation: this.#operation,
        parts: request.parts,
        answer: head,
        json: body as JsonValue | undefined,
      });
    if (this.#operation.method === 'delete') {
      const values = Object.values(request.parts.path ?? {}) as readonly unknown[];
      if (this.#operation.path.endsWith('}')) resources.forget(values.at(-1));
      return;
    }
    record(answer, json);
    if (this.#phase !== 'create') return;
    creators.set(fillPath(this.#operation.path, request.parts.path ?? {}), async () => {
      const again = await this.#send(this.called('makes another'), request);
      const isMade = again.answer !== undefined && again.answer.status < 300;
      if (isMade) record(again.answer, again.json);
      return isMade;
    });
  }

  async #wrong(wrong: WrongRequest): Promise<void> {
    const { contract, service, isStrict } = this.#context;
    const { parts, raw, without, name } = wrong;
    const request = await writeRequest(contract, this.#operation, parts, {
      accept: acceptOf(this.#operation),
      ...(raw && { raw }),
    });
    const { result, isGone } = await runCase(
      service,
      this.called(name),
      { request, ...(without && { without }) },
      (answer) => judgeWrong(this.#documentation, wrong, answer, { baseline: this.#baseline, isStrict }),
    );
    this.cases.push(result);
    this.isGone ||= isGone;
  }
}

function sameParts(one: ValidRequest, other: ValidRequest): boolean {
  return JSON.stringify(one.parts) === JSON.stringify(other.parts);
}
