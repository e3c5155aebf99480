/** The compiler's command line: the one place that touches the process. */
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './command-line.js';
import { COMMANDS } from './commands/index.js';

// A run is over in seconds. V8 optimizes what it takes for hot in threads of its own, a quarter of all processor time here,
// and drops most of that before it was of use: a function has to prove itself for three times as long.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=400000');

await runCommandLine(process, COMMANDS);
