/** What is checked of each operation. */
import type { JsonSchema, Message, Operation } from '../../../model/contract.js';
import type { Coercion } from './coercions.js';

/** Keys that lead to a place in a contract. */
export type ContractPath = readonly string[];

/** All that validators are made of: plain data, which a thread can be given. */
export interface ValidatorInput {
  /** The first lines of each file. */
  readonly header: string;
  readonly operations: readonly Operation[];
  /** What the service asks of others. */
  readonly outgoing: readonly { readonly operation: Operation }[];
  /** Those of an AsyncAPI document. */
  readonly messages: readonly Pick<Message, 'name' | 'payload' | 'headers'>[];
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** Something in a schema that no validator checks. */
export interface Gap {
  /** Where in the contract; its last keys may lead to nothing there. */
  readonly path: ContractPath;
  readonly reason: string;
}

/** The files, by their path in the folder of validators, and what they do not check. */
export interface ValidatorOutput {
  readonly files: readonly (readonly [path: string, content: string])[];
  readonly gaps: readonly Gap[];
}

/** A validator that is asked for. */
export interface Check {
  readonly schema: JsonSchema;
  /** Where in the contract a part of the schema stands. */
  readonly locate: (path: ContractPath) => ContractPath;
  /** Its values come as text, which is read in one of these ways: the first that is right. */
  readonly readings?: readonly Coercion[];
}

/** Validators by content type. */
export type ChecksByType = readonly (readonly [contentType: string, check: Check])[];

/** What is checked of one response. */
export interface ResponseChecks {
  readonly status: string;
  readonly body: ChecksByType;
  readonly headers?: Check;
  /** Of one item of a stream. */
  readonly items: ChecksByType;
  /** Of the data of events by their names, by content type; of any other event under `*`. */
  readonly events: readonly (readonly [contentType: string, checks: ChecksByType])[];
}

/** What is checked of one operation. */
export interface OperationChecks {
  readonly operationId: string;
  /** It is no operation but a message, of whose parts the body has one each: `payload`, `headers`. */
  readonly isMessage?: true;
  readonly parameters?: Check;
  readonly body: ChecksByType;
  readonly responses: readonly ResponseChecks[];
}
