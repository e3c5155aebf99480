// Generated from specs/ by `npm run generate`. Do not edit.

import type { Validator } from '../validation.js';

type Validators = Readonly<Record<string, Validator<unknown> | undefined>>;

/** Validators of whole events, envelope included, by the name of their message. */
export declare const messageValidators: Validators;

/** The same by job type and event type, the reserved events of every job among them. */
export declare const eventValidators: Readonly<Record<string, Validators | undefined>>;

/** Validators of whole input frames, by job type and input. */
export declare const inputValidators: Readonly<Record<string, Validators | undefined>>;

/** Validators of the other frames that clients send, by their type. */
export declare const clientFrameValidators: Validators;
