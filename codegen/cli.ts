/** The compiler's command line: the one place that touches the process. */
import { runCommandLine } from './command-line.js';
import { COMMANDS } from './commands/index.js';

await runCommandLine(process, COMMANDS);
