/** From what a handler yields to what is stored, checked against the contract. */
import type { Emission, JobDefinition } from '../../generated/worker/job.js';
import type { AppendOp } from '../../store/append-op.js';
import { ContractViolation } from './failure.js';

/** Checks an emission by the generated validators; throws `ContractViolation` for what the contract lacks. */
export function emissionOp(definition: JobDefinition, emission: Emission): AppendOp {
  const { events, checkpoint } = definition.validators;
  switch (emission.kind) {
    case 'event': {
      const validate = events[emission.type];
      if (validate === undefined) throw new ContractViolation(`event ${emission.type}`, ['undeclared type']);
      if (!validate(emission.data)) {
        throw new ContractViolation(`event ${emission.type}`, validate.errors ?? []);
      }
      return { kind: 'event', type: emission.type, data: emission.data };
    }
    case 'progress':
      return { kind: 'progress', data: emission.data };
    case 'log':
      return { kind: 'log', data: emission.data };
    case 'checkpoint':
      if (checkpoint !== undefined && !checkpoint(emission.value)) {
        throw new ContractViolation('checkpoint', checkpoint.errors ?? []);
      }
      return { kind: 'checkpoint', value: emission.value };
    default:
      throw new ContractViolation('emission', [`unknown kind ${String((emission as Emission).kind)}`]);
  }
}
