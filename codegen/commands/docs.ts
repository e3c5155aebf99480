/** `specwire docs`: the documentation of REST and events, shown while it is written, or as a site. */
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { lossText } from '../bundle/losses.js';
import { PLAIN } from '../diagnostics.js';
import { isRemote } from '../load/documents/locations.js';
import type { DocsServer } from '../pages/docs-server.js';
import type { Documentation, ReadDocumentation } from '../pages/documentation.js';
import { findSource, type Source, type SourceOptions, withSource } from './contract-source.js';
import { findingsText, plural, printFindings } from './output.js';
import { EXIT, type Terminal } from './terminal.js';

type Read = () => Promise<ReadDocumentation>;

interface DocsOptions extends SourceOptions {
  readonly host: string;
  readonly port: string;
  readonly out?: string;
}

const HELP = `
What it shows:
  OpenAPI by Redoc, AsyncAPI by its React component; of a project both, its job types among them. Open pages follow every
  save, of files that the document refers to as well, not of URLs. A mistake is told here and on the page, above the
  last state without mistakes. The pages ask no other machine for anything; pictures from elsewhere are not shown.

Examples:
  $ specwire docs                              the project in this folder
  $ specwire docs api.yaml events.yaml         documents that stand alone
  $ specwire docs api.yaml --out site          a site for any web server

Exit codes:
  0   stopped by Ctrl-C; with --out: written
  1   a port that is taken; with --out: mistakes in the specs, or a file that cannot be written
  2   the command itself is wrong: an unknown option, no such file
  70  a bug in specwire`;

/** The command, as the command line registers it. */
export default function docsCommand(terminal: Terminal): Command {
  return withSource(new Command('docs'), 'documents or their URLs; without any, the project')
    .option('--port <number>', 'where it listens; 0 for any that is free', '4011')
    .option('--host <address>', 'on which address', '127.0.0.1')
    .option('--out <dir>', 'write the pages there instead; made when all is well, not before')
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: DocsOptions) => runDocs(terminal, files, options));
}

async function runDocs(terminal: Terminal, files: readonly string[], options: DocsOptions): Promise<void> {
  const port = /^\d{1,5}$/.test(options.port) ? Number(options.port) : Number.NaN;
  if (!(port <= 65_535)) return terminal.fail('--port takes a whole number.', EXIT.usage);
  const source = findSource(terminal, files, options);
  if (source === undefined) return;
  const { readDocumentation } = await import('../pages/documentation.js');
  const { allowOutside = false, allowRemote = false } = options;
  const read = () => readDocumentation(source.paths, { cwd: source.root, allowOutside, allowRemote });
  if (options.out !== undefined)
    return writePages(terminal, source, await read(), resolve(terminal.cwd, options.out));
  const { DocsServer } = await import('../pages/docs-server.js');
  const server = await DocsServer.start(options.host, port);
  try {
    await servePages(terminal, source, read, server);
  } finally {
    await server.stop();
  }
}

async function writePages(
  terminal: Terminal,
  { root }: Source,
  { documentation, ...found }: ReadDocumentation,
  folder: string,
): Promise<void> {
  if (documentation === undefined) {
    await printFindings(terminal, 'text', { root, ...found });
    return terminal.exit(EXIT.mistakes);
  }
  const [{ makeSite }, { fileInTheWay, writeSite }] = await Promise.all([
    import('../pages/site.js'),
    import('../pages/write-site.js'),
  ]);
  const { files } = await makeSite(documentation, false);
  const foreign = await fileInTheWay(folder, files);
  if (foreign !== undefined)
    return terminal.fail(`${join(folder, foreign)} is not of an earlier run. Name another folder.`);
  tellLosses(terminal, documentation);
  await terminal.shield(() => writeSite(folder, files));
  terminal.print(`${documentation.title} is written to ${folder}: ${plural(files.length, 'file')}.`);
}

/** Serves until the user ends it. */
async function servePages(terminal: Terminal, source: Source, read: Read, server: DocsServer): Promise<void> {
  const { watchFiles, watchSpecs } = await import('../watch.js');
  let files: readonly string[] = source.paths.filter((path) => !isRemote(path));
  let failure: unknown;
  let isFirst = true;
  const task = async (): Promise<readonly string[]> => {
    try {
      files = await update(terminal, source, read, server, isFirst);
    } catch (error) {
      if (isFirst) failure = error;
      else tellFailure(terminal, server, error);
    }
    isFirst = false;
    return files;
  };
  const watcher = await (source.paths.length > 0
    ? watchFiles(task)
    : watchSpecs(source.root, () => task().then(() => undefined)));
  try {
    if (failure !== undefined) throw failure;
    terminal.print(`The documentation is at ${server.url} and follows every save. Ctrl-C ends it.`);
    await new Promise<void>((stopped) => terminal.onStop(stopped));
  } finally {
    await watcher.close();
  }
}

/** Shows what the files say now, or what is wrong with them; the files that were read. */
async function update(
  terminal: Terminal,
  { root }: Source,
  read: Read,
  server: DocsServer,
  isFirst: boolean,
): Promise<readonly string[]> {
  const { makeSite } = await import('../pages/site.js');
  const started = performance.now();
  const { documentation, files, ...found } = await read();
  if (documentation === undefined) {
    const findings = { root, ...found };
    const isNews = server.tell(findingsText({ cwd: terminal.cwd, palette: PLAIN }, findings));
    if (isNews) await printFindings(terminal, 'text', findings);
  } else if (server.show(await makeSite(documentation, true))) {
    tellLosses(terminal, documentation);
    const milliseconds = Math.round(performance.now() - started);
    if (!isFirst) terminal.print(terminal.palette.dim(`Shown as it is now, after ${milliseconds} ms.`));
  }
  return files;
}

/** A package that is missing since a document has events; or a bug. The next save tries again. */
function tellFailure(terminal: Terminal, server: DocsServer, error: unknown): void {
  terminal.explain(error);
  server.tell(error instanceof Error ? error.message : String(error));
}

function tellLosses(terminal: Terminal, { losses }: Documentation): void {
  for (const loss of losses) terminal.complain(`warning: ${lossText('3.1', loss)}`);
}
