// Generated from specs/ by `npm run generate`. Do not edit.

export type { Problem } from '../../contract/schemas.js';
