import type { RunFile } from './run-file.js';
import type { StartSettings } from './settings.js';
import type { Supervisor } from './supervisor.js';

/** One run of `npm start`: what all its steps need. */
export interface Run {
  /** Of the repository. */
  readonly root: string;
  readonly settings: StartSettings;
  readonly supervisor: Supervisor;
  readonly runFile: RunFile;
  /** Shows one line. */
  readonly say: (line: string) => void;
}
