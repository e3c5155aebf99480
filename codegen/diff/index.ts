/** What changed between two contracts: REST, events, webhooks and job types, by one comparison of schemas. */
import type { Contract } from '../model/contract.js';
import { type Change, Changes, isAtLeast, nextVersion, type Step, stepOf } from './change.js';
import { compareEvents } from './events.js';
import { compareJobs, ownershipOf } from './jobs.js';
import { compareOperations, compareOutgoing } from './operations.js';
import { SchemaDiffer } from './schema-differ.js';
import { compareSecuritySchemes } from './security-schemes.js';

/** All changes, and what they ask of the version. */
export interface ContractDiff {
  readonly changes: readonly Change[];
  readonly step: Step;
  readonly before: string;
  readonly after: string;
  /** The least version that the changes ask for; absent if the old one is not of the form `1.2.3`. */
  readonly wanted?: string;
  /** The new version is at least that. */
  readonly isEnough: boolean;
}

/** Compares two contracts. */
export function diffContracts(before: Contract, after: Contract): ContractDiff {
  const changes = new Changes();
  const schemas = new SchemaDiffer(before.schemas, after.schemas, changes, ownershipOf(before, after));
  compareOperations(before, after, schemas, changes);
  compareSecuritySchemes(before, after, changes);
  compareEvents(before, after, schemas, changes);
  compareOutgoing(before, after, schemas, changes);
  compareJobs(before, after, schemas, changes);
  const list = changes.list();
  const step = stepOf(list);
  const wanted = nextVersion(before.version, step);
  return {
    changes: list,
    step,
    before: before.version,
    after: after.version,
    ...(wanted !== undefined && { wanted }),
    isEnough: wanted === undefined || isAtLeast(after.version, wanted),
  };
}
