import type { LogCode } from '../log-events.ts';

/** Identifiers and counts only: never a token, an address, a body or a name. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>> & {
  /** The line has its own, by which alerts find it. */
  readonly code?: never;
  readonly message?: never;
};

/** Says what happened, in the declared lines of lib/log-events.ts. */
export type Log = (code: LogCode, fields: LogFields) => void;
