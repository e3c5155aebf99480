// Generated from specs/openapi.yaml by `npm run generate`. Do not edit.

import type { Validator } from '../validation.js';

/** Validators of one request. */
export interface RequestValidators {
  readonly body?: Validator<unknown>;
}

/** Validators of request bodies, by operationId. They change nothing. */
export declare const requestValidators: Readonly<Record<string, RequestValidators | undefined>>;
