import type { EmitCache } from './contract.js';

/** For a single run: everything is made. */
export const NO_CACHE: EmitCache = { remember: async (_name, _inputs, make) => make() };
