/** What no operation documents: paths and methods that the contract lacks. */
import type { Operation } from '../model/contract.js';
import { type CaseName, runCase, skippedCase } from './case.js';
import type { TestContext } from './context.js';
import type { CaseResult } from './report.js';
import type { Verdict } from './verdict.js';

const UNKNOWN_PATH = '/no-such-path-in-the-contract';

/** A path that the contract lacks is answered with 404. */
export async function testUnknownPath(
  context: TestContext,
): Promise<{ readonly result: CaseResult; readonly isGone: boolean }> {
  const name = { subject: `GET ${UNKNOWN_PATH}`, name: 'answers 404 to a path that the contract lacks' };
  const { result, isGone } = await runCase(
    context.service,
    name,
    { request: { method: 'GET', path: UNKNOWN_PATH, headers: {} } },
    ({ status }) => expected(context, status, [404]),
  );
  return { result, isGone };
}

/** The harmless first: of what a service does with a method that nobody documents, nothing is known. */
const METHODS = ['get', 'patch', 'put', 'post', 'delete'] as const;

/** For each path, a method that it lacks is answered with 405, or 404. */
export async function testMethods(
  context: TestContext,
  pathOf: (operation: Operation) => string | undefined,
): Promise<readonly CaseResult[]> {
  const { contract, service, isSafe } = context;
  const results: CaseResult[] = [];
  const firsts = contract.operations.filter(
    (one, index) => contract.operations.findIndex(({ path }) => path === one.path) === index,
  );
  for (const operation of firsts) {
    const path = pathOf(operation);
    if (path === undefined) continue;
    const taken = contract.operations
      .filter((one) => matches(one.path, path))
      .map(({ method }) => method as string);
    const method = METHODS.find((one) => !taken.includes(one));
    if (method === undefined) continue;
    const name: CaseName = {
      subject: operation.path,
      name: `answers 405 to ${method.toUpperCase()}, which the contract lacks here`,
    };
    if (isSafe && method !== 'get') {
      results.push(skippedCase(name, '--safe: it may change something'));
      continue;
    }
    const request = { method: method.toUpperCase(), path, headers: {} };
    const { result, isGone } = await runCase(service, name, { request }, ({ status }) =>
      expected(context, status, [405, 404]),
    );
    results.push(result);
    if (isGone) break;
  }
  return results;
}

function expected({ contract, service }: TestContext, status: number, wanted: readonly number[]): Verdict {
  // Whoever shows nothing may be told nothing, not even what there is.
  const isUnknown =
    contract.securitySchemes.length > 0 && service.givenHeaders.size + service.givenQuery.size === 0;
  if (wanted.includes(status)) return { outcome: 'passed', faults: [] };
  if ((status === 401 || status === 403) && contract.securitySchemes.length > 0) {
    if (isUnknown)
      return {
        outcome: 'passed',
        faults: [],
        remark: `${status} to who shows no credentials, whatever the path`,
      };
  }
  return {
    outcome: 'failed',
    faults: [{ message: `answers ${status}; ${wanted.join(' or ')} says that there is nothing` }],
  };
}

/** Whether a filled-in path may be one of a template. */
function matches(template: string, path: string): boolean {
  const [bare = ''] = path.split('?');
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = template
    .split(/\{[^{}]+\}/)
    .map(literal)
    .join('[^/]+');
  return new RegExp(`^${pattern}$`).test(bare);
}
