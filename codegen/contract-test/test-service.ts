/** Contract tests of a running service: every operation of its contract, in an order in which one makes what the next needs. */
import type { PlaceOf } from '../bundle/places.js';
import type { Contract, Operation } from '../model/contract.js';
import { sentMethod } from '../model/methods.js';
import { skippedCase } from './case.js';
import type { TestContext } from './context.js';
import { testJobTypes } from './job-test.js';
import { inTestOrder, phaseOf } from './operation-order.js';
import { type TestedOperation, testOperation } from './operation-test.js';
import { testMethods, testUnknownPath } from './protocol-test.js';
import type { CaseResult, TestReport } from './report.js';
import { Resources } from './resources.js';
import { NoAnswer, Service, type ServiceOptions } from './service.js';
import { makeRequest } from './valid-request.js';
import { loadValidators } from './validators.js';
import { writeRequest } from './wire.js';

/** What is tested, and how. */
export interface TestOptions extends ServiceOptions {
  readonly url: URL;
  readonly placeOf: PlaceOf;
  /** Operations to test; none: all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly isSafe: boolean;
  readonly isStrict: boolean;
  readonly mostEvents: number;
  /** How long to wait until the service is there. */
  readonly waitMs: number;
  /** Hears of the cases of one subject as soon as they are done. */
  readonly onCases: (cases: readonly CaseResult[]) => void;
}

/** Tests a service. What is wrong with it is in the report. */
export async function testService(contract: Contract, options: TestOptions): Promise<TestReport> {
  using service = new Service(options.url, options);
  const absence = await absenceOf(service, options.waitMs);
  if (absence !== undefined) return { cases: [], unreachable: absence };
  await using validators = await loadValidators(contract);
  const { placeOf, isSafe, isStrict, mostEvents } = options;
  const resources = new Resources(contract, (location) => service.pathOf(location));
  const context: TestContext = {
    ...{ contract, service, validators, placeOf, resources, isSafe, isStrict, mostEvents },
    creators: new Map(),
  };
  return await new TestRun(context, options).run();
}

/** Why the service is not there, after a wait; undefined if it is, or nobody waits for it. */
async function absenceOf(service: Service, waitMs: number): Promise<string | undefined> {
  if (waitMs === 0) return undefined;
  try {
    await service.waitUntilThere(waitMs);
    return undefined;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return `${error.message}, after ${waitMs / 1000} s`;
  }
}

const NOT_ASKED_FOR = 'not among --operation';

class TestRun {
  readonly #context: TestContext;
  readonly #options: TestOptions;
  readonly #cases: CaseResult[] = [];
  #isGone = false;

  constructor(context: TestContext, options: TestOptions) {
    this.#context = context;
    this.#options = options;
  }

  async run(): Promise<TestReport> {
    const { result, isGone } = await testUnknownPath(this.#context);
    if (isGone) return { cases: [], unreachable: result.faults[0]?.message ?? 'it does not answer' };
    const isWhole = this.#options.only.length === 0;
    if (isWhole) this.#add([result]);
    if (isWhole) this.#add(await testJobTypes(this.#context));
    await this.#operations();
    if (isWhole && !this.#isGone) await this.#methods();
    return { cases: this.#cases };
  }

  #add(cases: readonly CaseResult[]): void {
    this.#cases.push(...cases);
    // Of a thousand operations that nobody asked for, the end of the report is enough.
    const told = cases.filter(({ reason }) => reason !== NOT_ASKED_FOR);
    if (told.length > 0) this.#options.onCases(told);
  }

  async #operations(): Promise<void> {
    const { operations } = this.#context.contract;
    const waiting = new Map<Operation, TestedOperation>();
    const ordered = inTestOrder(operations);
    const isRemoval = (operation: Operation) => phaseOf(operation, operations) === 'delete';
    for (const operation of ordered.filter((one) => !isRemoval(one))) {
      const tested = await this.#test(operation);
      // An answer yet to come may say what this one needs.
      if (tested.isWaiting) waiting.set(operation, tested);
      else this.#add(tested.cases);
    }
    for (const [operation, before] of waiting) {
      const again = this.#isGone ? before : await this.#test(operation);
      this.#add(again.cases);
    }
    for (const operation of ordered.filter(isRemoval)) this.#add((await this.#test(operation)).cases);
  }

  async #test(operation: Operation): Promise<TestedOperation> {
    const reason = this.#reasonToSkip(operation);
    if (reason === undefined) {
      const tested = await testOperation(this.#context, operation);
      this.#isGone ||= tested.isGone;
      return tested;
    }
    const { path, operationId } = operation;
    const name = { subject: `${sentMethod(operation)} ${path}`, operationId, name: 'all cases' };
    return { cases: [skippedCase(name, reason)], isGone: false, isWaiting: false };
  }

  #reasonToSkip({ operationId }: Operation): string | undefined {
    const { only, skip } = this.#options;
    if (this.#isGone) return 'the service is not there any more';
    if (only.length > 0 && !only.includes(operationId)) return NOT_ASKED_FOR;
    return skip.includes(operationId) ? '--skip' : undefined;
  }

  /** Methods that paths lack, each path filled in as its operation would have it. */
  async #methods(): Promise<void> {
    const paths = new Map<Operation, string>();
    const { contract, validators, resources } = this.#context;
    for (const operation of contract.operations) {
      if (operation.servers !== undefined || this.#options.skip.includes(operation.operationId)) continue;
      const request = makeRequest(operation, {
        contract,
        validators: await validators.of(operation),
        idOf: (name, before) => resources.idsOf(operation, name, before)[0],
        optional: false,
      });
      if (typeof request === 'string') continue;
      const { path } = await writeRequest(contract, operation, { path: request.parts.path });
      paths.set(operation, path);
    }
    this.#add(await testMethods(this.#context, (operation) => paths.get(operation)));
  }
}
