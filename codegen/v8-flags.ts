/**
 * V8's flags of a process that is over in seconds. V8 optimizes what it takes for hot in threads of its own, a quarter of all
 * processor time here, and drops most of that before it was of use: a function has to prove itself for three times as long.
 * Measured on V8 11 (Node 20) alone.
 */
export const SHORT_RUN_FLAGS: readonly string[] = process.versions.v8.startsWith('11.')
  ? ['--interrupt-budget=400000']
  : [];
