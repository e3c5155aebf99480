/** From what a handler yields to what is stored, checked against the contract. */
import { messageValidators } from '../../generated/contract/validators/messages.js';
import type { Emission, JobDefinition } from '../../generated/worker/job.js';
import type { AppendOp } from '../../store/index.js';
import { ContractViolation } from './failure.js';

/**
 * Checks an emission by the generated validators; throws `ContractViolation` for what the contract lacks. `inputSeq` is the
 * last input that the handler has taken: a checkpoint covers it.
 */
export function emissionOp(definition: JobDefinition, emission: Emission, inputSeq?: number): AppendOp {
  const { events, checkpoint } = definition.validators;
  switch (emission.kind) {
    case 'event': {
      const validate = events[emission.type];
      if (validate === undefined) throw new ContractViolation(`undeclared event ${emission.type}`, []);
      if (!validate(emission.data)) {
        throw new ContractViolation(`event ${emission.type}`, validate.errors ?? []);
      }
      return { kind: 'event', type: emission.type, data: emission.data };
    }
    case 'progress':
      checkReserved('JobProgress', 'job.progress', emission.data);
      return { kind: 'progress', data: emission.data };
    case 'log':
      checkReserved('JobLog', 'job.log', emission.data);
      return { kind: 'log', data: emission.data };
    case 'checkpoint': {
      if (checkpoint !== undefined && !checkpoint(emission.value)) {
        throw new ContractViolation('checkpoint', checkpoint.errors ?? []);
      }
      const covered = emission.inputSeq ?? inputSeq;
      return {
        kind: 'checkpoint',
        value: emission.value,
        ...(covered !== undefined && { inputSeq: covered }),
      };
    }
    default:
      throw new ContractViolation(`emission of kind ${(emission satisfies never as Emission).kind}`, []);
  }
}

/** An envelope that is valid; the real one is made where the event is stored. */
const ENVELOPE = {
  job_id: `job_${'0'.repeat(32)}`,
  seq: 1,
  attempt: 1,
  timestamp: '2026-01-01T00:00:00.000Z',
} as const;

/** Reserved events are generated as whole messages only. */
function checkReserved(message: string, type: string, data: unknown): void {
  const validate = messageValidators[message];
  if (validate === undefined || validate({ ...ENVELOPE, type, data })) return;
  throw new ContractViolation(`event ${type}`, validate.errors ?? []);
}
