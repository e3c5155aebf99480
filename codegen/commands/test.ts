/** `specwire test`: holds a running service to its contract. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { TestReport } from '../contract-test/report.js';
import { didYouMean } from '../diagnostics.js';
import type { Contract, JsonObject } from '../model/contract.js';
import { isToken } from '../model/http-token.js';
import {
  findSource,
  readPlacedContract,
  type SoundContract,
  type SourceOptions,
  withSource,
} from './contract-source.js';
import { EXIT, type Terminal } from './terminal.js';

interface GivenOptions extends SourceOptions {
  readonly header: readonly string[];
  readonly operation: readonly string[];
  readonly skip: readonly string[];
  readonly safe?: boolean;
  readonly strict?: boolean;
  readonly timeout: string;
  readonly wait: string;
  readonly events: string;
  readonly json?: boolean;
  readonly junit?: string;
}

const HELP = `
What it tests:
  each operation    a right request, made of what earlier answers said (ids, Location, links), else of the document's
                    examples, else of its schemas: status, content type, headers and body are as documented
  wrong requests    missing, mistyped and out of range parameters and fields, broken JSON, another content type, no
                    credentials: refused with a documented 4xx, never accepted, never 5xx
  streams           each event by its schema; after Last-Event-ID the stream goes on where it was
  job types         the example of each is followed to its end; job and events agree
  all the rest      404 to unknown paths, 405 to unknown methods
  URL stands for the document's server: paths are put behind it. The same requests are sent in each run.

What it changes:
  What this run has made is changed and deleted, and what the examples of the document name; what it finds in lists is
  only read. --safe sends nothing that changes anything.

Examples:
  $ specwire test http://127.0.0.1:8080/v1 bookshop.yaml
  $ specwire test http://127.0.0.1:3000 --header 'Authorization: Bearer …'     the project in this folder
  $ specwire test https://api.example.com api.yaml --safe --junit report.xml
  $ specwire test http://127.0.0.1:8080 api.yaml --operation getBook --operation listBooks
  $ npm start & npx specwire test http://127.0.0.1:8080 --wait 90 --header "Authorization: Bearer $KEY"       in CI

Exit codes:
  0   all holds
  1   something does not; the service cannot be reached; or mistakes in the specs
  2   the command itself is wrong: an unknown option or operation, no such file
  70  a bug in specwire`;

const collect = (value: string, list: readonly string[]): readonly string[] => [...list, value];

/** The command, as the command line registers it. */
export default function testCommand(terminal: Terminal): Command {
  const command = new Command('test').argument('<url>', 'where the service is');
  return withSource(command)
    .option('--header <header>', 'send it with each request: `Name: value`; may be given again', collect, [])
    .option('--operation <id>', 'test this one alone; may be given again', collect, [])
    .option('--skip <id>', 'do not test this one; may be given again', collect, [])
    .option('--safe', 'send only what changes nothing: GET, HEAD, OPTIONS, QUERY')
    .option('--strict', "a refusal that the document does not list is a failure, HTTP's own too")
    .option('--timeout <seconds>', 'for one answer, and for the beginning of a stream', '10')
    .option('--wait <seconds>', 'until the service answers, before the first test', '0')
    .option('--events <number>', 'so many of a stream are read', '20')
    .option('--json', 'tell it to a program')
    .option('--junit <file>', 'write a report for CI')
    .addHelpText('after', HELP)
    .action((url: string, files: readonly string[], options: GivenOptions) =>
      runTest(terminal, url, files, options),
    );
}

async function runTest(
  terminal: Terminal,
  given: string,
  files: readonly string[],
  options: GivenOptions,
): Promise<void> {
  const wrong = (message: string): void => terminal.fail(message, EXIT.usage);
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    return wrong(`${given} is no http: or https: URL.`);
  const url = new URL(given);
  if (url.username !== '' || url.password !== '')
    return wrong("URL holds credentials: give them as --header 'Authorization: Basic …'.");
  const headers = options.header.map(parseHeader);
  const bad = options.header.find((_, index) => headers[index] === undefined);
  if (bad !== undefined) return wrong(`--header takes \`Name: value\`, not ${JSON.stringify(bad)}.`);
  const [timeout, wait, mostEvents] = [Number(options.timeout), Number(options.wait), Number(options.events)];
  if (!(timeout > 0 && timeout <= 3600)) return wrong('--timeout takes seconds, 3600 at most.');
  if (!(wait >= 0 && wait <= 3600)) return wrong('--wait takes seconds, 3600 at most.');
  if (!Number.isInteger(mostEvents) || mostEvents < 2) return wrong('--events takes a whole number from 2.');
  const source = findSource(terminal, files, options);
  const read = source && (await readPlacedContract(terminal, source, options));
  if (read === undefined) return;
  const unknown = unknownOperation(read.contract, [...options.operation, ...options.skip]);
  if (unknown !== undefined) return wrong(unknown);
  const numbers = { timeoutMs: timeout * 1000, waitMs: wait * 1000, mostEvents };
  const report = await test(
    terminal,
    read,
    { url, headers: headers.filter((one) => one !== undefined), ...numbers },
    options,
  );
  if (report.unreachable !== undefined)
    return terminal.fail(`${url.href} cannot be reached: ${report.unreachable}.`);
  if (options.junit !== undefined) {
    const { junitXml } = await import('../contract-test/junit.js');
    await writeFile(resolve(terminal.cwd, options.junit), junitXml(report.cases));
  }
  if (report.cases.some(({ outcome }) => outcome === 'failed')) terminal.exit(EXIT.mistakes);
}

interface Target {
  readonly url: URL;
  readonly headers: readonly (readonly [string, string])[];
  readonly timeoutMs: number;
  readonly waitMs: number;
  readonly mostEvents: number;
}

async function test(
  terminal: Terminal,
  { contract, placeOf }: SoundContract,
  target: Target,
  options: GivenOptions,
): Promise<TestReport> {
  const [{ testService }, { casesText, closingText }, { countOutcomes }] = await Promise.all([
    import('../contract-test/test-service.js'),
    import('../contract-test/text-report.js'),
    import('../contract-test/report.js'),
  ]);
  const isForPeople = options.json !== true;
  const report = await testService(contract, {
    ...target,
    placeOf,
    only: options.operation,
    skip: options.skip,
    isSafe: options.safe === true,
    isStrict: options.strict === true,
    onPause: (milliseconds) =>
      terminal.complain(`waiting ${Math.ceil(milliseconds / 1000)} s: it answers 429, too many requests`),
    onCases: (cases) => {
      if (isForPeople && cases.length > 0) terminal.print(casesText(cases, terminal.palette));
    },
  });
  if (report.unreachable !== undefined) return report;
  if (isForPeople) terminal.print(closingText(report.cases, terminal.palette));
  else {
    const counts = countOutcomes(report.cases);
    const facts = { ok: counts.failed === 0, ...counts, cases: report.cases as unknown as JsonObject[] };
    terminal.print(JSON.stringify(facts, null, 2));
  }
  return report;
}

function parseHeader(text: string): readonly [string, string] | undefined {
  const [, name = '', value = ''] = /^([^:]*):\s*(.*?)\s*$/.exec(text) ?? [];
  return !isToken(name) || /[\r\n\0]/.test(value) ? undefined : [name, value];
}

function unknownOperation({ operations }: Contract, ids: readonly string[]): string | undefined {
  const known = operations.map(({ operationId }) => operationId);
  const absent = ids.find((id) => !known.includes(id));
  if (absent === undefined) return undefined;
  const near = didYouMean(absent, known);
  return `there is no operation ${absent}.${near === undefined ? '' : ` Did you mean ${near}?`}`;
}
