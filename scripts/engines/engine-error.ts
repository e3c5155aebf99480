/** A mistake of the environment that a person can mend; its message is one clear line. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** Somebody else listens on a port that an engine needs. */
export class PortInUseError extends EngineError {
  readonly port: number;

  constructor(engine: string, port: number) {
    super(`${engine} could not start: its port ${port} is already in use; start again`);
    this.port = port;
  }
}

/** Shows what takes time: one line per step. */
export type Progress = (line: string) => void;

/** Whether a program's last words are those of a full disk; PostgreSQL may only say that it wrote less than it wanted. */
export function saysDiskFull(text: string): boolean {
  return /no space left|check free disk space|disk is full/i.test(text);
}
