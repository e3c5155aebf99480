#!/usr/bin/env node
/** `specwire` as the package installs it: the compiler's commands, and `start`, which runs a project. */
import { runCommandLine } from '../codegen/command-line.js';
import { COMMANDS } from '../codegen/commands/index.js';

const START = {
  name: 'start',
  summary: 'run the project in this folder with real engines, and a first job on it',
  load: () => import('./start/command.js'),
};

await runCommandLine(process, [...COMMANDS, START]);
