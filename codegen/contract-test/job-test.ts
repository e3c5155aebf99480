/** Job types: the example of each is made a job and followed to its end; job and events say the same. */

import { eventStreamOf, isJson } from '../emit/media-types.js';
import { isJobParameter, isJobStream, JOB_ID, jobCreation } from '../emit/typescript-sdk/job-api.js';
import type { JobType, JsonObject, JsonValue, Operation } from '../model/contract.js';
import { type CaseName, type RunCase, runCase, skippedCase } from './case.js';
import { documentationOf, type TestContext } from './context.js';
import type { CaseResult, Fault } from './report.js';
import type { StreamItem } from './stream-reader.js';
import { testStream } from './stream-test.js';
import { judgeValid } from './verdict.js';
import { type RequestParts, writeRequest } from './wire.js';

/** The operations by which jobs are made and followed. */
interface JobOperations {
  readonly create: Operation;
  readonly typeProperty: string;
  readonly stream: Operation;
  readonly read: Operation;
  readonly cancel: Operation | undefined;
}

/** Jobs may take longer than an answer. */
const TIMES_AS_LONG = 12;

/** Tests all job types of a project. */
export async function testJobTypes(context: TestContext): Promise<readonly CaseResult[]> {
  const { contract, isSafe } = context;
  const operations = jobOperations(context);
  const results: CaseResult[] = [];
  for (const jobType of contract.jobTypes) {
    const name: CaseName = { subject: `job type ${jobType.name}`, name: 'runs its example to its end' };
    const [example] = jobType.examples;
    if (isSafe) results.push(skippedCase(name, '--safe: it makes a job'));
    else if (operations === undefined)
      results.push(skippedCase(name, 'no operations make, stream and read jobs'));
    else if (example === undefined) results.push(skippedCase(name, 'it has no example'));
    else results.push(...(await new JobTest(context, operations, jobType).run(example)));
  }
  return results;
}

function jobOperations({ contract }: TestContext): JobOperations | undefined {
  const { operations } = contract;
  const ofJob = operations.filter(({ parameters }) =>
    parameters.some((one) => isJobParameter(contract, one)),
  );
  const create = operations.find((one) => jobCreation(contract, one) !== undefined);
  const stream = ofJob.find((one) => one.method === 'get' && isJobStream(contract, one));
  const read = ofJob.find(({ method, path }) => method === 'get' && path.endsWith(`{${JOB_ID}}`));
  const cancel = ofJob.find(({ method, path }) => method === 'post' && path.endsWith('/cancel'));
  if (create === undefined || stream === undefined || read === undefined) return undefined;
  const { typeProperty = 'type' } = jobCreation(contract, create) ?? {};
  return { create, typeProperty, stream, read, cancel };
}

/** The `data` of the events that say a job's state, and the job itself, as far as they are compared. */
interface State {
  readonly status?: unknown;
  readonly version?: unknown;
}

class JobTest {
  readonly #context: TestContext;
  readonly #operations: JobOperations;
  readonly #jobType: JobType;
  readonly #results: CaseResult[] = [];

  constructor(context: TestContext, operations: JobOperations, jobType: JobType) {
    this.#context = context;
    this.#operations = operations;
    this.#jobType = jobType;
  }

  async run(example: JsonObject): Promise<readonly CaseResult[]> {
    const { create, typeProperty } = this.#operations;
    const contentType = create.requestBody?.content.find(isJson)?.contentType ?? 'application/json';
    const body = { [typeProperty]: this.#jobType.name, ...example };
    const parts = { path: {}, query: {}, headers: {}, cookies: {}, body, contentType };
    const made = await this.#send('makes a job of its example', create, parts);
    const id = (made.json as JsonObject | undefined)?.[JOB_ID];
    if (made.result.outcome !== 'passed' || made.answer === undefined || typeof id !== 'string')
      return this.#results;
    const { resources } = this.#context;
    resources.record({ operation: create, parts, answer: made.answer, json: made.json as JsonValue });
    const last = await this.#follow({ path: { [JOB_ID]: id } });
    if (last !== undefined) await this.#compare({ path: { [JOB_ID]: id } }, last);
    return this.#results;
  }

  #called(name: string): CaseName {
    return { subject: `job type ${this.#jobType.name}`, name };
  }

  async #send(name: string, operation: Operation, parts: RequestParts): Promise<RunCase> {
    const documentation = await documentationOf(this.#context, operation);
    const request = await writeRequest(this.#context.contract, operation, parts, {
      accept: 'application/json, */*;q=0.5',
    });
    const run = await runCase(this.#context.service, this.#called(name), { request }, (answer) =>
      judgeValid(
        documentation,
        { parts, origins: new Map([[JOB_ID, 'created']]), bodyOrigin: 'example' },
        answer,
      ),
    );
    this.#results.push(run.result);
    return run;
  }

  /** The last event of the job; undefined, and told, if it did not come. */
  async #follow(parts: RequestParts): Promise<StreamItem | undefined> {
    const { stream } = this.#operations;
    const media = eventStreamOf(stream);
    if (media === undefined) return undefined;
    const timeMs = this.#context.service.timeoutMs * TIMES_AS_LONG;
    const isInteractive = this.#jobType.inputs.length > 0;
    // One that waits to be told something is stopped as soon as it runs.
    const isEnough = (items: readonly StreamItem[]) =>
      isTerminal(items.at(-1)) || (isInteractive && items.some(isRunning));
    const documentation = await documentationOf(this.#context, stream);
    const read = async (name: string, enough: typeof isEnough): Promise<readonly StreamItem[]> => {
      const called = (text: string) => this.#called(text.startsWith('streams') ? name : text);
      const reading = { timeMs, isEnough: enough };
      const { cases, items } = await testStream(this.#context, documentation, media, parts, called, reading);
      const [first, ...others] = cases;
      if (first !== undefined) this.#results.push(withFaults(first, eventFaults(items)), ...others);
      return items;
    };
    const items = await read(
      isInteractive ? 'streams its events until it runs' : 'streams its events to its end',
      isEnough,
    );
    const { cancel } = this.#operations;
    const isOpen = isInteractive && cancel !== undefined && items.length > 0 && !isTerminal(items.at(-1));
    if (isOpen) await this.#send('is cancelled', cancel, parts);
    const all = isOpen
      ? await read('streams its events to its end', (list) => isTerminal(list.at(-1)))
      : items;
    const last = all.at(-1);
    if (isTerminal(last)) return last;
    const fault = {
      message: `its stream said nothing of an end within ${timeMs / 1000} s; the last of ${all.length} events is ${last?.event ?? 'none'}`,
    };
    if (all.length > 0)
      this.#results.push({
        ...this.#called('comes to an end'),
        outcome: 'failed',
        faults: [fault],
        milliseconds: 0,
      });
    return undefined;
  }

  /** The job as it is read, held to its last event. */
  async #compare(parts: RequestParts, last: StreamItem): Promise<void> {
    const { result, json } = await this.#send('is as its last event says', this.#operations.read, parts);
    if (result.outcome !== 'passed') return;
    const said = stateOf(last) ?? {};
    const job = (json ?? {}) as State;
    const faults = (['status', 'version'] as const)
      .filter((key) => said[key] !== undefined && said[key] !== job[key])
      .map(
        (key): Fault => ({
          message: `is ${String(job[key])}, and its last event says ${String(said[key])}`,
          pointer: `#/${key}`,
        }),
      );
    this.#results[this.#results.length - 1] = withFaults(result, faults);
  }
}

function withFaults(result: CaseResult, faults: readonly Fault[]): CaseResult {
  if (faults.length === 0 || result.outcome === 'skipped') return result;
  return { ...result, outcome: 'failed', faults: [...result.faults, ...faults] };
}

/** Events say in their data who they are, and are numbered without gaps. */
function eventFaults(items: readonly StreamItem[]): readonly Fault[] {
  let expected: number | undefined;
  return items.flatMap((item, index): readonly Fault[] => {
    const data = parse(item.data);
    const pointer = `event ${index + 1} (${item.event ?? ''})`;
    const named =
      data.type === item.event ? [] : [{ message: `its data says the type ${String(data.type)}`, pointer }];
    const { seq } = data;
    const isGap = typeof seq === 'number' && item.hasOwnId && expected !== undefined && seq !== expected;
    const gap = isGap
      ? [{ message: `has seq ${seq} where ${expected} is next: an event is lost`, pointer }]
      : [];
    if (typeof seq === 'number' && item.hasOwnId) expected = seq + 1;
    return [...named, ...gap];
  });
}

/** States that a job never leaves. */
const TERMINAL: ReadonlySet<unknown> = new Set(['succeeded', 'failed', 'cancelled', 'timed_out', 'expired']);

function isTerminal(item: StreamItem | undefined): boolean {
  return TERMINAL.has(stateOf(item)?.status);
}

function isRunning(item: StreamItem): boolean {
  return stateOf(item)?.status === 'running';
}

function stateOf(item: StreamItem | undefined): State | undefined {
  if (item?.event !== 'job.status') return undefined;
  return parse(item.data).data as State | undefined;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
