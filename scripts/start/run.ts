import type { Project } from './project.js';
import type { RunFile } from './run-file.js';
import type { StartSettings } from './settings.js';
import type { Supervisor } from './supervisor.js';

/** One run of a project: what all its steps need. */
export interface Run {
  readonly project: Project;
  readonly settings: StartSettings;
  readonly supervisor: Supervisor;
  readonly runFile: RunFile;
  /** Shows one line. */
  readonly say: (line: string) => void;
}
