#!/usr/bin/env node
/** `specwire` as the package installs it: the compiler's commands, and those of a whole project and its service. */
import { runCommandLine } from '../codegen/command-line.js';
import { COMMANDS } from '../codegen/commands/index.js';

const START = {
  name: 'start',
  summary: 'run the project in this folder with real engines, and a first job on it',
  load: () => import('./start/command.js'),
};

const DOCTOR = {
  name: 'doctor',
  summary: 'say what is missing for a project to run, and what to do about it',
  load: () => import('./doctor/command.js'),
};

const KEYS = {
  name: 'keys',
  summary: 'make, list and revoke the API keys of a service',
  load: () => import('./keys/command.js'),
};

await runCommandLine(process, [...COMMANDS, START, DOCTOR, KEYS]);
