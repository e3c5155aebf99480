/** `specwire mock`: a server for a document before there is one. */
import { Command } from 'commander';
import { findSource, readContract, type SourceOptions, withSource } from './contract-source.js';
import { EXIT, type Terminal } from './terminal.js';

interface GivenOptions extends SourceOptions {
  readonly host: string;
  readonly port: string;
  readonly pace: string;
  readonly events: string;
  readonly webhooksTo?: string;
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
  return withSource(new Command('mock'))
    .option('--port <number>', 'where it listens; 0 for any that is free', '4010')
    .option('--host <address>', 'on which address', '127.0.0.1')
    .option('--pace <milliseconds>', 'between two events of a stream', '1000')
    .option('--events <number>', 'so many, and a stream ends', '10')
    .option('--webhooks-to <url>', 'send each webhook of the document there once')
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: GivenOptions) => runMock(terminal, files, options));
}

async function runMock(terminal: Terminal, files: readonly string[], options: GivenOptions): Promise<void> {
  const numbers = {
    port: wholeNumber(options.port),
    pace: wholeNumber(options.pace),
    events: wholeNumber(options.events),
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined || (name === 'port' && value > 65_535))
      return terminal.fail(`--${name} takes a whole number.`, EXIT.usage);
  }
  const { webhooksTo } = options;
  if (webhooksTo !== undefined && !/^https?:/.test(webhooksTo))
    return terminal.fail('--webhooks-to takes an http: or https: URL.', EXIT.usage);
  const source = findSource(terminal, files, options);
  const contract = source && (await readContract(terminal, source, options));
  if (contract === undefined) return;
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
