/** What all tests of a run share. */
import type { PlaceOf } from '../bundle/places.js';
import type { Contract, Operation } from '../model/contract.js';
import type { Resources } from './resources.js';
import type { Documentation } from './response-check.js';
import type { Service } from './service.js';
import type { LoadedValidators } from './validators.js';

/** The run. */
export interface TestContext {
  readonly contract: Contract;
  readonly service: Service;
  readonly validators: LoadedValidators;
  readonly placeOf: PlaceOf;
  readonly resources: Resources;
  /** Nothing that changes the service is sent. */
  readonly isSafe: boolean;
  /** Refusals that the document does not list are failures, HTTP's own too. */
  readonly isStrict: boolean;
  /** So many events of a stream are read. */
  readonly mostEvents: number;
  /** Makes another resource at a path, as one was made there before; false if that did not go well. */
  readonly creators: Map<string, () => Promise<boolean>>;
}

/** What the answers of an operation are held to. */
export async function documentationOf(
  { contract, validators, placeOf }: TestContext,
  operation: Operation,
): Promise<Documentation> {
  return { operation, validators: await validators.of(operation), schemas: contract.schemas, placeOf };
}
