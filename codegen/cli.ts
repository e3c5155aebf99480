/** The compiler's command line: the one place that touches the process. */
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './command-line.js';
import { COMMANDS } from './commands/index.js';
import { SHORT_RUN_FLAGS } from './v8-flags.js';

for (const flag of SHORT_RUN_FLAGS) setFlagsFromString(flag);
await runCommandLine(process, COMMANDS);
