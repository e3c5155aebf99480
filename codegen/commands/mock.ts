/** `specwire mock`: a server for a document before there is one. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { SPEC_FOLDER } from '../load/spec-files.js';
import { printFindings } from './output.js';
import { EXIT, type Terminal } from './terminal.js';

interface GivenOptions {
  readonly host: string;
  readonly port: string;
  readonly pace: string;
  readonly events: string;
  readonly webhooksTo?: string;
  readonly project: string;
  readonly allowOutside?: boolean;
  readonly allowRemote?: boolean;
}

const HELP = `
What it answers:
  The first success of each operation: the document's example, or a value that its schema takes. \`Prefer: code=404\` asks
  for another status, \`Accept\` for another content type. Requests are checked as the generated server checks them, and
  refused with the place of what is wrong. Any credential is taken where one is asked for. Streams send each kind of event
  in turn. An example that breaks its own schema is told.

Examples:
  $ specwire mock bookshop.yaml
  $ specwire mock --port 8080 --pace 100 --events 1000       the project in this folder, its streams fast and long
  $ specwire mock api.yaml --webhooks-to http://127.0.0.1:3000/hook

Exit codes:
  0   stopped by Ctrl-C
  1   mistakes in the specs; or a port that is taken
  2   the command itself is wrong: an unknown option, no such file
  70  a bug in specwire`;

/** The command, as the command line registers it. */
export default function mockCommand(terminal: Terminal): Command {
  return new Command('mock')
    .argument('[file...]', 'a document; without any, the project')
    .option('--port <number>', 'where it listens; 0 for any that is free', '4010')
    .option('--host <address>', 'on which address', '127.0.0.1')
    .option('--pace <milliseconds>', 'between two events of a stream', '1000')
    .option('--events <number>', 'so many, and a stream ends', '10')
    .option('--webhooks-to <url>', 'send each webhook of the document there once')
    .option('--project <dir>', 'the folder that holds specs/', '.')
    .option('--allow-outside', 'let FILE refer to files outside of its folder')
    .option('--allow-remote', 'let FILE refer to http: and https:')
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: GivenOptions) => runMock(terminal, files, options));
}

async function runMock(terminal: Terminal, files: readonly string[], options: GivenOptions): Promise<void> {
  const { cwd } = terminal;
  const numbers = {
    port: wholeNumber(options.port),
    pace: wholeNumber(options.pace),
    events: wholeNumber(options.events),
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined || (name === 'port' && value > 65_535))
      return terminal.fail(`--${name} takes a whole number.`, EXIT.usage);
  }
  const absent = files.filter((file) => !existsSync(resolve(cwd, file)));
  if (absent.length > 0) return terminal.fail(`there is no file ${absent.join(', ')}.`, EXIT.usage);
  const root = files.length > 0 ? cwd : resolve(cwd, options.project);
  if (files.length === 0 && !existsSync(join(root, SPEC_FOLDER)))
    return terminal.fail(`there is no folder specs/ in ${root}. Name a file or --project.`, EXIT.usage);
  const { webhooksTo } = options;
  if (webhooksTo !== undefined && !/^https?:/.test(webhooksTo))
    return terminal.fail('--webhooks-to takes an http: or https: URL.', EXIT.usage);
  const { readDocument, readProject } = await import('../bundle/index.js');
  const { allowOutside = false, allowRemote = false } = options;
  const paths = files.map((file) => resolve(cwd, file));
  const read = await (files.length > 0
    ? readDocument(paths, { cwd, allowOutside, allowRemote })
    : readProject(root));
  const { contract } = read;
  if (contract === undefined) {
    await printFindings(terminal, 'text', { root, ...read });
    return terminal.exit(EXIT.mistakes);
  }
  const [{ startMock }, { sendWebhooks }] = await Promise.all([
    import('../mock/mock-server.js'),
    import('../mock/send-webhooks.js'),
  ]);
  const { port = 0, pace: milliseconds = 0, events = 0 } = numbers;
  const pace = { milliseconds, events };
  const log = (line: string) => terminal.print(line);
  const mock = await startMock(contract, { host: options.host, port, pace, log });
  terminal.print(`${contract.title} is mocked at ${mock.url}. Ctrl-C ends it.`);
  const stopping = new AbortController();
  const stopped = new Promise<void>((done) => {
    terminal.onStop(() => {
      stopping.abort();
      mock.stop().then(done, done);
    });
  });
  if (webhooksTo !== undefined)
    await sendWebhooks(contract, webhooksTo, { pace, log, signal: stopping.signal });
  await stopped;
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
