/** A mistake of the environment that a person can mend; its message is one clear line. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** Shows what takes time: one line per step. */
export type Progress = (line: string) => void;
