/** A whole service for one test file, on the engines of the run. */
import { inject } from 'vitest';
import { type Service, type ServiceOptions, startService } from './service.js';

/** A running service. */
export type Line = Service;

/** Starts a service of so many servers and workers (1 and 1) on a database of its own. */
export function startLine(options: ServiceOptions = {}): Promise<Line> {
  return startService(inject('engines'), { compiled: compiledProject(), ...options });
}

/** Where this project's server and worker are, compiled for this run. */
export function compiledProject(): string {
  return inject('compiledProject');
}

/** Where the load project of this run is. */
export function loadProject(): string {
  return inject('loadProject');
}
