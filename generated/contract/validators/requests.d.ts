// Generated from specs/openapi.yaml by `npm run generate`. Do not edit.
import type { Validator } from '../validation.js';

/** Validators of request bodies, by operationId. They change nothing. */
export declare const requestValidators: Readonly<Record<string, { readonly body?: Validator<unknown> } | undefined>>;
