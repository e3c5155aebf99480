/** The commands. Each is loaded when it is called, so that none costs another its time. */
import type { Command } from 'commander';
import type { Terminal } from './terminal.js';

/** One command as the list of commands shows it. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** It speaks of all the others: they are loaded with it. */
  readonly needsAll?: boolean;
  load(): Promise<{ readonly default: (terminal: Terminal) => Command }>;
}

/** In the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'make a new project that runs',
    load: () => import('./init.js'),
  },
  {
    name: 'new',
    summary: 'add a job type or an operation to the specs',
    load: () => import('./new.js'),
  },
  {
    name: 'generate',
    summary: 'compile specs/ into generated/',
    load: () => import('./generate.js'),
  },
  {
    name: 'lint',
    summary: 'find mistakes and bad style in a project, or in any OpenAPI and AsyncAPI documents',
    load: () => import('./lint.js'),
  },
  {
    name: 'bundle',
    summary: 'write one OpenAPI document that needs no other file, as 3.0, 3.1 or 3.2',
    load: () => import('./bundle.js'),
  },
  {
    name: 'diff',
    summary: 'say what changed between two contracts, whom it breaks, and which version it asks for',
    load: () => import('./diff.js'),
  },
  {
    name: 'mock',
    summary: 'serve a document before there is a server: examples, checked requests, streams, webhooks',
    load: () => import('./mock.js'),
  },
  {
    name: 'docs',
    summary: 'show the documentation of REST and events while you write it, or write it as a site',
    load: () => import('./docs.js'),
  },
  {
    name: 'test',
    summary: 'hold a running service to its contract: answers, refusals, streams, jobs',
    load: () => import('./test.js'),
  },
  {
    name: 'explain',
    summary: 'say what the code of a diagnostic means, with an example',
    load: () => import('./explain.js'),
  },
  {
    name: 'completion',
    summary: 'print a script that completes commands and options in your shell',
    needsAll: true,
    load: () => import('./completion.js'),
  },
];
