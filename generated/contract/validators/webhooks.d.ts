// Generated from specs/ by `npm run generate`. Do not edit.

import type { Validator } from '../validation.js';

/** Validators of what webhooks post, by its `type`. */
export declare const webhookValidators: Readonly<Record<string, Validator<unknown> | undefined>>;
