/** The activities of the worker. Workflows import their types only. */
import { ApplicationFailure } from '@temporalio/activity';
import type { JobDefinition } from '../../generated/worker/job.js';
import type { AttemptDeps } from '../runtime/attempt.js';
import { type FinalizeInput, type FinalizeOutcome, finalizeJob } from './finalize-job.js';
import { type HandlerInput, runHandler } from './run-handler.js';

export type { FinalizeReason } from './finalize-job.js';

/** What the workflow calls. */
export interface Activities {
  /** Runs one attempt at a job; returns how the job stands, for people who look at Temporal. */
  runHandler(input: HandlerInput): Promise<string>;
  /** Ends a job that no attempt will end, or says that it may have more attempts. */
  finalizeJob(input: FinalizeInput): Promise<FinalizeOutcome>;
}

/** What the activities are made of. */
export interface ActivityDeps extends AttemptDeps {
  readonly handlers: readonly JobDefinition[];
}

/** Makes the activities of one process. */
export function createActivities(deps: ActivityDeps): Activities {
  const definitions = new Map(deps.handlers.map((definition) => [definition.spec.name, definition]));
  return {
    async runHandler(input) {
      const definition = definitions.get(input.type);
      if (definition === undefined)
        throw ApplicationFailure.nonRetryable('no handler for this type', 'internal');
      return await runHandler(deps, definition, input);
    },
    finalizeJob: (input) => finalizeJob(deps, input),
  };
}
