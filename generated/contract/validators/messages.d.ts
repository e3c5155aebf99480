// Generated from the messages of all specs by `npm run generate`. Do not edit.
import type { Validator } from '../validation.js';

/** Validators of whole events, envelope included, by the name of their message. */
export declare const messageValidators: Readonly<Record<string, Validator<unknown>>>;
