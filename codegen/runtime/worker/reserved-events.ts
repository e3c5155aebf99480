/** Stands in for the generated module of this name, which is not copied: the least that runtime code needs of it. */

export interface JobProgressData {
  readonly fraction?: number;
  readonly message?: string;
}

export interface JobLogData {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}
